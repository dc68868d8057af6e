"""What follows from what several engines say about a cell."""

from dataclasses import replace

import pytest

from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark.consensus import decided, doubtful, is_opinion, needs_another

RIGHT = CellVerdict("h", 0, 0, "one!A1", State.RIGHT, formula="TANH(A1)")
WRONG = replace(RIGHT, state=State.WRONG, misconception="bias-left-out", words="a bias is left out")
ERROR = replace(RIGHT, state=State.ERROR, shows="#VALUE!", words="an error")
UNKNOWN = replace(ERROR, shows="#NAME?", formula="XLOOKUP(A1)")
EMPTY = replace(RIGHT, state=State.EMPTY, formula="", words="nothing is filled in")


def test_a_refusal_needs_two():
    assert needs_another([WRONG])
    assert not needs_another([WRONG, WRONG])
    assert decided([WRONG, WRONG], ()) == WRONG
    assert decided([WRONG], ()).state is State.UNDECIDED
    assert decided([WRONG], ()).right


def test_one_that_sees_it_as_right_is_enough():
    found = decided([WRONG, RIGHT], ())
    assert found.right
    assert found.differ
    assert not decided([RIGHT], ()).differ
    assert not needs_another([WRONG, RIGHT])


def test_an_engine_that_does_not_know_a_function_has_no_opinion():
    assert not is_opinion(UNKNOWN)
    assert is_opinion(replace(UNKNOWN, formula="XLOKUP(A1)"))  # nobody knows it
    assert needs_another([UNKNOWN, WRONG])
    assert decided([UNKNOWN, WRONG], ()).state is State.UNDECIDED
    assert decided([UNKNOWN, WRONG, WRONG], ()) == WRONG


def test_an_error_that_not_every_program_shows_needs_a_third():
    assert needs_another([ERROR, ERROR])
    assert not needs_another([ERROR, ERROR, ERROR])
    assert not needs_another([replace(ERROR, shows="#DIV/0!")] * 2)
    assert not needs_another([replace(ERROR, inherits=True)] * 2)


def test_who_could_calculate_it_explains_it():
    assert decided([ERROR, WRONG], ()) == WRONG
    assert decided([replace(WRONG, misconception=""), WRONG], ()) == WRONG


def test_a_circle_that_only_one_program_comes_to_explains_best():
    circle = replace(ERROR, shows="#CIRC!", misconception="circular", words="round in a circle")
    assert decided([WRONG, circle], ()) == decided([circle, WRONG], ()) == circle
    behind = replace(circle, misconception="", inherits=True)
    assert decided([behind, WRONG], ()) == WRONG


def test_what_leans_on_what_no_engine_got_is_not_decided():
    assert decided([WRONG, WRONG], {"one!A1"}).state is State.UNDECIDED


@pytest.mark.parametrize("sure", [EMPTY, replace(WRONG, misconception="reaches-out")])
def test_what_is_wrong_whatever_an_engine_says(sure):
    assert not doubtful(sure)
    assert not needs_another([sure])
    assert decided([sure], ()) == sure
