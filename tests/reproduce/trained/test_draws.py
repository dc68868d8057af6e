"""What the networks are given is what they are asked about."""

import numpy as np

from xlrnn.reproduce.trained.draws import NOT_ASKED, WORDS, adding, agreement, copying, shuffled


def test_the_verb_belongs_to_the_subject_and_not_to_the_nouns_between():
    x, verbs = agreement(8)(20, np.random.default_rng(0))
    sentences = [[WORDS[k] for k in row] for row in x.argmax(axis=-1)]
    assert all(words[0] == "the" and words[2] == "who" and len(words) == 10 for words in sentences)
    several = [words[1] in ("men", "women") for words in sentences]
    assert several == verbs.astype(bool).tolist()


def test_the_sum_is_that_of_the_marked_numbers():
    x, y = adding(10)(20, np.random.default_rng(0))
    np.testing.assert_allclose((x[..., 0] * x[..., 1]).sum(axis=1), y[:, 0], rtol=1e-6)
    assert (x[:, :5, 1].sum(axis=1) == 1).all()


def test_the_first_symbol_is_asked_for_at_the_end_alone():
    x, y = copying(3)(20, np.random.default_rng(0))
    assert (y[:, :-1] == NOT_ASKED).all()
    assert (x[:, 0].argmax(axis=-1) == y[:, -1]).all()


def test_shuffled_steps_are_the_same_in_another_order():
    x = np.arange(60).reshape(2, 10, 3)
    found = shuffled(x, np.random.default_rng(0))
    assert (found != x).any()
    assert [sorted(map(tuple, one)) for one in found] == [sorted(map(tuple, one)) for one in x]
