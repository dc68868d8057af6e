"""SimpleRNN against loops written out here, and against itself in its other form."""

import importlib.util
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.requirements import need
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import SimpleRNN

# Everything differs from everything: 2 units, 3 features, 4 steps, no two numbers alike.
W_XH = [[0.31, -0.72, 0.15], [-0.44, 0.58, 0.93]]
W_HH = [[0.21, -0.67], [0.83, 0.39]]
B_H = [0.07, -0.29]
H_0 = [0.5, -0.25]
X = [[1.0, 0.2, -0.3], [0.4, -1.1, 0.6], [-0.7, 0.9, 1.3], [0.05, -0.45, 0.85]]


def by_hand(x, h_0, W_xh, W_hh, b_h):
    """Return a_x, h_prev, a_h and h of every step, number by number."""
    units = len(W_xh)
    steps = {"a_x": [], "h_prev": [], "a_h": [], "h": []}
    state = list(h_0)
    for inputs in x:
        a_x, a_h, new = [], [], []
        for i in range(units):
            a_x.append(sum(W_xh[i][k] * inputs[k] for k in range(len(inputs))))
            a_h.append(sum(W_hh[i][j] * state[j] for j in range(units)) + b_h[i])
            new.append(math.tanh(a_x[i] + a_h[i]))
        for name, column in zip(steps, (a_x, state, a_h, new), strict=True):
            steps[name].append(column)
        state = new
    return steps


def layer(activation="tanh", *, W_xh=W_XH, W_hh=W_HH, b_h=B_H, tied=False):
    weights = [np.array(W_xh).T, np.array(W_hh).T, np.array(b_h)]
    return SimpleRNN(
        len(W_xh), activation, tied=tied, weights=weights, return_sequences=True, dtype="float64"
    )


def trace_of(W_xh, W_hh, b_h, *, tied=False, x=X, h_0=H_0):
    rnn = layer(W_xh=W_xh, W_hh=W_hh, b_h=b_h, tied=tied)
    rnn(np.array([x]), initial_state=np.array([h_0]))
    return rnn.trace().sample(0)


def check(trace, expected):
    assert list(trace) == ["a_x", "h_prev", "a_h", "a", "h"]
    np.testing.assert_allclose(trace["a"], trace["a_x"] + trace["a_h"], rtol=1e-15)
    for name, array in expected.items():
        np.testing.assert_allclose(trace[name], array, rtol=1e-14, atol=1e-15, err_msg=name)


def test_textbook_form_against_loops():
    check(trace_of(W_XH, W_HH, B_H), by_hand(X, H_0, W_XH, W_HH, B_H))


def test_tied_form_against_loops():
    shared = [[0.427, 0.0], [0.0, 0.427]]
    expected = by_hand(X, H_0, W_XH, shared, [0.567, 0.567])
    check(trace_of(W_XH, [[0.427]], [0.567], tied=True), expected)


@pytest.mark.parametrize("change", ["W_hh", "W_xh", "b_h", "h_0"])
def test_the_loops_would_notice_a_slip(change):
    given = {"x": X, "h_0": H_0, "W_xh": W_XH, "W_hh": W_HH, "b_h": B_H}
    slipped = {
        "W_hh": np.array(W_HH).T,
        "W_xh": np.array(W_XH)[::-1],
        "b_h": B_H[::-1],
        "h_0": H_0[::-1],
    }[change]
    with pytest.raises(AssertionError):
        check(trace_of(W_XH, W_HH, B_H), by_hand(**{**given, change: np.asarray(slipped).tolist()}))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 5), st.integers(1, 6))
def test_tied_is_the_textbook_form_with_a_multiple_of_the_identity(seed, units, features, steps):
    draw = np.random.default_rng(seed).normal
    W_xh, x, h_0 = draw(size=(units, features)), draw(size=(steps, features)), draw(size=units)
    w, b = draw(), draw()
    tied = trace_of(W_xh, [[w]], [b], tied=True, x=x, h_0=h_0)
    spread = trace_of(W_xh, w * np.eye(units), np.full(units, b), x=x, h_0=h_0)
    for name, array in tied.items():
        np.testing.assert_allclose(array, spread[name], rtol=1e-13, atol=1e-15)
    check(spread, by_hand(x, h_0, W_xh, w * np.eye(units), [b] * units))


def test_against_pytorch():
    need("torch", importlib.util.find_spec("torch") is not None, "pip install torch")
    import torch

    def exact(numbers):
        return torch.tensor(numbers, dtype=torch.float64)

    layer = torch.nn.RNN(3, 2, dtype=torch.float64)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(exact(W_XH))
        layer.weight_hh_l0.copy_(exact(W_HH))
        layer.bias_ih_l0.copy_(exact(B_H))
        layer.bias_hh_l0.zero_()
        states, _ = layer(exact(X), exact([H_0]))
    np.testing.assert_allclose(trace_of(W_XH, W_HH, B_H)["h"], states.numpy(), rtol=1e-13)


def test_another_activation():
    rnn = layer("relu")
    rnn(np.array([X]), initial_state=np.array([H_0]))
    trace = rnn.trace().sample(0)
    np.testing.assert_allclose(trace["h"], np.maximum(trace["a"], 0), rtol=1e-14, atol=1e-16)
    with pytest.raises(
        UsageError, match=r"'cosh' is unknown: expected one of elu, exponential, gelu"
    ):
        SimpleRNN(2, "cosh")


def test_a_trace_does_not_share_memory_with_what_was_given():
    x, h_0 = np.array([X]), np.array([H_0])
    rnn = layer()
    rnn(x, initial_state=h_0)
    trace = rnn.trace()
    before = trace["h_prev"].copy()
    h_0[:] = 99
    rnn(x, initial_state=h_0)
    np.testing.assert_array_equal(trace["h_prev"], before)


GOOD = {"kernel": (3, 2), "recurrent_kernel": (2, 2), "bias": (2,)}


@pytest.mark.parametrize(
    "tied, changed, expected",
    [
        (False, {"kernel": (3, 4)}, "(3, 2)"),
        (False, {"kernel": (2, 3)}, "(3, 2)"),
        (False, {"kernel": (3,)}, "(3, 2)"),
        (False, {"recurrent_kernel": (2, 3)}, "(2, 2)"),
        (False, {"recurrent_kernel": (1, 1)}, "(2, 2)"),
        (False, {"bias": (3,)}, "(2,)"),
        (False, {"bias": (2, 1)}, "(2,)"),
        (False, {"bias": (1,)}, "(2,)"),
        (True, {"bias": (1,)}, "(1, 1)"),
        (True, {"recurrent_kernel": (1, 1)}, "(1,)"),
    ],
)
def test_weights_of_another_shape_are_refused_by_name(tied, changed, expected):
    weights = {name: np.zeros(shape) for name, shape in {**GOOD, **changed}.items()}
    rnn = SimpleRNN(2, tied=tied)
    rnn.ensure_built((None, 4, 3))
    with pytest.raises(ShapeError) as error:
        rnn.set_weights(list(weights.values()))
    wrong = next(iter(changed)) if not tied else {"(1, 1)": "recurrent", "(1,)": "bias"}[expected]
    assert str(error.value).startswith(f"simple_rnn: {wrong}")
    assert str(error.value).endswith(f"expected {expected}")


def test_the_contracts_are_executed_in_this_run():
    with pytest.raises(Exception, match="violates type hint"):
        layer().recurrent.backward(np.zeros((2, 3), int), np.zeros((2, 3)))
