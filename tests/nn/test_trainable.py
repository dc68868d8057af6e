"""Layers that are frozen, and thawed, at any time: before they are built, after, between fits."""

import numpy as np
import pytest

from xlrnn import nn

RNG = np.random.default_rng(0)
X = RNG.integers(9, size=(8, 5))
Y = np.eye(2)[X[:, 0] % 2]


def made():
    model = nn.Sequential([
        nn.Input((5,)),
        nn.Embedding(9, 3),
        nn.Bidirectional(nn.LSTM(4, return_sequences=True)),
        nn.GRU(3),
        nn.Dense(2, activation="softmax"),
    ])  # fmt: skip
    model.compile("adam", "categorical_crossentropy")
    return model


def changed(model):
    """Return which layers a training changes."""
    before = [layer.get_weights() for layer in model.layers]
    model.fit(X, Y, epochs=2, verbose=0)
    return [
        not all(map(np.array_equal, old, layer.get_weights()))
        for old, layer in zip(before, model.layers, strict=True)
    ]


@pytest.mark.parametrize("trained_before", [False, True])
@pytest.mark.parametrize("frozen", range(4))
def test_what_is_frozen_stays_and_the_others_learn(frozen, trained_before):
    model = made()
    if trained_before:
        model.fit(X, Y, verbose=0)
    model.layers[frozen].trainable = False
    assert changed(model) == [k != frozen for k in range(4)]
    model.layers[frozen].trainable = True
    assert changed(model) == [True] * 4


def test_what_is_frozen_before_it_is_built():
    layer = nn.GRU(3)
    layer.trainable = False
    layer.ensure_built((None, 5, 3))
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 3


def test_a_frozen_model_with_another_head_trains_as_one_that_was_made_so():
    def trained(model):
        nn.set_random_seed(1)
        model.fit(X, Y, epochs=3, verbose=0)
        return model.get_weights()

    one = made()
    for layer in one.layers[:3]:
        layer.trainable = False
    other = nn.Sequential.from_config(one.get_config())
    assert [layer.trainable for layer in other.layers] == [False, False, False, True]
    other.compile("adam", "categorical_crossentropy")
    other.set_weights(one.get_weights())
    assert all(map(np.array_equal, trained(one), trained(other)))
    assert nn.gradcheck(one, X[:2], Y[:2]).passed
