"""Which misconception explains what a cell shows, and when none does."""

import math

import pytest

from tests.exercises.judge.sheets import (
    TRIALS,
    places,
    readings,
    rules,
    small_book,
    submission,
)
from xlrnn.exercises.judge.expect import Expectation
from xlrnn.exercises.judge.explain import Explainer, Seen
from xlrnn.exercises.judge.rules import Rules
from xlrnn.formula.functions import greater, where
from xlrnn.formula.value import CellError

CASES = {
    "bias-left-out": ("TANH($A$2*A1)", lambda x, w, b: math.tanh(w * x[0])),
    "activation-left-out": ("$A$2*A1+$A$3", lambda x, w, b: w * x[0] + b),
    "wrong-time-step": ("TANH($A$2*B1+$A$3)", lambda x, w, b: math.tanh(w * x[1] + b)),
    "another-function": (
        "1/(1+EXP(-($A$2*A1+$A$3)))",
        lambda x, w, b: 1 / (1 + math.exp(-(w * x[0] + b))),
    ),
    "sign-turned": ("TANH($A$2*A1-$A$3)", lambda x, w, b: math.tanh(w * x[0] - b)),
    "rounded": ("ROUND(TANH($A$2*A1+$A$3),2)", lambda x, w, b: round(math.tanh(w * x[0] + b), 2)),
    "": ("TANH($A$2*A1+$A$3)^3/7", lambda x, w, b: math.tanh(w * x[0] + b) ** 3 / 7),
}


def explained(formula, values):
    sheet, known = submission(y=[formula, None]), rules()
    shown = [[value, 0.0] for value in values]
    expected = [Expectation(known, reading, places()) for reading in readings(y=shown)]
    seen = Seen(
        values, sheet.reads("y", (0, 0)), sheet.precedents.written("one", formula),
    )  # fmt: skip
    return Explainer(known, expected, places()).explain(known.blocks["y"], (0, 0), seen)


@pytest.mark.parametrize("name", CASES)
def test_what_explains_a_cell(name):
    formula, calculate = CASES[name]
    assert explained(formula, [calculate(*trial) for trial in TRIALS]) == name


def test_a_number_for_the_first_inputs_alone():
    x, w, b = TRIALS[0]
    right = math.tanh(w * x[0] + b)
    assert explained(f"{right!r}", [right] * 3) == "given-numbers-typed"


def one_case_always(*cells):
    """Explain cells of c = 0 if x > 1 else x that all hold =0."""
    book = small_book()
    x, y = book["x"], book["y"]
    y.rule = lambda _, t: where(greater(x[0, t], 1), 0, x[0, t])
    known, sheet = Rules(book), submission(y=["0", "0"])
    expected = [Expectation(known, one, places()) for one in readings(y=[[0.0, 0.0]] * 3)]
    explainer = Explainer(known, expected, places())
    seen = Seen([0.0] * 3, frozenset(), sheet.precedents.written("one", "0"))
    return [explainer.explain(y, (0, t), seen) for t in cells]


def test_one_case_that_is_right_by_chance_is_called_as_the_cells_before_it():
    """With the given inputs the second cell is right; alone it could be a given number."""
    assert one_case_always(0, 1) == ["cases-not-told-apart"] * 2
    assert one_case_always(1) == ["given-numbers-typed"]


def test_a_formula_that_does_not_look_so_is_not_said_to_be_so():
    """By its results a bias is left out; but it reads no weight."""
    values = [CASES["bias-left-out"][1](*trial) for trial in TRIALS]
    assert explained("TANH(A1*A3)", values) != "bias-left-out"


def with_an_error(*after):
    """Explain y = w/(x_t − 2) whose formula reads the step after: x is 2 there at first."""
    book = small_book()
    x, w, y = book["x"], book["w"], book["y"]
    y.rule = lambda _, t: w[0, 0] / (x[0, t] - 2)
    known, formula = Rules(book), "$A$2/(B1-2)"
    sheet, values = submission(y=[formula, None]), [CellError("#DIV/0!"), *after]
    shown = [[value, 0.0] for value in values]
    expected = [Expectation(known, one, places()) for one in readings(y=shown)]
    seen = Seen(values, sheet.reads("y", (0, 0)), sheet.precedents.written("one", formula))
    return Explainer(known, expected, places()).explain(y, (0, 0), seen)


def test_an_error_is_predicted_by_an_error_where_numbers_tell_the_rest():
    numbers = [w / (x[1] - 2) for x, w, _ in TRIALS[1:]]
    assert with_an_error(*numbers) == "wrong-time-step"
    assert with_an_error(numbers[0], 0.25) == ""
    assert with_an_error(*[CellError("#DIV/0!")] * 2) == ""
