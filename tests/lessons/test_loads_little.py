"""A lesson that trains nothing loads nothing that trains: no optimizer, callback or file format."""

import json
import subprocess
import sys

import pytest

TRAINS = ("xlrnn.nn.optimizers", "xlrnn.nn.callbacks", "xlrnn.nn.training", "xlrnn.nn.metrics")
KEEPS = (
    "xlrnn.nn.files",
    "xlrnn.nn.interop",
    "xlrnn.nn.models",
    "xlrnn.text.readers",
    "h5py",
    "pandas",
)
BUILD = (
    "import json, sys; from xlrnn.commands.main import run; run(sys.argv[1:]); "
    "print(json.dumps(list(sys.modules)))"
)


def loaded(*arguments, cwd):
    """Return the modules that a fresh process has loaded at the end of a command."""
    command = [sys.executable, "-c", BUILD, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd)
    assert "wrote" in done.stdout
    return json.loads(done.stdout.splitlines()[-1])


def of(packages, modules):
    return [name for name in modules if name.startswith(packages)]


@pytest.mark.parametrize(
    "lesson", ["hello-forward", "hello-bptt", "mlp-to-rnn", "lstm-cell", "gru-cell"]
)
def test_what_calculates_forward_loads_nothing_that_trains(lesson, tmp_path):
    modules = loaded("build", lesson, cwd=tmp_path)
    assert "xlrnn.nn.layers.dense" in modules
    assert of((*TRAINS, *KEEPS), modules) == []


def test_this_would_find_what_trains(tmp_path):
    modules = loaded("build", "hello-training", cwd=tmp_path)
    assert "xlrnn.nn.optimizers.sgd" in of(TRAINS, modules)
