"""The verdict of a cell, and the words for it."""

import pytest

from xlrnn.exercises.judge.verdict import WORDS, CellVerdict, State
from xlrnn.exercises.mark.advice import ADVICE
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE


@pytest.mark.parametrize("state", State)
def test_what_cannot_be_decided_costs_no_mark(state):
    one = CellVerdict("h", 0, 0, "one!A1", state)
    assert one.right is (state in (State.RIGHT, State.UNDECIDED))
    assert one.sure is (state is State.RIGHT)
    assert not CellVerdict("h", 0, 0, "one!A1", State.RIGHT, differ=True).sure


def test_words_and_advice_are_of_the_same_names():
    assert WORDS.keys() == ADVICE.keys()
    assert not WORDS.keys() & CATALOGUE.keys()
