"""`xlrnn export`: exit codes, messages, files."""

import numpy as np
import pytest

from xlrnn import api, nn


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A saved model of words."""
    nn.set_random_seed(1)
    path = tmp_path_factory.mktemp("saved") / "model.npz"
    layers = [nn.Input((3,)), nn.Embedding(9, 2), nn.LSTM(2), nn.Dense(2, activation="softmax")]
    nn.Sequential(layers).save(path)
    return path


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    """A saved model of two features."""
    path = tmp_path_factory.mktemp("saved") / "features.npz"
    nn.Sequential([nn.Input((None, 2)), nn.SimpleRNN(2), nn.Dense(1)]).save(path)
    return path


def test_a_saved_model_is_written_and_verified(xlrnn, model, tmp_path):
    ran = xlrnn("export", model, "-o", tmp_path / "a.xlsx", "--input", "1 5 3", "--verify")
    assert (ran.code, ran.err) == (0, "")
    first, second = ran.out.splitlines()[:2]
    assert first == f"wrote {tmp_path / 'a.xlsx'}"
    assert second.startswith("agree")
    assert xlrnn("export", model, "-o", tmp_path / "a.xlsx", "--input", "1 5 3").code == 0


def test_the_same_call_gives_the_same_bytes(xlrnn, model, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        assert xlrnn("export", model, "-o", tmp_path / name, "--input", "1,5,3").code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_words_are_carried_beside_those_that_occur(xlrnn, model, tmp_path):
    path = tmp_path / "a.xlsx"
    assert xlrnn("export", model, "-o", path, "--input", "7 8 7", "--words", "4").code == 0
    assert api.read(path)["embedding_word_ids"][:, 0].tolist() == [0, 1, 2, 3, 7, 8]


@pytest.mark.parametrize("suffix", ["csv", "npy", "text"])
def test_features_come_from_files_and_from_the_command_line(xlrnn, features, tmp_path, suffix):
    x = np.array([[0.5, 1.0], [-2.0, 3.0], [0.0, 1.0]])
    given = tmp_path / f"x.{suffix}"
    if suffix == "csv":
        np.savetxt(given, x, delimiter=",")
    elif suffix == "npy":
        np.save(given, x)
    else:
        given = "0.5 1; -2 3; 0,1"
    path = tmp_path / "a.xlsx"
    assert xlrnn("export", features, "-o", path, "--input", given).code == 0
    assert api.read(path)["input_sequence"].T.tolist() == x.tolist()


def test_a_run_takes_a_text_and_answers_as_predict_does(xlrnn, tmp_path):
    run = tmp_path / "run"
    assert xlrnn("train", "next-char", "-o", run).code == 0
    path = tmp_path / "a.xlsx"
    assert xlrnn("export", run, "-o", path, "--input", "hel", "--verify").code == 0
    (expected,) = api.predict(run, ["hel"])
    shown = api.read(path)
    answer = sorted(shown["first_best"][0].tolist(), reverse=True)
    assert answer == pytest.approx(expected.probabilities, abs=1e-6)
    assert shown["embedding_read"].tolist() == [["h", "e", "l"]]


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("1 5 9", 3, "9 in the input is no word of the table: expected whole numbers from 0 to 8"),
        ("1 5", 2, "the input has shape (2,), but sequential takes (3) of one sample"),
        ("hello", 3, "the input is 'hello': expected numbers, as in '1 5 3' or '0.5 1; 2 3'"),
        ("1 2; 3", 3, "expected as many numbers in each step"),
        ("", 3, "expected numbers"),
        ("none.csv", 3, "none.csv holds no input"),
    ],
)
def test_an_input_that_is_none(xlrnn, model, tmp_path, given, code, message):
    ran = xlrnn("export", model, "-o", tmp_path / "a.xlsx", "--input", given)
    assert ran.code == code
    assert message in ran.message
    assert list(tmp_path.iterdir()) == []


def test_a_text_with_unknown_letters(xlrnn, tmp_path):
    run = tmp_path / "run"
    assert xlrnn("train", "next-char", "-o", run, "--epochs", "1").code == 0
    for text, message in (("hex", "the letter 'x' does not occur"), ("", "the input is empty")):
        ran = xlrnn("export", run, "-o", tmp_path / "a.xlsx", "--input", text)
        assert ran.code in (2, 3)
        assert message in ran.message


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.npz", None, "does not exist: expected a model that its `save` wrote"),
        ("model.npz", b"PK nonsense", "is damaged, or no model that xlrnn saved"),
        ("model.h4", b"x", "is no model: expected a model that its `save` wrote (.npz), "
         "a .keras, .h5, .onnx or .pt2 file, or the folder of a run"),
        ("model.h5", b"x", "is neither a .keras nor an .h5 file of Keras"),
        ("folder", "", "holds no run"),
    ],
)  # fmt: skip
def test_a_model_that_is_none(xlrnn, tmp_path, name, data, message):
    path = tmp_path / name
    if data == "":
        path.mkdir()
    elif data:
        path.write_bytes(data)
    ran = xlrnn("export", path, "-o", tmp_path / "a.xlsx", "--input", "1")
    assert ran.code == 3
    assert message in ran.message


def test_a_file_in_the_way_is_not_overwritten(xlrnn, model, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("mine")
    call = ("export", model, "-o", path, "--input", "1 5 3")
    ran = xlrnn(*call)
    assert ran.code == 2
    assert "was not last written by xlrnn" in ran.message
    assert path.read_text() == "mine"
    assert xlrnn(*call, "--force").code == 0
    ran = xlrnn("export", model, "-o", tmp_path / "a.ods", "--input", "1 5 3")
    assert (ran.code, ran.message) == (
        2, f"xlrnn: {tmp_path / 'a.ods'}: expected a name that ends in .xlsx",
    )  # fmt: skip
