"""Order: jumbled words, time series, genomes; none is confirmed where nothing is shuffled."""

import pytest

from xlrnn.reproduce.trained import jumbled, sequences


def in_order(x, rng):
    return x


def test_jumbled_words_make_no_sense_to_a_network(setting):
    found = jumbled.jumbled(setting)["jumbled-words"]
    assert found.confirmed
    assert found.numbers == jumbled.jumbled(setting)["jumbled-words"].numbers


def test_words_that_stand_where_they_stood_do(setting, monkeypatch):
    monkeypatch.setattr(jumbled, "shuffled", in_order)
    assert not jumbled.jumbled(setting)["jumbled-words"].confirmed


@pytest.mark.parametrize("draw", [sequences.time_series, sequences.genomes])
def test_shuffled_sequences_mean_nothing(setting, monkeypatch, draw):
    assert sequences._evidence(setting, "sequences", draw).confirmed
    monkeypatch.setattr(sequences, "shuffled", in_order)
    assert not sequences._evidence(setting, "sequences", draw).confirmed
