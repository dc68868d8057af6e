"""∂L/∂ of every state, gate and sum of the recurrent layers against PyTorch's autograd."""

import numpy as np
import pytest

from tests.requirements import need
from xlrnn.nn import GRU, LSTM, Bidirectional, Dense, Sequential, SimpleRNN
from xlrnn.nn.core.arriving import recording

try:
    import torch
except ImportError:
    torch = None

BATCH, STEPS, FEATURES, UNITS = 2, 5, 3, 4
MASK = np.array([[True, True, False, True, True], [False, True, True, True, False]])


@pytest.fixture(autouse=True)
def _torch():
    need("torch", torch is not None, "pip install torch")


class Kept(dict):
    """Tensors by the name of their gradient, a list of steps each."""

    def __call__(self, name, tensor):
        tensor.retain_grad()
        self.setdefault(f"d{name}", []).append(tensor)
        return tensor

    def gradients(self):
        return {
            name: np.stack(
                [np.zeros(t.shape) if t.grad is None else t.grad.numpy() for t in steps], axis=1
            )
            for name, steps in self.items()
        }


def lstm_step(kept, W_h, a, h, c):
    names = ("input", "forget", "candidate", "output")
    a = [kept(f"a_{n}", p) for n, p in zip(names, (a + h @ W_h).chunk(4, -1), strict=True)]
    f = {"candidate": torch.tanh}
    i, forget, g, o = (
        kept(f"_{n}", f.get(n, torch.sigmoid)(part)) for n, part in zip(names, a, strict=True)
    )
    c = kept("c", forget * c + i * g)
    return o * torch.tanh(c), c


def gru_after_step(kept, W_h, a, h, b_h):
    a_z, a_r, a_g = a.chunk(3, -1)
    h_z, h_r, q = (h @ W_h + b_h).chunk(3, -1)
    a_z, a_r, q = kept("a_update", a_z + h_z), kept("a_reset", a_r + h_r), kept("_recalled", q)
    z, r = kept("_update", torch.sigmoid(a_z)), kept("_reset", torch.sigmoid(a_r))
    g = kept("_candidate", torch.tanh(kept("a_candidate", a_g + r * q)))
    return (z * h + (1 - z) * g,)


def gru_before_step(kept, W_h, a, h):
    a_z, a_r, a_g = a.chunk(3, -1)
    W_z, W_r, W_g = W_h.chunk(3, -1)
    a_z, a_r = kept("a_update", a_z + h @ W_z), kept("a_reset", a_r + h @ W_r)
    z, r = kept("_update", torch.sigmoid(a_z)), kept("_reset", torch.sigmoid(a_r))
    q = kept("_looked_at", r * h)
    g = kept("_candidate", torch.tanh(kept("a_candidate", a_g + q @ W_g)))
    return (z * h + (1 - z) * g,)


def simple_step(kept, W_h, a, h, b):
    return (torch.tanh(kept("a", a + h @ W_h + b)),)


def expected(layer, step, x, firsts, weigh, mask):
    """Return ∂L/∂ of everything that a step keeps, of the states, and of the first states."""
    weights = [torch.tensor(weight) for weight in layer.get_weights()]
    W_x, W_h, bias = weights
    simple, after = isinstance(layer, SimpleRNN), bias.ndim == 2
    a = torch.tensor(x) @ W_x + (0 if simple else bias[0] if after else bias)
    own = [bias] if simple else [bias[1]] if after else []
    kept = Kept()
    firsts = states = [torch.tensor(first, requires_grad=True) for first in firsts]
    loss = 0
    for t in range(x.shape[1]):
        counts = torch.tensor(mask[:, t, None])
        new = step(kept, W_h, a[:, t], *states, *own)
        states = [torch.where(counts, one, old) for one, old in zip(new, states, strict=True)]
        kept("h", states[0])
        loss = loss + (torch.tensor(weigh[:, t]) * states[0]).sum()
    loss.backward()
    return kept.gradients(), [first.grad.numpy() for first in firsts]


CASES = {
    "simple": (SimpleRNN, {}, simple_step),
    "lstm": (LSTM, {}, lstm_step),
    "gru_after": (GRU, {}, gru_after_step),
    "gru_before": (GRU, {"reset_after": False}, gru_before_step),
}


