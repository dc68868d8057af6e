"""Each gate sees another part of the state, as in Keras: its draws are replaced by ours."""

import numpy as np
import pytest
import torch
from keras import layers as keras_layers
from keras.src.backend import random as keras_draws

from tests.oracle.keras_layers import in_format
from xlrnn import nn

KINDS = {
    "rnn": ("SimpleRNN", {}),
    "relu": ("SimpleRNN", {"activation": "relu"}),
    "lstm": ("LSTM", {}),
    "gru": ("GRU", {}),
    "gru-before": ("GRU", {"reset_after": False}),
    "gru-without-bias": ("GRU", {"use_bias": False}),
}
MASK = np.array([[1, 0, 1, 1, 0], [1, 1, 1, 1, 1], [1, 1, 1, 0, 1]], bool)


@pytest.mark.parametrize("units, steps", [(4, 5), (1, 5), (3, 1), (5, 2)])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given", [False, True], ids=["from-zero", "given-states"])
def test_as_in_keras(kind, units, steps, given, monkeypatch):
    name, options = KINDS[kind]
    rng = np.random.default_rng(units + steps)
    x, mask = rng.normal(size=(3, steps, 2)), MASK[:, :steps]
    options = {**options, "recurrent_dropout": 0.4, "return_sequences": True, "dtype": "float64"}
    ours = getattr(nn, name)(units, seed=7, **options)
    ours.ensure_built((None, steps, 2))
    ours.set_weights([rng.normal(size=weight.shape) for weight in ours.get_weights()])
    first = [rng.normal(size=(3, units)) for _ in ours.states] if given else None
    y = ours(x, mask=mask, training=True, initial_state=first)
    probe = rng.normal(size=y.shape)
    dx = ours.backward(probe)

    drawn = iter(np.asarray(ours.seen))
    monkeypatch.setattr(keras_draws, "dropout", lambda *_, **__: torch.tensor(next(drawn)))
    with in_format("float64"):
        theirs = getattr(keras_layers, name)(units, **options)
        theirs.build(x.shape)
        theirs.set_weights(ours.get_weights())
        their_x = torch.tensor(x, requires_grad=True)
        begin = None if first is None else [torch.tensor(state) for state in first]
        their_y = theirs(their_x, mask=torch.tensor(mask), training=True, initial_state=begin)
        (their_y * torch.tensor(probe)).sum().backward()

    np.testing.assert_allclose(y, their_y.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(dx, their_x.grad.numpy(), atol=1e-12)
    for weight, variable in zip(ours.weights, theirs.trainable_variables, strict=True):
        np.testing.assert_allclose(weight.grad, variable.value.grad.numpy(), atol=1e-11)
