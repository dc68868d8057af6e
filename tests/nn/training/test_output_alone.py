"""A prediction of many batches keeps no steps but the last batch's, and says the same."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.compute.keeping import Turns, output_alone

RNG = np.random.default_rng(0)
WORDS = RNG.integers(9, size=(7, 4))
CELLS = {
    "rnn": nn.SimpleRNN,
    "relu": lambda *a, **o: nn.SimpleRNN(*a, activation="relu", **o),
    "tied": lambda *a, **o: nn.SimpleRNN(*a, tied=True, **o),
    "lstm": nn.LSTM,
    "gru": nn.GRU,
    "gru before": lambda *a, **o: nn.GRU(*a, reset_after=False, **o),
    "both ways": lambda *a, **o: nn.Bidirectional(nn.LSTM(*a, **o)),
}


def made(cell, *, mask_zero=False, dtype=None, units=5, **options):
    nn.set_random_seed(1)
    return nn.Sequential([
        nn.Input((4,)), nn.Embedding(9, 3, mask_zero=mask_zero, dtype=dtype),
        CELLS[cell](units, dtype=dtype, **options),
        nn.Dense(4, activation="sigmoid", dtype=dtype), nn.Dense(2, activation="relu", dtype=dtype),
    ])  # fmt: skip


@pytest.mark.parametrize("mask_zero", [False, True])
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_it_predicts_what_it_calculates(cell, every, mask_zero):
    model = made(cell, mask_zero=mask_zero, return_sequences=every)
    one_by_one = np.concatenate([model(WORDS[k : k + 1]) for k in range(len(WORDS))])
    for size in (1, 3, 7):  # each sample alone, a last batch that is smaller, one batch
        found = model.predict(WORDS, batch_size=size)
        np.testing.assert_allclose(found, one_by_one, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("option", ["stateful", "zero_output_for_mask", "go_backwards"])
def test_options_that_look_at_states_are_kept(option):
    model = made("lstm", mask_zero=True, dtype="float64", units=1, **{option: True})
    whole = [model(WORDS[:3]), model(WORDS[3:6])]
    if option == "stateful":
        model.reset_states()
    np.testing.assert_allclose(model.predict(WORDS[:6], batch_size=3), np.concatenate(whole))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru", "gru before"])
def test_what_no_word_begins_is_calculated_likewise(cell):
    x = RNG.normal(size=(5, 6, 2)).astype(np.float32)
    model = nn.Sequential([nn.Input((6, 2)), CELLS[cell](3)])
    np.testing.assert_allclose(model.predict(x, batch_size=2), model(x), rtol=1e-5, atol=1e-6)


def test_the_last_batch_leaves_its_trace_and_may_be_learned_from():
    model = made("lstm")
    model.compile("sgd", "mse")
    model.predict(WORDS, batch_size=3)
    left = model.trace()
    np.testing.assert_array_equal(left["lstm_h"], model.trace(WORDS[-1:])["lstm_h"])
    assert left["lstm_h"].shape == (1, 4, 5)


def test_states_take_turns_only_where_the_output_alone_is_wanted():
    layer = nn.LSTM(3)
    x = RNG.normal(size=(2, 5, 2)).astype(np.float32)
    whole = layer(x)
    assert not isinstance(layer.all_states[1], Turns)
    with output_alone():
        np.testing.assert_allclose(layer(x), whole, rtol=1e-5, atol=1e-6)
        h, c = layer.all_states
    assert (len(h), len(c)) == (6, 6)
    assert (len(h.memory), len(c.memory)) == (2, 2)


def test_who_listens_finds_every_trace():
    model, seen = made("gru"), []

    class Looking(nn.callbacks.Callback):
        def on_predict_batch_end(self, batch, logs=None):  # noqa: ARG002
            seen.append(model.trace()["gru_h"].shape)

    model.predict(WORDS, batch_size=3, callbacks=[Looking()])
    assert seen == [(3, 4, 5), (3, 4, 5), (1, 4, 5)]
