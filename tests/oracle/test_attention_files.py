"""Layers of several inputs in Keras' files: weights go both ways, and so do descriptions."""

import numpy as np
import pytest

from tests.oracle.merge_cases import CASES
from xlrnn import nn
from xlrnn.nn.files.keras_config import layer_of, layer_to_theirs

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
KINDS = {(case.kind, str(case.options)): case for case in CASES}


def built(of):
    """The same model of either: all layers of several inputs that have weights."""
    layers = of.layers
    query, value = layers.Input((3, 4)), layers.Input((5, 4))
    heads = layers.MultiHeadAttention(2, 3, value_dim=2)(query, value)
    around = layers.Attention(use_scale=True, score_mode="concat")([heads, value])
    found = layers.AdditiveAttention()([around, value])
    return of.Model([query, value], layers.Concatenate()([found, heads]))


def test_weights_go_both_ways(keras, tmp_path):
    rng = np.random.default_rng(2)
    x = [rng.normal(size=(2, 3, 4)).astype("f"), rng.normal(size=(2, 5, 4)).astype("f")]
    ours, theirs = built(nn), built(keras)
    assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    for one, other in ((ours, theirs), (theirs, ours)):
        path = str(tmp_path / f"{type(one).__module__}.weights.h5")
        one.set_weights([np.asarray(rng.normal(size=w.shape), "f") for w in one.weights])
        one.save_weights(path)
        other.load_weights(path)
        expected = theirs.predict(x, verbose=0)
        np.testing.assert_allclose(ours.predict(x), expected, rtol=1e-4, atol=1e-4)


def test_models_go_both_ways(keras, tmp_path):
    rng = np.random.default_rng(2)
    x = [rng.normal(size=(2, 3, 4)).astype("f"), rng.normal(size=(2, 5, 4)).astype("f")]
    ours, theirs = built(nn), built(keras)
    theirs.save(tmp_path / "theirs.keras")
    ours.save(tmp_path / "ours.keras")
    for known, read in (
        (theirs, nn.load_model(tmp_path / "theirs.keras")),
        (ours, keras.models.load_model(tmp_path / "ours.keras")),
    ):
        expected = known.predict(x, verbose=0)
        np.testing.assert_allclose(read.predict(x, verbose=0), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("kind, options", KINDS)
def test_descriptions_go_both_ways(keras, kind, options):
    case = KINDS[kind, options]
    theirs = case.made(keras.layers, "float32")
    if kind == "MultiHeadAttention":
        theirs.build(*(each.shape for each in case.inputs()))  # then it says its axes
    ours = layer_of(keras.layers.serialize(theirs))
    assert type(ours).__name__ == kind
    back = keras.layers.deserialize(layer_to_theirs(ours))
    told, again = plain(theirs), plain(back)
    assert again == told
    mine = plain(ours)
    for name, value in case.options.items():
        sides = [value] if name == "output_shape" and isinstance(value, int) else value
        assert mine[name] == as_list(sides)


def plain(layer):
    """Return a layer's arguments, with lists for tuples, and for a single axis or side."""
    config = {name: as_list(value) for name, value in layer.get_config().items()}
    for name in ("attention_axes", "output_shape"):
        if isinstance(config.get(name), int):
            config[name] = [config[name]]
    return {name: value for name, value in config.items() if name != "dtype"}


def as_list(value):
    return list(value) if isinstance(value, tuple) else value
