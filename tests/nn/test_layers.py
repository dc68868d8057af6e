"""Dense, softmax, one-hot, activations, the prediction and the trace."""

import decimal
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import Dense, Trace, activations, one_hot, predicted, softmax
from xlrnn.nn.layers.softmax import Tied

# Dense.


def test_dense_against_loops():
    W_hy, b_y = [[0.3, -0.8], [0.7, 0.2], [-0.5, 0.9]], [0.1, -0.4, 0.6]
    h = [[1.0, 0.5], [-0.25, 0.75], [0.6, -0.35], [0.0, 1.0]]
    dense = Dense(3, "tanh", weights=[np.array(W_hy).T, np.array(b_y)], dtype="float64")
    dense(np.array(h))
    trace = dense.trace()
    for t, state in enumerate(h):
        for k in range(3):
            logit = W_hy[k][0] * state[0] + W_hy[k][1] * state[1] + b_y[k]
            assert trace["logits"][t, k] == pytest.approx(logit, rel=1e-15)
            assert trace["y"][t, k] == pytest.approx(math.tanh(logit), rel=1e-14)


def test_dense_without_bias_and_activation():
    dense = Dense(2, use_bias=False, weights=[np.array([[2.0, 3.0]])])
    dense(np.array([[10.0]]))
    trace = dense.trace()
    assert trace["logits"].tolist() == trace["y"].tolist() == [[20.0, 30.0]]


@pytest.mark.parametrize(
    "kernel, bias, message",
    [
        ((3, 4), (2,), "kernel has shape (3, 4), expected (3, 2)"),
        ((2,), (2,), "kernel has shape (2,), expected (3, 2)"),
        ((3, 2), (3,), "bias has shape (3,), expected (2,)"),
        ((3, 2), (2, 1), "bias has shape (2, 1), expected (2,)"),
    ],
)
def test_dense_refuses_weights_of_another_shape(kernel, bias, message):
    dense = Dense(2)
    dense.ensure_built((None, 3))
    with pytest.raises(ShapeError) as error:
        dense.set_weights([np.zeros(kernel), np.zeros(bias)])
    assert str(error.value) == f"dense: {message}"


# Softmax.


def exactly(row):
    """Calculate softmax of one row with 60 digits."""
    with decimal.localcontext(prec=60):
        exps = [decimal.Decimal(y).exp() for y in row]
        return [float(e / sum(exps)) for e in exps]


@given(arrays(float, (3, 4), elements=st.floats(-300, 300)))
def test_softmax_against_60_digits(logits):
    trace = softmax(logits)
    for t in range(3):
        np.testing.assert_allclose(trace["p"][t], exactly(logits[t]), rtol=1e-12, atol=1e-300)


def test_softmax_shows_its_steps():
    trace = softmax(np.array([[1.0, 3.0, 2.0], [0.0, -1.0, -2.0]]))
    assert list(trace) == ["logits_max", "exps", "exps_sum", "p"]
    assert trace["logits_max"].tolist() == [[3.0], [0.0]]
    np.testing.assert_allclose(trace["exps"][0], [math.exp(-2), 1.0, math.exp(-1)], rtol=1e-15)
    assert trace["exps_sum"].shape == (2, 1)
    assert trace["exps_sum"][1, 0] == pytest.approx(1 + math.exp(-1) + math.exp(-2))


@pytest.mark.parametrize(
    "row, p",
    [
        ([1e308, -1e308, 0.0, 1e300], [1, 0, 0, 0]),
        ([-1e308, -1e308, -1e308, -1e308], [0.25] * 4),
        ([1e308, 1e308, 1.0, 1e308], [1 / 3, 1 / 3, 0, 1 / 3]),
        ([7.0, 7.0, 7.0, 7.0], [0.25] * 4),
        ([0.0, 709.0, 710.0, -745.0], [0, 1 / (1 + math.e), math.e / (1 + math.e), 0]),
    ],
)
def test_softmax_of_extreme_logits(row, p):
    with np.errstate(over="ignore"):  # 1e308 − (−1e308) is beyond what a double holds
        trace = softmax(np.array([row]))
    np.testing.assert_allclose(trace["p"], [p], rtol=1e-12, atol=1e-300)
    assert trace["p"].sum() == pytest.approx(1, rel=1e-15)
    assert np.isfinite(trace["exps"]).all()


