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


RECURRENT = [
    (nn.SimpleRNN, {}),
    (nn.LSTM, {}),
    (nn.GRU, {}),
    (nn.GRU, {"reset_after": False}),
]


@pytest.mark.parametrize("kind, options", RECURRENT)
def test_what_gates_do_not_see_is_in_the_trace_and_its_gradients(kind, options):
    layer = kind(3, recurrent_dropout=0.5, dropout=0.2, seed=1, dtype="float64", **options)
    x = np.random.default_rng(0).normal(size=(2, 4, 5))
    layer(x, training=True)
    trace = layer.trace()
    layer.backward(np.ones((2, 3)))
    assert 0 < (layer.seen == 0).sum() < layer.seen.size
    by_step = layer.gradient_trace()
    for weight, name in zip(layer.weights, ("dW_xh", "dW_hh", "db_h"), strict=True):
        np.testing.assert_allclose(by_step[name].sum(axis=(0, 1)), weight.grad, atol=1e-12)
    shown = "a" if kind is nn.SimpleRNN else "a_candidate"
    state = "h" if kind is nn.SimpleRNN else "candidate"
    np.testing.assert_allclose(np.tanh(trace[shown]), trace[state], atol=1e-12)


@pytest.mark.parametrize("kind, options", RECURRENT)
def test_states_are_left_out_in_training_alone_and_drawn_for_every_batch(kind, options):
    first, second = (kind(4, recurrent_dropout=0.5, seed=2, **options) for _ in range(2))
    x = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
    first.ensure_built((None, 5, 2))
    second.ensure_built((None, 5, 2))
    second.set_weights(first.get_weights())
    plain = kind(4, weights=first.get_weights(), **options)
    np.testing.assert_array_equal(first(x), plain(x))
    drawn = first(x, training=True)
    np.testing.assert_array_equal(drawn, second(x, training=True))
    assert not np.array_equal(drawn, first(x, training=True))
    np.testing.assert_array_equal(first(x), plain(x))
    assert kind.from_config(first.get_config()).recurrent_dropout == 0.5


def test_one_step_from_zero_has_nothing_to_leave_out():
    layer = nn.LSTM(3, recurrent_dropout=0.9, seed=1)
    x = np.ones((2, 1, 4), "float32")
    np.testing.assert_array_equal(layer(x, training=True), layer(x))


def test_tied_units_see_themselves_alone():
    with pytest.raises(UsageError, match=r"recurrent_dropout is 0.1, and with tied each unit"):
        nn.SimpleRNN(2, tied=True, recurrent_dropout=0.1)
