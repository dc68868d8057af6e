"""Whole models that Keras saves as `.h5`, and models inside models, predict what Keras predicts."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import nn

RNG = np.random.default_rng(4)
# Keras turns its variables into arrays in a way that NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def _h5py():
    need("h5py", find_spec("h5py") is not None, "pip install h5py")


def shuffled(model):
    """Give a model weights that are all different; variances stay positive."""
    model.set_weights([abs(RNG.normal(size=w.shape)) / 2 for w in model.weights])
    return model


def of_words(keras):
    layers = keras.layers
    return keras.Sequential([
        keras.Input((5,)),
        layers.Embedding(9, 4, mask_zero=True),
        layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(4, activation="relu")),
        layers.GRU(3),
        keras.Sequential([keras.Input((3,)), layers.Dense(3), layers.BatchNormalization(),
                          layers.Dense(3)]),
        layers.Dense(2, activation="softmax"),
    ])  # fmt: skip


def inside_one_another(keras):
    """A model that branches, called twice, of which both calls or the first alone are an end."""
    layers = keras.layers
    x = keras.Input((3,))
    inner = keras.Model(x, layers.Add()([x, layers.Dense(3, activation="hard_sigmoid")(x)]))
    x = keras.Input((3,))
    first = inner(x)
    second = inner(layers.Dense(3)(first))
    return keras.Model(x, [first, layers.Dense(2)(second)])


def frozen(keras):
    """Weights that do not learn, in the middle of a model inside, stand behind all others."""
    layers = keras.layers
    still = layers.Dense(3, trainable=False, use_bias=False)
    inside = [keras.Input((3,)), still, layers.Dense(3, use_bias=False)]
    return keras.Sequential([keras.Input((3,)), keras.Sequential(inside)])


@pytest.mark.parametrize(
    ("build", "name"),
    [(of_words, "m.h5"), (frozen, "m.h5"), (inside_one_another, "m.h5"),
     (inside_one_another, "m.keras")],
)  # fmt: skip
def test_what_keras_saves_predicts_what_keras_predicts(keras, build, name, tmp_path):
    import jax

    theirs = shuffled(build(keras))
    theirs.save(tmp_path / name)
    x = RNG.integers(0, 9, (4, 5)) if build is of_words else RNG.normal(size=(4, 3))
    with jax.disable_jit():  # a compilation takes longer than all the steps
        said = theirs(x)
    expected = [np.asarray(each) for each in (said if isinstance(said, list) else [said])]
    ours = nn.load_model(tmp_path / name)
    given = ours.predict(x) if isinstance(said, list) else [ours.predict(x)]
    for one, other in zip(given, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def test_keras_reads_our_models_inside_one_another(keras, tmp_path):
    ours = inside_one_another(nn)
    ours.save(tmp_path / "m.keras")
    x = RNG.normal(size=(4, 3)).astype(np.float32)
    said = keras.saving.load_model(tmp_path / "m.keras")(x)
    for one, other in zip(ours.predict(x), said, strict=True):
        np.testing.assert_allclose(np.asarray(other), one, rtol=1e-5, atol=1e-5)