# The prediction.


def test_predicted_takes_the_largest():
    p = np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]])
    assert predicted(p, "abc") == ["b", "a"]
    assert not any(isinstance(letter, Tied) for letter in predicted(p, "abc"))


def test_a_tie_gives_the_first_and_names_the_others():
    (letter,) = predicted(np.array([[0.1, 0.4, 0.4 * (1 - 1e-12), 0.1]]), "abcd")
    assert letter == "b"
    assert isinstance(letter, Tied)
    assert letter.others == ("c",)
    (letter,) = predicted(np.array([[0.4 * (1 - 1e-12), 0.2, 0.4]]), "abc")
    assert (letter, letter.others) == ("c", ("a",))
    (letter,) = predicted(np.array([[0.25] * 4]), "abcd")
    assert (letter, letter.others) == ("a", ("b", "c", "d"))


def test_what_is_close_is_no_tie_beyond_the_margin():
    (letter,) = predicted(np.array([[0.4, 0.4 * (1 - 1e-8), 0.2]]), "abc")
    assert not isinstance(letter, Tied)
    (letter,) = predicted(np.array([[0.4, 0.4 * (1 - 1e-8), 0.2]]), "abc", tie=1e-7)
    assert letter.others == ("b",)


# One-hot.


def test_one_hot_and_letters_that_are_unknown():
    x = one_hot(["e", "E", "", "o", "zz", "l"], "helo")
    assert x.tolist() == [
        [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 1, 0],
    ]  # fmt: skip
    assert x.dtype == float


# Activations.


@pytest.mark.parametrize(
    "name, points",
    [
        ("linear", {0.0: 0.0, -1e308: -1e308, math.inf: math.inf}),
        ("tanh", {0.0: 0.0, 1e-300: 1e-300, 20.0: 1.0, -1e308: -1.0, math.inf: 1.0}),
        ("sigmoid", {0.0: 0.5, 1e308: 1.0, -1e308: 0.0, -745.0: 5e-324, -1.0: 1 / (1 + math.e)}),
        ("relu", {0.0: 0.0, -5e-324: 0.0, 1e308: 1e308, -math.inf: 0.0}),
    ],
)  # fmt: skip
def test_activations_at_the_edges(name, points):
    function = activations.get(name)
    for a, expected in points.items():
        assert function(np.array([a]))[0] == pytest.approx(expected, rel=1e-15, abs=0), (name, a)


@given(st.floats(-700, 700))
def test_sigmoid_is_symmetric(a):
    one, other = activations.sigmoid(np.array([a, -a]))
    assert one + other == pytest.approx(1, rel=1e-15)
    assert one == pytest.approx(1 / (1 + math.exp(-a)), rel=1e-14)


@pytest.mark.parametrize("name", ["linear", "tanh", "sigmoid", "relu"])
def test_nothing_becomes_of_nothing(name):
    assert np.isnan(activations.get(name)(np.array([np.nan]))[0])


def test_an_unknown_activation_lists_those_there_are():
    with pytest.raises(
        UsageError,
        match=r"'glu' is unknown: .* linear, log_softmax, relu, relu6, selu, sigmoid, silu",
    ):
        activations.get("glu")


# The trace.


def test_a_trace_as_a_table():
    frame = Trace(h=np.array([[0.5, 0.25], [0.125, -1.0]]), b=np.array([7.0, 8.0])).to_frame()
    assert list(frame.columns) == ["name", "step", "index", "value"]
    assert frame.to_numpy().tolist() == [
        ["h", 1, 1, 0.5],
        ["h", 1, 2, 0.25],
        ["h", 2, 1, 0.125],
        ["h", 2, 2, -1.0],
        ["b", 1, 1, 7.0],
        ["b", 1, 2, 8.0],
    ]


def test_an_empty_trace_is_an_empty_table():
    assert Trace().to_frame().empty
