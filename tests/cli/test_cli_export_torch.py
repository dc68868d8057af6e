"""`xlrnn export` of what PyTorch wrote: programs, and pickles that somebody trusts."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.nn.interop.pt2_files import KERNEL, LINEAR, program, written
from tests.requirements import need
from xlrnn import api, nn


@pytest.fixture
def torch():
    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    torch.set_num_threads(1)
    return torch


def test_a_program_becomes_a_workbook_and_it_is_said_with_what_it_was_compared(
    torch, xlrnn, tmp_path
):
    model, book = written(tmp_path / "m.pt2", program(LINEAR)), tmp_path / "m.xlsx"
    ran = xlrnn("export", model, "-o", book, "--input", "1 -2", "--verify")
    assert ran.code == 0, ran.message
    assert "a program of PyTorch 2.13.0: took linear" in ran.out
    assert f"agrees with PyTorch {torch.__version__.partition('+')[0]} over 3 samples" in ran.out
    assert f"agree:   {book}" in ran.out
    shown = [block for name, block in api.read(book).items() if name.startswith("dense")][-1]
    np.testing.assert_allclose(np.ravel(shown), KERNEL @ [1, -2], atol=1e-6)


def test_a_pickle_is_refused_and_taken_where_it_is_trusted(torch, xlrnn, tmp_path):
    module = torch.nn.Sequential(torch.nn.Embedding(5, 2), torch.nn.Flatten(), torch.nn.Tanh())
    torch.save(module, tmp_path / "m.pt")
    command = ["export", tmp_path / "m.pt", "-o", tmp_path / "m.xlsx", "--input", "1 4 0"]
    ran = xlrnn(*command)
    assert ran.code == 2
    assert "whoever reads one runs what is in it" in ran.message
    assert not (tmp_path / "m.xlsx").exists()
    ran = xlrnn(*command, "--trust")
    assert ran.code == 0, ran.message
    assert "agrees with PyTorch" in ran.out
    assert api.verify([tmp_path / "m.xlsx"]).outcome == "agree"


def test_a_file_of_keras_says_that_nobody_ran_it(xlrnn, tmp_path):
    need("h5py", find_spec("h5py") is not None, "pip install h5py")
    nn.to_keras(nn.Sequential([nn.Input((2,)), nn.Dense(1)]), tmp_path / "m.keras")
    ran = xlrnn("export", tmp_path / "m.keras", "-o", tmp_path / "m.xlsx", "--input", "1 2")
    assert ran.code == 0, ran.message
    assert "not compared with Keras: a file is not run" in ran.out


def test_models_of_others_are_told_what_to_call(torch, tmp_path):
    with pytest.raises(ValueError, match=r"got a Linear: expected what nn.from_torch\(module"):
        api.export(torch.nn.Linear(2, 1), tmp_path / "m.xlsx", [1, 2])

    class Theirs:
        get_config = get_weights = None

    with pytest.raises(ValueError, match=r"got a Theirs: expected what nn.from_keras\(model\)"):
        api.export(Theirs(), tmp_path / "m.xlsx", [1, 2])
    with pytest.raises(ValueError, match=r"got a int: expected a model of xlrnn.nn, or a path"):
        api.export(3, tmp_path / "m.xlsx", [1, 2])
