"""What a student may do about a cell."""

from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark.advice import ADVICE, COMPARE_WITH_PAGE, advice


def verdict(state, misconception="", **others):
    return CellVerdict("h", 0, 0, "one!A1", state, misconception, **others)


def test_a_misconception_asks_to_compare_with_the_equation():
    one = verdict(State.WRONG, "bias-left-out")
    assert advice(one, "W · x + b").endswith("with W · x + b")
    assert advice(one) == COMPARE_WITH_PAGE


def test_states_have_advice_of_their_own():
    assert advice(verdict(State.EMPTY)) == ADVICE["empty"]
    assert advice(verdict(State.UNDECIDED)) == ADVICE["not-decided"]
    assert advice(verdict(State.WRONG, "rounded")) == ADVICE["rounded"]


def test_where_engines_differ_there_is_nothing_to_do():
    assert advice(verdict(State.RIGHT, differ=True)) == ADVICE["differ"]
