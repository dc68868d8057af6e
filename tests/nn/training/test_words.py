"""Predicting many batches of words: each distinct word is looked up and multiplied once."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import InputError
from xlrnn.nn.compute.projection import Projection
from xlrnn.nn.layers import embedding

WORDS = np.random.default_rng(0).integers(9, size=(11, 4))
STACKS = {
    "lstm": lambda: [nn.LSTM(5)],
    "backwards": lambda: [nn.GRU(5, go_backwards=True)],
    "both ways": lambda: [nn.Bidirectional(nn.SimpleRNN(5, return_sequences=True)), nn.LSTM(2)],
    "no recurrent layer": lambda: [nn.Dropout(0.5), nn.Conv1D(5, 2), nn.GlobalMaxPooling1D()],
}


def made(stack, **options):
    nn.set_random_seed(1)
    layers = [nn.Embedding(9, 3, **options), *STACKS[stack](), nn.Dense(2)]
    model = nn.Sequential([nn.Input((4,)), *layers])
    model.compile("adam", "mse")
    return model


@pytest.mark.parametrize("mask_zero", [False, True])
@pytest.mark.parametrize("stack", STACKS)
def test_batches_of_words_are_predicted_like_one(stack, mask_zero):
    model = made(stack, mask_zero=mask_zero)
    whole = model(WORDS)
    np.testing.assert_allclose(model.predict(WORDS, batch_size=3), whole, rtol=1e-5, atol=1e-6)
    loss = model.evaluate(WORDS, whole, batch_size=3)
    assert loss == pytest.approx(0, abs=1e-10)


@pytest.mark.parametrize(("kept", "products"), [(9, 1), (8, 4)])
def test_the_words_of_all_batches_are_multiplied_once_unless_they_are_many(
    monkeypatch, kept, products
):
    model, rows, multiply = made("lstm"), [], Projection._product

    def noting(self, table, b, out):
        rows.append(len(table))
        return multiply(self, table, b, out)

    monkeypatch.setattr(embedding, "KEPT", kept)
    monkeypatch.setattr(Projection, "_product", noting)
    model.predict(WORDS, batch_size=3)
    assert len(rows) == products
    assert products > 1 or rows == [len(np.unique(WORDS))]


def test_a_prediction_after_a_step_of_training_has_the_new_weights():
    model = made("lstm")
    before = model.predict(WORDS, batch_size=3)
    model.fit(WORDS, before + 1, batch_size=3, verbose=0)
    after = model.predict(WORDS, batch_size=3)
    assert np.abs(after - before).max() > 1e-4
    np.testing.assert_allclose(after, model(WORDS), rtol=1e-5, atol=1e-6)


def test_a_word_outside_the_table_is_refused():
    with pytest.raises(InputError, match="number 9 at"):
        made("lstm").predict(WORDS + 1, batch_size=3)
