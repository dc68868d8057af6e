"""In a batch that is drawn the longest texts come first; which batch has which stays as drawn."""

import numpy as np

from xlrnn import nn
from xlrnn.nn import layers
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.source import CutSamples
from xlrnn.nn.training.words import lengths as by_words

ONE_WAY = True


def test_the_longest_of_a_batch_come_first_and_batches_stay_as_they_are_drawn():
    ids = np.zeros((7, 4), int)
    for row, length in zip(ids, lengths := [1, 4, 2, 3, 4, 0, 1], strict=True):
        row[:length] = 5
    given = Samples(ids, np.arange(7))
    model = nn.Sequential([layers.Embedding(6, 2, mask_zero=True), layers.LSTM(3)])
    model.build((None, 4))
    long = by_words(model, given)
    assert long.tolist() == lengths
    drawn = []
    for known in (None, long):
        nn.utils.set_random_seed(0)
        source = CutSamples(given, 3, shuffle=True, lengths=known)
        drawn.append([batch.y.tolist() for batch in source.round()])
    plain, sorted_by_length = drawn
    assert [sorted(batch) for batch in plain] == [sorted(batch) for batch in sorted_by_length]
    for batch in sorted_by_length:
        own = [lengths[k] for k in batch]
        assert own == sorted(own, reverse=True)
    assert plain != sorted_by_length


def test_without_a_mask_or_without_texts_nothing_is_sorted():
    words = Samples(np.ones((2, 3), int))
    plain = nn.Sequential([layers.Embedding(6, 2), layers.LSTM(3)])
    plain.build((None, 3))
    assert by_words(plain, words) is None
    masked = nn.Sequential([layers.Embedding(6, 2, mask_zero=True), layers.LSTM(3)])
    masked.build((None, 3))
    assert by_words(masked, Samples(np.ones((2, 3, 1)))) is None
    both = Samples((np.array([[1, 1, 0]]), np.array([[2, 0]])))
    assert by_words(masked, both).tolist() == [3]
