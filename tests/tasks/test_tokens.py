"""Cut a text and put it together again; number what there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.errors import UsageError
from xlrnn.tasks.tokens import LETTERS, UNKNOWN, WORDS, Vocabulary


@given(st.text())
def test_letters_come_together_again(text):
    assert LETTERS.join(LETTERS.split(text)) == text


@given(st.text())
def test_words_stay_the_same_words(text):
    words = WORDS.split(text)
    assert WORDS.split(WORDS.join(words)) == words


def test_words():
    text = 'He said: "Don’t!" (twice), naïve Ärger 3.5'
    assert WORDS.split(text) == [
        "he", "said", ":", '"', "don’t", "!", '"', "(", "twice", ")", ",", "naïve", "ärger",
        "3", ".", "5",
    ]  # fmt: skip


def test_the_rarest_are_unknown():
    vocabulary = Vocabulary.of(list("aaabbc"), most=2)
    assert vocabulary.tokens == ("a", "b", UNKNOWN)
    assert vocabulary.numbers(list("abcz"), LETTERS).tolist() == [0, 1, 2, 2]


def test_an_unknown_token_is_named():
    with pytest.raises(UsageError, match=r"the letter 'z' does not occur .* knows 2 letters: a b"):
        Vocabulary.of(list("ab"), most=9).numbers(list("az"), LETTERS)


def test_numbers_are_places():
    vocabulary = Vocabulary.of(list("hello"), most=9)
    numbers = vocabulary.numbers(list("hello"), LETTERS)
    assert [vocabulary.tokens[k] for k in numbers] == list("hello")
    assert numbers.dtype == np.int32
