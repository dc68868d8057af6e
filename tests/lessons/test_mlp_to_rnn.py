"""The MLP and the recurrent network: the same numbers with the same weights, and only then."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.lessons.every import EVERY
from tests.requirements import need, require
from xlrnn import engines
from xlrnn.errors import UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.lessons.mlp_to_rnn.lesson import MlpToRnn
from xlrnn.lessons.mlp_to_rnn.pages import OWN, SAME
from xlrnn.xlsx.writing.write import workbook_bytes

LESSONS = {name: lesson for name, lesson in EVERY.items() if name.startswith("mlp-to-rnn")}


def calculated(lesson, **changes):
    return lesson.expected({**lesson.inputs(), **changes})


@pytest.mark.parametrize("name", LESSONS)
def test_with_the_same_weights_it_is_the_same_network(name):
    now = calculated(LESSONS[name], sharing=texts([SAME]))
    np.testing.assert_allclose(now["mlp_h"], now["rnn_h"], rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(now["mlp_p_last"], now["rnn_p_last"], rtol=1e-14)


def test_with_weights_of_their_own_the_layers_go_their_own_way():
    now = calculated(MlpToRnn())
    # The first layer begins with the weights of the recurrent network.
    np.testing.assert_allclose(now["apart"][:, 0], 0, atol=1e-15)
    assert (np.abs(now["apart"][:, 1:]) > 0.01).all()


@pytest.mark.parametrize("form", ["article", "textbook"])
def test_the_recurrent_network_is_that_of_hello_forward(form):
    ours, theirs = calculated(MlpToRnn(form=form)), calculated(HelloForward(form=form))
    np.testing.assert_array_equal(ours["rnn_h"], theirs["h"])
    for number in range(1, 5):
        np.testing.assert_array_equal(ours[f"rnn_h_{number}"], theirs["h"][:, number - 1 : number])
    np.testing.assert_allclose(ours["rnn_p_last"], theirs["p"][:, 3:], rtol=1e-14)


def test_the_mlp_is_written_down_once_more():
    lesson = LESSONS["mlp-to-rnn banana"]
    inputs, now = lesson.inputs(), calculated(lesson)
    h = np.zeros(5)
    for number, letter in enumerate("banan", start=1):
        W_xh, W_hh, b_h = (inputs[f"own_{name}_{number}"] for name in ("W_xh", "W_hh", "b_h"))
        h = np.tanh(W_xh[:, "banxyzq".index(letter)] + W_hh @ h + b_h[:, 0])
        np.testing.assert_allclose(now[f"mlp_h_{number}"][:, 0], h, rtol=1e-13)
    chances = np.exp(inputs["W_hy"] @ h)
    np.testing.assert_allclose(now["mlp_p_last"][:, 0], chances / chances.sum(), rtol=1e-12)


def test_it_is_pytorchs_network():
    need("torch", find_spec("torch") is not None, "pip install torch")
    import torch

    now, inputs = calculated(MlpToRnn()), MlpToRnn().inputs()
    rnn = torch.nn.RNN(4, 3, dtype=torch.float64)
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(torch.tensor(inputs["W_xh"]))
        rnn.weight_hh_l0.copy_(torch.tensor(inputs["W_hh"]))
        rnn.bias_ih_l0.copy_(torch.tensor(inputs["b_h"][:, 0]))
        rnn.bias_hh_l0.zero_()
        states, _ = rnn(torch.eye(4, dtype=torch.float64)[[0, 1, 2, 2]])
    np.testing.assert_allclose(now["rnn_h"], states.numpy().T, rtol=1e-13)


def test_how_many_weights_there_are():
    now = calculated(MlpToRnn())
    # 3×4 + 3×3 + 3 in each layer, 4×3 in the output.
    assert now["mlp_weights"].tolist() == [[36, 60, 84, 108]]
    assert now["rnn_weights"].tolist() == [[36, 36, 36, 36]]
    assert calculated(MlpToRnn(form="article"))["mlp_weights"].tolist() == [[26, 40, 54, 68]]


def test_both_pages_have_the_same_cells():
    book = MlpToRnn().book()
    for number in range(1, 5):
        for part in ("x", "before", "a_x", "a_h", "h"):
            mlp, rnn = (book[f"{network}_{part}_{number}"] for network in ("mlp", "rnn"))
            assert (mlp.page, rnn.page) == ("mlp", "rnn")
            assert mlp.place.area == rnn.place.area


def test_choosing_the_same_weights_in_a_program(tmp_path):
    require("libreoffice")
    lesson = MlpToRnn()
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(lesson.filled_book()))
    book = lesson.book()
    with engines.get("libreoffice") as engine, engine.load(path) as sheets:
        cell = book["sharing"].place.cell(0, 0)
        assert sheets.read("compare", cell.row, cell.column, 1, 1) == [[OWN]]
        sheets.set("compare", cell.row, cell.column, SAME)
        sheets.calculate()
        said = {}
        for name in ("apart", "notation_summary", "numpy_summary", "mlp_h"):
            area = book[name].place.area
            said[name] = sheets.read(
                book[name].page, area.first.row, area.first.column, *area.shape
            )
    np.testing.assert_allclose(np.array(said["apart"], float), 0, atol=1e-15)
    np.testing.assert_allclose(np.array(said["mlp_h"]), calculated(lesson)["rnn_h"], rtol=1e-13)
    assert said["notation_summary"] == [["agrees"]]
    assert said["numpy_summary"] == [["inputs changed"]]


def test_its_sizes_have_limits():
    with pytest.raises(UsageError, match="units is 7: expected 1 to 6"):
        MlpToRnn(units=7, seed=1)
    with pytest.raises(UsageError, match="word is 13 long: expected 2 to 12"):
        MlpToRnn.chosen({"word": "ab" * 6 + "a"}, None)
