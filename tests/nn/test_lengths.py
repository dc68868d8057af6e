"""Inputs of another length than the first ones, and with a side of 1 more or less."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError
from xlrnn.nn.layers import LSTM, Dense, Embedding

Y = np.ones((4, 1))


@pytest.mark.parametrize(
    "layers",
    [
        [Embedding(9, 3), LSTM(2), Dense(1)],
        [Embedding(9, 3, input_length=5), LSTM(2), Dense(1)],
        [Embedding(9, 3, mask_zero=True), nn.Bidirectional(nn.GRU(2)), Dense(1)],
        [nn.Masking(), LSTM(2), Dense(1)],
        [nn.TimeDistributed(Dense(2)), nn.GlobalMaxPooling1D(), Dense(1)],
        [nn.Conv1D(2, 2), nn.GlobalAveragePooling1D(), Dense(1)],
    ],
    ids=["words", "length", "both", "masking", "each", "windows"],
)
def test_samples_may_have_another_length_where_nobody_has_asked_for_one(layers, tmp_path):
    model, words = nn.Sequential(layers), isinstance(layers[0], Embedding)

    def x(steps):
        return np.ones((4, steps)) if words else np.ones((4, steps, 3))

    model.compile("adam", "mse")
    for steps in (5, 7, 3):
        model.fit(x(steps), Y, verbose=0)
        assert model.predict(x(steps + 1)).shape == (4, 1)
        assert layers[0](x(steps)).shape[0] == 4
    model.save(tmp_path / "m.npz")
    again = nn.load_model(tmp_path / "m.npz")
    assert np.array_equal(again.predict(x(9)), model.predict(x(9)))
    if not words:
        with pytest.raises(ShapeError, match=r"expected \(batch, …, 3\)"):
            model.predict(np.ones((4, 5, 2)))


def test_a_layer_that_depends_on_the_length_keeps_it():
    given = nn.Sequential([Embedding(9, 3, input_length=5), nn.Flatten(), Dense(1)])
    assert given.built
    for model in (given, nn.Sequential([Embedding(9, 3), nn.Flatten(), Dense(1)])):
        assert model.predict(np.ones((4, 5))).shape == (4, 1)
        with pytest.raises(ShapeError, match=r"has shape \(4, 6\), expected \(batch, 5\)"):
            model.predict(np.ones((4, 6)))
    declared = nn.Sequential([nn.Input((5,)), Embedding(9, 3), LSTM(2)])
    with pytest.raises(ShapeError, match=r"expected \(batch, 5\)"):
        declared.predict(np.ones((4, 6)))


def test_a_layer_that_is_added_later_may_depend_on_the_length():
    model = nn.Sequential([LSTM(2, return_sequences=True)])
    model.predict(np.ones((4, 5, 3)))
    model.add(nn.Flatten())
    model.add(Dense(1))
    assert model.predict(np.ones((4, 5, 3))).shape == (4, 1)
    assert model.layers[-1].kernel.shape == (10, 1)


@pytest.mark.parametrize(
    "layers, x",
    [
        ([nn.Input((1,)), Dense(1)], np.ones(4)),
        ([nn.Input((3,)), Dense(1)], np.ones((4, 3, 1))),
        ([nn.Input((3, 1)), LSTM(1)], np.ones((4, 3))),
        ([nn.Input((3, 2)), LSTM(1)], np.ones((4, 3, 2, 1))),
        ([nn.Input((1,)), Embedding(9, 2), nn.Flatten(), Dense(1)], np.ones(4)),
        ([nn.Input((5,)), Embedding(9, 2), LSTM(1)], np.ones((4, 5, 1))),
    ],
)
def test_a_side_of_1_may_be_left_out_or_stand_behind(layers, x):
    model = nn.Sequential(layers)
    model.compile("sgd", "mse")
    full = x.reshape(4, *model.input_shape[1:])
    np.testing.assert_allclose(model.predict(x, batch_size=3), model.predict(full), rtol=1e-6)
    assert model.evaluate(x, Y) == model.evaluate(full, Y)
    model.fit(x, Y, verbose=0)
    assert np.array_equal(model(x), model.predict_on_batch(full))
