"""A hundred steps of training from the same weights: the loss is PyTorch's at every step."""

import numpy as np
import pytest

from tests.oracle.torch_weights import to_torch
from tests.oracle.unchecked import unchecked
from xlrnn.nn import layers
from xlrnn.nn.compute import kernels
from xlrnn.nn.models import Sequential
from xlrnn.nn.optimizers import Adam

BATCH, TIME, FEATURES, UNITS, CLASSES = 12, 7, 5, 9, 3
BATCHES, STEPS = 4, 100
RATE, EPSILON = 0.01, 1e-10
"""Keras adds epsilon at another place than PyTorch, so it must be small beside the gradients."""

MODULES = {"SimpleRNN": "RNN", "LSTM": "LSTM", "GRU": "GRU"}


def batches():
    """Return batches with something to learn: which of the first features has the largest sum."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=(BATCHES, BATCH, TIME, FEATURES)).astype(np.float32)
    return [(each, each[..., :CLASSES].sum(axis=1).argmax(axis=-1)) for each in x]


def weights_for(model):
    """Return weights that are all different, biases, too."""
    rng = np.random.default_rng(3)
    shapes = [weight.shape for weight in model.weights]
    return [(rng.normal(size=shape) * 0.4).astype(np.float32) for shape in shapes]


def our_model(kind):
    first = getattr(layers, kind)(UNITS, return_sequences=True)
    last = getattr(layers, kind)(UNITS + 1)
    head = layers.Dense(CLASSES, "softmax")
    model = Sequential([layers.Input((TIME, FEATURES)), first, last, head])
    model.compile(Adam(RATE, epsilon=EPSILON), "sparse_categorical_crossentropy")
    return model


def our_curve(kind, given, way):
    with kernels.using(way), unchecked():
        model = our_model(kind)
        model.set_weights(given)
        data = batches()
        return [model.train_on_batch(*data[step % BATCHES]) for step in range(STEPS)]


def their_model(torch, kind, weights):
    """Return the same two recurrent layers and the head in PyTorch."""
    module = getattr(torch.nn, MODULES[kind])
    first = module(FEATURES, UNITS, batch_first=True)
    last = module(UNITS, UNITS + 1, batch_first=True)
    head = torch.nn.Linear(UNITS + 1, CLASSES)
    own = [*first.parameters(), *last.parameters(), *head.parameters()]
    given = [*to_torch(kind, weights[:3]), *to_torch(kind, weights[3:6])]
    with torch.no_grad():
        for parameter, value in zip(own, [*given, weights[6].T, weights[7]], strict=True):
            parameter.copy_(torch.tensor(value))
    # PyTorch keeps two biases where we have one; the second stays 0 as if it were not there.
    if kind != "GRU":
        for layer in (first, last):
            layer.bias_hh_l0.requires_grad_(False)
    return first, last, head, [parameter for parameter in own if parameter.requires_grad]


def their_curve(torch, kind, weights):
    first, last, head, learned = their_model(torch, kind, weights)
    optimizer = torch.optim.Adam(learned, RATE, eps=EPSILON)
    data, curve = batches(), []
    for step in range(STEPS):
        x, y = (torch.tensor(array) for array in data[step % BATCHES])
        logits = head(last(first(x)[0])[0][:, -1])
        loss = torch.nn.functional.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curve.append(loss.item())
    return curve


@pytest.mark.parametrize("kind", MODULES)
def test_the_loss_falls_as_pytorchs_does(torch, kind):
    weights = weights_for(our_model(kind))
    expected = their_curve(torch, kind, weights)
    assert np.mean(expected[-BATCHES:]) < 0.3 * np.mean(expected[:BATCHES])
    for way in kernels.available():
        np.testing.assert_allclose(our_curve(kind, weights, way), expected, rtol=1e-3)
