"""A trace draws what it holds over time."""

import sys
from importlib.util import find_spec

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.nn.core.trace import Trace


@pytest.fixture
def trace():
    need("matplotlib", find_spec("matplotlib") is not None, "pip install 'xlrnn[plot]'")
    nn.set_random_seed(1)
    model = nn.Sequential([nn.Input((5, 3)), nn.LSTM(4, return_sequences=True), nn.GRU(1)])
    model.compile("adam", "mse")
    x = np.random.default_rng(1).normal(size=(2, 5, 3))
    return model.trace(x, np.ones((2, 1)), gradients=True)


def images(plot):
    """Return the arrays that are drawn by their titles, with the ends of their scales."""
    return {
        axes.get_title("left"): (axes.images[0].get_array(), *axes.images[0].get_clim())
        for axes in plot.figure.axes
        if axes.images
    }


def test_gates_go_from_0_to_1_and_gradients_around_0(trace):
    one = trace.sample(1)
    drawn = images(one.plot("forget", "lstm_dh"))
    gate, low, high = drawn["forget"]
    assert (gate == trace["lstm_forget"][1].T).all()
    assert (low, high) == (0, 1)
    gradient, low, high = drawn["lstm_dh"]
    assert gradient.shape == (4, 5)
    assert images(one.plot("lstm_d_input"))["lstm_d_input"][2] < 1
    assert high == -low == pytest.approx(np.abs(trace["lstm_dh"][1]).max())


def test_without_names_gates_states_and_gradients_of_every_layer(trace):
    gated = [f"lstm_{name}" for name in ("input", "forget", "output", "h", "dh")]
    gated += [f"gru_{name}" for name in ("update", "reset", "h", "dh")]
    assert [*images(trace.sample(0).plot())] == gated


def test_one_step_one_unit_zeros_and_what_is_no_number(trace):
    plot = Trace(a=np.zeros((1, 1)), b=np.full((2, 1), np.nan), c=np.array([[1e300, -np.inf]]),
                 **{"$x$": np.ones((2, 1))}).plot("a", "b", "c", "$x$")  # fmt: skip
    assert images(plot)["b"][1:] == (-1, 1)
    assert images(plot)["c"][1:] == (-1e300, 1e300)
    assert plot._repr_png_().startswith(b"\x89PNG")


def test_it_is_written_as_a_file(trace, tmp_path):
    path = trace.sample(0).plot("update").save(tmp_path / "new" / "update.png")
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("draw", "message"), [
    (lambda trace: trace.plot(), r"has shape \(2, 5, 4\): .* trace.sample\(0\).plot\(\)"),
    (lambda trace: trace.sample(0).plot("gru_dW_xh"), r"gru_dW_xh has shape \(5, 4, 3\)"),
    (lambda trace: trace.sample(0).plot("h"), "several layers have h: expected one of lstm_h, "),
    (lambda trace: trace.sample(0).plot("q"), "q is not in the trace: expected one of lstm_h_prev"),
    (lambda _: Trace(a=np.ones((2, 2))).plot("q"), "q is not in the trace: expected one of a"),
    (lambda _: Trace().plot(), "there is nothing to draw"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused(trace, draw, message):
    with pytest.raises(UsageError, match=message):
        draw(trace)


def test_without_matplotlib(trace, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UsageError, match=r"a picture needs matplotlib: pip install 'xlrnn\[plot\]"):
        trace.sample(0).plot()
