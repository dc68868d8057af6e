"""Verdicts: right, wrong and why, empty, typed, gone, or at another place."""

import math

import pytest

from tests.exercises.judge.sheets import TRIALS, cell, readings, rules, submission
from xlrnn.exercises.judge.judge import Judge, commonest
from xlrnn.exercises.judge.verdict import State
from xlrnn.formula.value import CellError

FLAT = [[math.tanh(w * x) for x in xs] for xs, w, _ in TRIALS]


def judge(sheet=None, **shown):
    return Judge(sheet or submission(), rules(), readings(**shown))


def test_right_cells_are_right():
    found = judge().verdicts()
    assert [verdict.state for verdict in found] == [State.RIGHT] * 3
    assert [verdict.cell for verdict in found] == [cell("y"), cell("y", 1), cell("s")]
    assert all(verdict.sure for verdict in found)


def test_a_wrong_cell_is_explained():
    sheet = submission(y=["TANH($A$2*A1)", "TANH($A$2*B1)"])
    one = judge(sheet, y=FLAT, s=[[sum(row)] for row in FLAT])
    first, _, total = one.verdicts()
    assert (first.state, total.state) == (State.WRONG, State.RIGHT)
    told = one.explained(first)
    assert told.misconception == "bias-left-out"
    assert told.words == "a bias is left out"
    assert commonest([told, total]) == "bias-left-out"
    assert commonest([total]) == ""


@pytest.mark.parametrize(
    ("shown", "state", "words"),
    [
        (None, State.EMPTY, "nothing is filled in"),
        (0.5, State.TYPED, "a number is typed in"),
        ("word", State.TYPED, "a text is typed in"),
        ("=A1", State.TYPED, "the formula is stored as a text"),
    ],
)
def test_cells_without_formulas(shown, state, words):
    one = judge(submission(y=[None, "TANH($A$2*B1+$A$3)"]), y=[[shown, 0.1]] * 3)
    found = one.verdict("y", (0, 0))
    assert found.state is state
    assert found.words.startswith(words)


def test_the_right_formula_in_another_cell_is_found():
    sheet = submission(s=[None])
    sheet.file.sheets["one"].formulas[5, 2] = "SUM(A4:B4)"
    shown = readings()
    for reading in shown:
        total = reading.values["s"][0][0]
        reading.values["s"], reading.around["one"][4] = [[None]], [None, total]
    found = Judge(sheet, rules(), shown).verdict("s", (0, 0))
    assert found.misconception == "wrong-place"
    assert found.words.endswith("one!B5")


def test_an_error_says_what_it_shows():
    one = judge(submission(s=["1/0"]), s=[[CellError("#DIV/0!")]] * 3)
    found = one.verdict("s", (0, 0))
    assert (found.state, found.shows) == (State.ERROR, "#DIV/0!")
    assert found.words == "the formula shows an error, #DIV/0!"
    assert not found.inherits


def test_a_circle_is_called_so():
    found = judge(submission(s=["A5"]), s=[[CellError("#CIRC!")]] * 3).verdict("s", (0, 0))
    assert found.misconception == "circular"


def test_a_block_that_is_gone_is_missing():
    sheet = submission()
    sheet.places = {name: place for name, place in sheet.places.items() if name != "s"}
    found = Judge(sheet, rules(), readings()).verdict("s", (0, 0))
    assert (found.state, found.cell) == (State.MISSING, "")


def test_settled_verdicts_are_not_given_again():
    before = judge().verdicts()
    again = judge(s=[[9.0]] * 3).verdicts(before)
    assert again == before  # what was right once stands
