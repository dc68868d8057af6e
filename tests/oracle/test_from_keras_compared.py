"""A Keras model is run beside the one that is made of it, and a difference is heard."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import DifferentError, InputError, UsageError
from xlrnn.nn.interop import keras_run

# Keras turns its variables into arrays in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def stack(keras):
    return keras.Sequential(
        [
            keras.layers.Input((5,)),
            keras.layers.Embedding(9, 3, mask_zero=True, name="words"),
            keras.layers.GRU(4, name="read"),
            keras.layers.Dense(2, activation="softmax", name="say"),
        ]
    )


def test_it_is_said_that_they_agree(keras):
    model = nn.from_keras(stack(keras))
    assert str(model.compared).startswith(f"compared with Keras {keras.__version__}: largest")
    assert model.compared.distance < 1e-6
    sample = np.array([[1, 2, 0, 0, 0], [3, 4, 5, 6, 7]])
    assert nn.from_keras(stack(keras), sample=sample).compared


def test_several_inputs_and_outputs_and_a_layer_that_is_called_twice(keras):
    one, other = keras.Input((3,)), keras.Input((3,))
    dense = keras.layers.Dense(2, activation="relu")
    both = keras.layers.Concatenate()([dense(one), dense(other)])
    theirs = keras.Model([one, other], [keras.layers.Dense(1)(both), both])
    x = np.random.default_rng(0).normal(size=(2, 4, 3))
    for sample in (None, list(x)):
        model = nn.from_keras(theirs, sample=sample)
        assert model.compared.distance < 1e-6


@pytest.mark.parametrize("name", ["read", "say"])
def test_the_first_layer_that_differs_is_named(keras, name):
    """A layer of ours with another activation takes the weights without a word."""
    theirs = stack(keras)
    ours = nn.Sequential(
        [
            nn.Input((5,)),
            nn.Embedding(9, 3, mask_zero=True, name="words"),
            nn.GRU(4, "relu" if name == "read" else "tanh", name="read"),
            nn.Dense(2, "sigmoid" if name == "say" else "softmax", name="say"),
        ]
    )
    before = ours.get_weights()
    with pytest.raises(DifferentError, match=f"the first layer that differs is {name}: "):
        nn.from_keras(theirs, ours)
    assert all(map(np.array_equal, before, ours.get_weights()))


def test_a_mask_that_is_forgotten_is_heard(keras):
    ours = nn.Sequential([nn.Input((5,)), nn.Embedding(9, 3), nn.GRU(4), nn.Dense(2, "softmax")])
    with pytest.raises(DifferentError, match="the first layer that differs is gru"):
        nn.from_keras(stack(keras), ours)


def test_what_cannot_be_compared_says_so(keras, tmp_path, monkeypatch):
    theirs = stack(keras)
    ours = nn.from_keras(theirs.get_weights(), nn.from_keras(theirs))
    assert str(ours.compared) == "not compared with Keras: a list of weights cannot be run"
    nn.to_keras(ours, tmp_path / "m.keras")
    assert "a file is not run" in str(nn.from_keras(tmp_path / "m.keras").compared)
    for source in (tmp_path / "m.keras", ours.get_weights()):
        with pytest.raises(UsageError, match="give the model, not its file"):
            nn.from_keras(source, ours, sample=np.ones((2, 5)))
    with pytest.raises(InputError, match="Keras does not run the model on the sample"):
        nn.from_keras(theirs, sample=np.ones((2, 5, 3, 1)))

    def failing(*_):
        raise RuntimeError("no device")

    monkeypatch.setattr(keras_run, "_said", failing)
    assert "does not run on a drawn sample: RuntimeError" in str(nn.from_keras(theirs).compared)
