"""What is left out in training: how much, at which steps, with which gradient."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError

ONES = np.ones((200, 6, 5))


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
def test_a_share_is_left_out_and_the_rest_makes_up_for_it(rate):
    y = nn.Dropout(rate, seed=1)(ONES, training=True)
    assert (y == 0).mean() == pytest.approx(rate, abs=0.03)
    np.testing.assert_allclose(y[y != 0], 1 / (1 - rate), rtol=1e-6)


@pytest.mark.parametrize("rate, expected", [(0.0, 1.0), (1.0, 0.0)])
def test_nothing_and_everything(rate, expected):
    assert (nn.Dropout(rate)(ONES, training=True) == expected).all()


def test_at_rest_nothing_is_left_out():
    assert np.array_equal(nn.Dropout(0.5)(ONES), ONES)


def test_the_gradient_passes_where_the_input_did():
    layer = nn.Dropout(0.4, seed=2, dtype="float64")
    y = layer(ONES, training=True)
    np.testing.assert_array_equal(layer.backward(2 * ONES), 2 * y)


def test_every_batch_is_drawn_anew_and_a_seed_draws_the_same():
    one, other = nn.Dropout(0.5, seed=3), nn.Dropout(0.5, seed=3)
    first = one(ONES, training=True)
    assert not np.array_equal(first, one(ONES, training=True))
    assert np.array_equal(first, other(ONES, training=True))


def test_noise_of_a_shape_is_the_same_at_every_step():
    y = nn.Dropout(0.5, noise_shape=(None, 1, None))(ONES, training=True)
    assert (y == y[:, :1]).all()
    assert 0 < (y == 0).mean() < 1
    with pytest.raises(ShapeError, match=r"noise_shape is \(None, 2, None\), and the input has"):
        nn.Dropout(0.5, noise_shape=(None, 2, None))(ONES, training=True)


def test_a_rate_that_is_none():
    with pytest.raises(UsageError, match=r"rate is 1.5: expected a number from 0 to 1"):
        nn.Dropout(1.5)


@pytest.mark.parametrize("kind", [nn.SimpleRNN, nn.LSTM, nn.GRU])
def test_a_recurrent_layer_leaves_out_the_same_inputs_at_every_step(kind):
    layer = kind(4, dropout=0.4, seed=1, return_sequences=True, dtype="float64")
    x = np.random.default_rng(0).normal(size=(3, 6, 5))
    y = layer(x, training=True)
    dropped = layer.dropped
    assert dropped.shape == (3, 1, 5)
    assert 0 < (dropped == 0).sum() < dropped.size
    plain = kind(4, return_sequences=True, dtype="float64", weights=layer.get_weights())
    np.testing.assert_allclose(y, plain(x * dropped), rtol=1e-12)
    probe = np.random.default_rng(1).normal(size=y.shape)
    np.testing.assert_allclose(layer.backward(probe), plain.backward(probe) * dropped, rtol=1e-12)
    for weight, other in zip(layer.weights, plain.weights, strict=True):
        np.testing.assert_allclose(weight.grad, other.grad, rtol=1e-12)
    assert not np.array_equal(layer(x), y)


@pytest.mark.parametrize("both", [False, True])
def test_words_are_left_out_feature_by_feature_too(both):
    nn.set_random_seed(4)
    cell = nn.GRU(4, dropout=0.5)
    model = nn.Sequential([nn.Embedding(9, 5), nn.Bidirectional(cell) if both else cell])
    x = np.array([[1, 1, 2, 3], [4, 1, 1, 8]])
    first, second = model(x, training=True), model(x, training=True)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(model(x), model.predict(x))