def recorded(name, mask, features=FEATURES, units=UNITS):
    """Return a layer after a recorded backward pass, and what autograd finds."""
    kind, options, step = CASES[name]
    draw = np.random.default_rng(3).normal
    layer = kind(units, return_sequences=True, dtype="float64", **options)
    layer.build((None, None, features))
    layer.set_weights([0.6 * draw(size=weight.shape) for weight in layer.get_weights()])
    x, weigh = draw(size=(*mask.shape, features)), draw(size=(*mask.shape, units))
    firsts = [draw(size=(len(mask), units)) for _ in layer.states]
    layer(x, initial_state=firsts, mask=mask)
    with recording():
        layer.backward(weigh)
    return layer, expected(layer, step, x, firsts, weigh, mask), weigh


WHOLE = np.full_like(MASK, True)
SIZES = {
    "whole": (WHOLE, FEATURES, UNITS),
    "masked": (MASK, FEATURES, UNITS),
    "one-unit": (MASK, FEATURES, 1),
    "one-step": (WHOLE[:, :1], FEATURES, UNITS),
    "one-sample": (MASK[:1], FEATURES, UNITS),
    "one-of-all": (WHOLE[:1, :1], 1, 1),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CASES)
def test_every_gradient_is_autograds(name, size):
    layer, (gradients, firsts), weigh = recorded(name, *SIZES[size])
    trace = layer.gradient_trace()
    for quantity, gradient in gradients.items():
        assert np.abs(gradient).max() > 1e-6, quantity
        np.testing.assert_allclose(
            trace[quantity], gradient, rtol=1e-9, atol=1e-12, err_msg=quantity
        )
    np.testing.assert_array_equal(trace["dh_out"], weigh)
    np.testing.assert_allclose(trace["dh_out"] + trace["dh_next"], trace["dh"], rtol=1e-12)
    for symbol, first in zip(layer.states, firsts, strict=True):
        np.testing.assert_allclose(trace[f"d{symbol}_back"][:, 0], first, rtol=1e-9)
        back, after = trace[f"d{symbol}_back"][:, 1:], trace[f"d{symbol}_next"][:, :-1]
        np.testing.assert_allclose(back, after, rtol=1e-12)
        assert not trace[f"d{symbol}_next"][:, -1].any()


def test_of_the_last_state_alone_nothing_arrives_before():
    layer = LSTM(UNITS, dtype="float64", seed=1)
    layer(np.ones((BATCH, STEPS, FEATURES)))
    with recording():
        layer.backward(np.ones((BATCH, UNITS)))
    trace = layer.gradient_trace()
    assert trace["dh_out"][:, -1].tolist() == np.ones((BATCH, UNITS)).tolist()
    assert not trace["dh_out"][:, :-1].any()
    assert trace["dh"][:, 0].any()


@pytest.mark.parametrize("name", CASES)
def test_what_arrives_at_the_last_state_is_told(name):
    """Whoever uses the last state has a part in its gradient."""
    layer, _, weigh = recorded(name, WHOLE)
    d_last = np.random.default_rng(4).normal(size=(len(layer.states), *weigh[:, 0].shape))
    with recording():
        layer.backward(weigh, list(d_last))
    trace = layer.gradient_trace()
    np.testing.assert_allclose(trace["dh"][:, -1], weigh[:, -1] + d_last[0], rtol=1e-12)
    for symbol, own in zip(layer.states, d_last, strict=True):
        np.testing.assert_array_equal(trace[f"d{symbol}_next"][:, -1], own)


@pytest.mark.parametrize("name", CASES)
def test_a_training_step_records_no_state(name):
    layer, _, weigh = recorded(name, MASK)
    layer.backward(weigh)
    assert not {"dh", "dh_next", "dh_back"} & layer.gradient_trace().keys()


def test_a_trace_of_a_model_records_every_state():
    model = Sequential([Bidirectional(GRU(3)), Dense(2)])
    model.compile(loss="mse", optimizer="sgd")
    x, y = np.ones((2, 4, 3), "float32"), np.zeros((2, 2), "float32")
    trace = model.trace(x, y, gradients=True)
    assert trace["bidirectional_forward_dh"].shape == (2, 4, 3)
    assert trace["bidirectional_backward_d_reset"].any()
