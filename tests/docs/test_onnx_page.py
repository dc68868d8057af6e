"""What docs/onnx.md shows is executed, and what it lists is what there is."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.test_readme import blocks
from tests.requirements import need
from xlrnn.commands.main import run
from xlrnn.nn.interop.onnx.reading.graph import TELLING
from xlrnn.nn.interop.onnx.reading.operators import MEANINGS

PAGE = (Path(__file__).parents[2] / "docs" / "onnx.md").read_text(encoding="utf-8")


@pytest.fixture
def program(tmp_path, monkeypatch):
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    monkeypatch.chdir(tmp_path)
    exec(blocks("python", PAGE)[0], {})


def test_the_command_prints_the_report_that_the_page_shows(program, capsys):
    capsys.readouterr()
    (command,) = blocks("sh", PAGE)
    assert run(shlex.split(command.strip().removeprefix("xlrnn "))) == 0
    printed = capsys.readouterr().out.splitlines()
    shown = blocks("text", PAGE)[0].splitlines()
    for one, other in zip(printed, shown, strict=False):
        hide = r"Runtime [\d.]+|[\d.]+e-\d+"
        assert re.sub(hide, "#", one) == re.sub(hide, "#", other)
    assert printed[-1].startswith("agree")


def test_the_page_names_every_operator():
    table = PAGE[PAGE.index("## What is taken") :]
    named = set(re.findall(r"`([A-Z]\w+)`", table))
    taken = {kind for domain, kind in MEANINGS if domain != "xlrnn"}
    assert taken <= named
    layers = {"Bidirectional", "SimpleRNN", "Dense", "Embedding", "Conv1D", "Conv2D", "Activation",
              "Permute", "Concatenate", "ZipMap", "Loop", "Y", "Y_h", "Y_c", *TELLING}  # fmt: skip
    assert named <= taken | layers
