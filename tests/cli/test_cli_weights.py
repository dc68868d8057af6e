"""`xlrnn weights`: exit codes, messages, files of every kind."""

import zipfile
from importlib.util import find_spec

import numpy as np
import pytest

from tests.requirements import need
from tests.weights.by_hand import change
from xlrnn import api, nn
from xlrnn.errors import XlrnnError

SAMPLE = np.array([[0.5, -1.0], [2.0, 0.25]])


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """An exported model, with a weight changed by hand and one by a formula: do not touch."""
    nn.set_random_seed(1)
    path = tmp_path_factory.mktemp("exported") / "gru.xlsx"
    layers = [nn.Input((None, 2)), nn.GRU(2, name="reads"), nn.Dense(2, "softmax", name="says")]
    api.export(nn.Sequential(layers), path, SAMPLE)
    change(path, ("says_W_hy", 0, 0, 0.5), ("says_W_hy", 1, 1, "=1/8"))
    return path


def needed(suffix):
    package = {".keras": "h5py", ".weights.h5": "h5py", ".onnx": "onnx", ".pt": "torch"}.get(suffix)
    if package is not None:
        need(package, find_spec(package) is not None, f"pip install {package}")


@pytest.mark.parametrize("suffix", [".npz", ".keras", ".weights.h5", ".onnx", ".pt"])
def test_every_kind_of_file_is_written_and_read_back(xlrnn, exported, tmp_path, suffix):
    needed(suffix)
    path = tmp_path / f"model{suffix}"
    ran = xlrnn("weights", exported, "-o", path)
    assert (ran.code, ran.err) == (0, "")
    took, also, compared, wrote = ran.out.splitlines()
    assert took == "took reads: 36 numbers from reads"
    assert also == "took says: 6 numbers from says, 1 of them from formulas"
    assert compared.startswith("compared with says_p on says: 2 numbers, largest distance ")
    assert wrote.startswith(f"wrote {path} (")
    assert "largest distance" in wrote
    assert path.stat().st_size > 0


def test_what_was_written_holds_the_changed_weights(xlrnn, exported, tmp_path):
    path = tmp_path / "model.npz"
    assert xlrnn("weights", exported, "-o", path).code == 0
    kernel = nn.load_model(path).get_layer("says").get_weights()[0]
    assert (kernel[0, 0], kernel[1, 1]) == (0.5, 0.125)


def test_a_file_in_the_way_stays_unless_it_is_said(xlrnn, exported, tmp_path):
    path = tmp_path / "model.npz"
    path.write_text("mine")
    ran = xlrnn("weights", exported, "-o", path)
    assert (ran.code, path.read_text()) == (2, "mine")
    assert "exists: name another file, or overwrite it (--force)" in ran.message
    assert xlrnn("weights", exported, "-o", path, "--force").code == 0
    assert zipfile.is_zipfile(path)


def test_a_sheet_that_the_model_does_not_give_is_exit_code_1(xlrnn, exported, tmp_path):
    path, target = tmp_path / "wrong.xlsx", tmp_path / "model.npz"
    path.write_bytes(exported.read_bytes())
    change(path, ("says_logits", 0, 0, "=0.5"))
    ran = xlrnn("weights", path, "-o", target)
    assert ran.code == 1
    assert "does not give the numbers of the sheet: says_p" in ran.message
    assert not target.exists()


REFUSED = {
    "an unknown suffix": ("book.xlsx", "m.txt", 2, ".keras, .weights.h5, .npz, .onnx, .pt"),
    "no suffix": ("book.xlsx", "m", 2, "expected a name that ends with one of"),
    "a folder": ("book.xlsx", "there.npz", 2, "is a folder: name a file"),
    "no workbook": ("text.xlsx", "m.npz", 3, "text.xlsx"),
    "nothing": ("nothing.xlsx", "m.npz", 3, "nothing.xlsx"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_calls_say_what_is_expected_in_both_worlds(xlrnn, exported, tmp_path, name):
    book, target, code, message = REFUSED[name]
    (tmp_path / "there.npz").mkdir()
    (tmp_path / "text.xlsx").write_text("no workbook")
    (tmp_path / "book.xlsx").write_bytes(exported.read_bytes())
    ran = xlrnn("weights", tmp_path / book, "-o", tmp_path / target)
    assert ran.code == code
    assert message in ran.message
    with pytest.raises(XlrnnError) as raised:
        api.weights(str(tmp_path / book), str(tmp_path / target))
    assert ran.message == f"xlrnn: {raised.value}"


def test_an_epoch_and_an_original_are_for_some_workbooks_only(xlrnn, exported, book, tmp_path):
    target = tmp_path / "m.npz"
    ran = xlrnn("weights", exported, "-o", target, "--epoch", "3")
    assert (ran.code, "only the lesson hello-training" in ran.message) == (2, True)
    model = tmp_path / "original.npz"
    nn.Sequential([nn.Input((2,)), nn.Dense(1)]).save(model)
    ran = xlrnn("weights", book, "-o", target, "--original", model)
    assert (ran.code, "holds all its weights" in ran.message) == (2, True)


def test_a_layer_that_pytorch_lacks_is_refused_by_name(xlrnn, tmp_path):
    needed(".pt")
    path = tmp_path / "gru.xlsx"
    layer = nn.GRU(1, reset_after=False, name="older")
    api.export(nn.Sequential([nn.Input((2, 1)), layer]), path, [[1.0], [2.0]])
    ran = xlrnn("weights", path, "-o", tmp_path / "m.pt")
    assert (ran.code, "older: reset_after is False" in ran.message) == (2, True)
    assert not (tmp_path / "m.pt").exists()


@pytest.mark.parametrize("edit", ["insert_outside", "rename", "move"])
def test_names_win_over_addresses(office_edits, book, edit):
    """LibreOffice has inserted rows and columns, renamed a sheet, moved one."""
    for own, first in zip(
        api.model(office_edits[edit]).get_weights(), api.model(book).get_weights(), strict=True
    ):
        np.testing.assert_allclose(own, first, rtol=1e-14)


def test_a_sheet_that_was_deleted_there_is_named(xlrnn, office_edits, tmp_path):
    ran = xlrnn("weights", office_edits["delete_steps"], "-o", tmp_path / "m.npz")
    assert ran.code == 3
    assert "is not there" in ran.message
