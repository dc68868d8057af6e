"""Initializers draw from the distributions of Keras 3: bounds, spread, right angles, arguments."""

import numpy as np
import pytest

from xlrnn.nn import initializers, set_random_seed

SHAPES = [(300, 200), (7, 30, 200)]
DRAWN = [
    ("GlorotUniform", {}),
    ("GlorotNormal", {}),
    ("HeUniform", {}),
    ("HeNormal", {}),
    ("RandomUniform", {}),
    ("RandomUniform", {"minval": 0.5, "maxval": 2.0}),
    ("RandomNormal", {}),
    ("RandomNormal", {"mean": -1.0, "stddev": 0.3}),
    ("TruncatedNormal", {}),
    ("VarianceScaling", {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"}),
    ("VarianceScaling", {"scale": 0.5, "mode": "fan_avg", "distribution": "truncated_normal"}),
    ("Orthogonal", {"gain": 1.5}),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name, options", DRAWN, ids=str)
def test_what_is_drawn_spreads_as_in_keras(keras, name, options, shape):
    drawn = getattr(initializers, name)(**options, seed=3)(shape, "float64")
    theirs = np.asarray(getattr(keras.initializers, name)(**options, seed=3)(shape), float)
    deviation = float(theirs.std())
    assert drawn.std() == pytest.approx(deviation, rel=0.02)
    assert drawn.mean() == pytest.approx(theirs.mean(), abs=0.02 * deviation)
    shares = [0.001, 0.1, 0.3, 0.7, 0.9, 0.999]
    found, expected = np.quantile(drawn, shares), np.quantile(theirs, shares)
    np.testing.assert_allclose(found, expected, rtol=0, atol=0.12 * deviation)


@pytest.mark.parametrize("name", ["glorot_uniform", "he_uniform", "random_uniform"])
def test_uniform_draws_end_where_keras_ends(keras, name):
    drawn, theirs = (
        np.asarray(module.get(name)((200, 300))) for module in (initializers, keras.initializers)
    )
    assert np.abs(drawn).max() == pytest.approx(np.abs(theirs).max(), rel=1e-3)


@pytest.mark.parametrize("shape", [(5, 5), (3, 8), (8, 3)])
def test_orthogonal_rows_or_columns_stand_at_right_angles(shape):
    w = initializers.get("orthogonal")(shape, "float64")
    product = w @ w.T if shape[0] < shape[1] else w.T @ w
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-12)


@pytest.mark.parametrize("name, value", [("zeros", 0), ("ones", 1), ("constant", 0)])
def test_what_is_not_drawn(keras, name, value):
    w = initializers.get(name)((2, 3))
    theirs = getattr(keras.initializers, name.capitalize())()((2, 3))
    np.testing.assert_array_equal(w, np.asarray(theirs))
    assert (w == value).all()
    assert (initializers.Constant(0.25)((2, 3)) == 0.25).all()


@pytest.mark.parametrize("name", ["Dense", "SimpleRNN", "LSTM", "GRU", "Embedding", "Conv1D"])
def test_layers_begin_as_keras_layers_do(keras, name):
    from xlrnn.nn import layers

    arguments = {"Embedding": (50, 40), "Conv1D": (40, 3)}.get(name, (40,))
    made = []
    set_random_seed(11)
    keras.utils.set_random_seed(11)
    for module in (layers, keras.layers):
        layer = getattr(module, name)(*arguments)
        layer.build((None, None) if name == "Embedding" else (None, 6, 30))
        made.append([np.asarray(weight.value) for weight in layer.weights])
    for own, other in zip(*made, strict=True):
        assert own.shape == other.shape
        assert own.std() == pytest.approx(other.std(), rel=0.08)
        assert np.abs(own).max() == pytest.approx(np.abs(other).max(), rel=0.25)


def test_a_seed_gives_the_same_bits_again_and_another_gives_others():
    one, other = initializers.GlorotUniform(seed=1), initializers.GlorotUniform(seed=2)
    assert np.array_equal(one((3, 4)), one((3, 4)))
    assert not np.array_equal(one((3, 4)), other((3, 4)))
    set_random_seed(5)
    first = initializers.get("glorot_uniform")((3, 4))
    second = initializers.get("glorot_uniform")((3, 4))
    assert not np.array_equal(first, second)
    set_random_seed(5)
    assert np.array_equal(first, initializers.get("glorot_uniform")((3, 4)))


@pytest.mark.parametrize("given", ["he_normal", "HeNormal", {"class_name": "he_normal"}])
def test_an_initializer_by_its_name_its_class_or_its_configuration(given):
    assert type(initializers.get(given)) is initializers.HeNormal
    assert initializers.as_config(given) == "he_normal"
