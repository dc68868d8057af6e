"""Layers of several inputs in models and files: weights, descriptions and masks, both ways."""

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


READ = {
    "concatenate": lambda of, a, _: of.Concatenate()([a, of.Dense(3)(a)]),
    "steps": lambda of, a, b: of.Concatenate(axis=1)([a, b]),
    "steps without mask": lambda of, a, b: of.Concatenate(axis=1)([of.Dense(4)(a), b]),
    "product": lambda of, a, _: of.Multiply()([a, of.Maximum()([a, of.Masking()(a)])]),
    "average": lambda of, a, _: of.Average()([a, of.Subtract()([a, of.LSTM(
        4, return_sequences=True)(a)])]),
    "dot": lambda of, a, b: of.Dot(2, normalize=True)([b, a]),
    "attention": lambda of, a, b: of.Attention()([a, b]),
    "attention itself": lambda of, a, b: of.Concatenate()(list(
        of.Attention()([a, b], return_attention_scores=True))),
    "additive": lambda of, a, b: of.AdditiveAttention()([a, b, b]),
    "heads": lambda of, a, b: of.MultiHeadAttention(2, 3)(a, b),
    "heads of a key": lambda of, a, b: of.MultiHeadAttention(2, 3)(a, key=b, value=b),
    "heads ahead": lambda of, a, _: of.MultiHeadAttention(2, 3)(a, a, use_causal_mask=True),
}  # fmt: skip


def reading(of, name):
    """A model of words, whose masks go through a layer of several inputs to an LSTM."""
    layers = of.layers
    query, value = layers.Input((4,)), layers.Input((6,))
    embed = layers.Embedding(9, 4, mask_zero=True)
    found = READ[name](layers, embed(query), embed(value))
    return of.Model([query, value], layers.Dense(1)(layers.LSTM(3)(found)))


@pytest.mark.parametrize("name", READ)
def test_masks_go_through_models_and_files(keras, name, tmp_path):
    """Prediction, three steps of training, and the files of both, which say no masks."""
    rng = np.random.default_rng(1)
    x = [rng.integers(0, 3, (5, 4)), rng.integers(0, 3, (5, 6))]
    x[0][:, 0] = x[1][:, 0] = 1  # no sample without a word
    y = rng.normal(size=(5, 1))
    theirs, ours = reading(keras, name), reading(nn, name)
    theirs.set_weights([rng.normal(size=w.shape) * 0.7 for w in theirs.get_weights()])
    ours.set_weights([np.asarray(w) for w in theirs.get_weights()])
    for model in (theirs, ours):
        model.compile("sgd", "mse")
    losses = [
        model.fit(x, y, batch_size=5, epochs=3, shuffle=False, verbose=0).history["loss"]
        for model in (theirs, ours)
    ]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-5)
    theirs.save(tmp_path / "theirs.keras")
    ours.save(tmp_path / "ours.keras")
    expected = np.asarray(theirs.predict(x, verbose=0))
    assert np.ptp(expected) > 1e-3
    for read in (
        ours,
        nn.load_model(tmp_path / "theirs.keras"),
        nn.load_model(tmp_path / "ours.keras"),
        keras.models.load_model(tmp_path / "ours.keras"),
    ):
        found = np.asarray(read.predict(x, verbose=0))
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


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
