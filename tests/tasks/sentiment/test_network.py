"""The article's model is the article's, and the others are what their names say."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.tasks.sentiment.network import network
from xlrnn.tasks.sentiment.settings import SentimentSettings, usual

MATRIX = np.random.default_rng(0).normal(size=(9, 4))


def kinds(model):
    return [type(layer).__name__ for layer in model.layers]


def test_as_printed_is_the_listing():
    model = network(usual("as-printed", {}), 9, 2, None)
    assert model.input_shape == (None, 15, 1)
    assert [(type(x).__name__, x.get_config()["units"], x.get_config()["activation"])
            for x in model.layers] == [
        ("SimpleRNN", 100, "relu"), ("Dense", 1000, "sigmoid"), ("Dense", 500, "relu"),
        ("Dense", 2, "softmax"),
    ]  # fmt: skip
    compiled = model.get_compile_config()
    assert compiled["loss"]["class_name"] == "CategoricalCrossentropy"
    assert compiled["optimizer"]["class_name"] == "Adam"
    assert compiled["optimizer"]["config"]["learning_rate"] == pytest.approx(0.001)
    assert not compiled["optimizer"]["config"].get("global_clipnorm")


def test_the_article_settings():
    settings = usual("as-printed", {})
    assert (settings.epochs, settings.batch_size, settings.seed) == (10, 120, 42)
    assert (settings.max_length, settings.vocabulary_size, settings.test_split) == (15, 16_000, 0.3)
    assert (settings.share, settings.clean, settings.patience) == (None, "none", 0)


def test_as_intended_differs_by_the_embedding_alone():
    printed, intended = (network(usual(f"as-{name}", {}), 9, 2, MATRIX)
                         for name in ("printed", "intended"))  # fmt: skip
    assert kinds(intended) == ["Embedding", *kinds(printed)]
    np.testing.assert_allclose(intended.layers[0].get_weights()[0], MATRIX, rtol=1e-6)
    assert not intended.layers[0].trainable
    for one, other in zip(printed.layers, intended.layers[1:], strict=True):
        ours, theirs = one.get_config(), other.get_config()
        for config in (ours, theirs):
            config.pop("batch_input_shape", None)
        assert ours == theirs


@pytest.mark.parametrize(
    "name, reader",
    [("rnn", "SimpleRNN"), ("lstm", "LSTM"), ("gru", "GRU"), ("bidirectional", "Bidirectional"),
     ("conv", "Conv1D")],
)  # fmt: skip
def test_the_others(name, reader):
    model = network(SentimentSettings(model=name, units=7, dense=(5,)), 9, 3, MATRIX)
    assert reader in kinds(model)
    assert model.output_shape == (None, 3)
    assert model.layers[0].trainable
    assert model.layers[0].mask_zero == (name != "conv")
    p = model.predict(np.array([[1, 2, 3] + [0] * 12]))
    assert p.sum() == pytest.approx(1)


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru", "bidirectional"])
def test_padding_changes_nothing(name):
    settings = SentimentSettings(model=name, units=5)
    model = network(settings, 9, 2, MATRIX)
    short = nn.Sequential.from_config(model.get_config() | {"input_shape": (None, 3)})
    short.set_weights(model.get_weights())
    x = np.array([[4, 2, 7]])
    padded = np.pad(x, ((0, 0), (0, 12)))
    np.testing.assert_allclose(model.predict(padded), short.predict(x), rtol=1e-5)


def test_the_seed_makes_the_weights():
    one, same, other = (network(SentimentSettings(seed=seed), 9, 2, None) for seed in (1, 1, 2))
    assert all(map(np.array_equal, one.get_weights(), same.get_weights()))
    assert not np.array_equal(one.get_weights()[0], other.get_weights()[0])


def test_frozen_vectors_stay():
    model = network(SentimentSettings(frozen=True, vectors="a file", units=4), 9, 2, MATRIX)
    x, y = np.array([[1, 2, 3] + [0] * 12] * 4), nn.to_categorical([0, 1, 1, 0])
    model.fit(x, y, verbose=0)
    np.testing.assert_allclose(model.layers[0].get_weights()[0], MATRIX, rtol=1e-6)
