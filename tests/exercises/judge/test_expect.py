"""What a cell should show, believing all that the sheet shows, some of it, or the inputs alone."""

from math import exp, tanh

import pytest

from tests.exercises.judge.sheets import places, readings, rules
from xlrnn import lessons
from xlrnn.exercises.judge.expect import NOTHING, Expectation, Slip
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.formula.value import CellError
from xlrnn.sheet.book import shown_by

WRONG = [[0.5, 0.25], [0.1, 0.2], [0.3, 0.4]]


def expectations(**shown):
    known = rules()
    return known, [Expectation(known, reading, places()) for reading in readings(**shown)]


def test_a_cell_is_judged_on_the_cells_before_it():
    known, (first, *_) = expectations(y=WRONG)
    s = known.blocks["s"]
    assert first.of(s, 0, 0) == 0.75  # of what stands there
    assert first.of(s, 0, 0, NOTHING) == pytest.approx(tanh(0.6) + tanh(1.1))  # of the inputs


def test_single_cells_may_be_believed():
    known, (first, *_) = expectations(y=WRONG)
    believed = frozenset({("y", (0, 1))})
    assert first.of(known.blocks["s"], 0, 0, believed) == pytest.approx(tanh(0.6) + 0.25)


def test_what_is_believed_behind_a_cell_changes_nothing_in_it():
    """Then the true value is taken, which is worked out once for all cells."""
    known, (first, *_) = expectations(y=WRONG)
    assert [known.depth(cell) for cell in (("x", (0, 0)), ("y", (0, 1)), ("s", (0, 0)))] == [
        0,
        0,
        1,
    ]
    for behind in ({("s", (0, 0))}, {("y", (0, 1)), ("s", (0, 0))}):
        kept = [first.of(known.blocks["s"], 0, 0, frozenset(behind)), *first._known]
        assert kept[0] == pytest.approx(tanh(0.6) + (0.25 if len(behind) > 1 else tanh(1.1)))
    assert NOTHING in first._known


def test_what_is_believed_counts_through_all_cells_between():
    lesson = lessons.get("hello-forward").chosen({}, None)
    book, shown = lesson.book(), {**lesson.inputs(), **lesson.expected(lesson.inputs())}
    known = [block for block in book.blocks if {block.name, block.key} & shown.keys()]
    values = {block.name: shown_by(block, shown).tolist() for block in known}
    values["logits"] = [[float(i)] * 4 for i in range(4)]
    where = {block.name: block.located() for block in known}
    expected = Expectation(Rules(book), Reading(values), where)
    believed = frozenset(("logits", (i, 2)) for i in range(4))
    share = exp(3) / sum(map(exp, range(4)))
    assert expected.of(book["p"], 3, 2, believed) == pytest.approx(share)
    assert expected.of(book["p"], 3, 2, NOTHING) != pytest.approx(share)


def test_a_formula_without_a_value_is_an_error():
    known, (first, *_) = expectations(y=[["text", 1.0]] * 3)
    first.reading.values["x"] = [["text", 1.0]]
    assert isinstance(first.of(known.blocks["y"], 0, 0), CellError)


def test_a_slip_inside_a_formula_that_looks_through_a_block():
    known, (first, *_) = expectations()
    s = known.blocks["s"]
    slipped = first.through(s, (0, 0), NOTHING, Slip("y", "bias-left-out", 0))
    assert slipped == pytest.approx(tanh(0.5) + tanh(1.0))
    assert first.of(s, 0, 0, NOTHING) == pytest.approx(tanh(0.6) + tanh(1.1))  # and is forgotten


def test_how_many_cells_are_looked_through():
    known, (first, *_) = expectations()
    assert first.steps(known.blocks["s"], (0, 0), NOTHING) == 2
    assert first.steps(known.blocks["s"], (0, 0), frozenset({"y"})) == 0
    none = frozenset({"none of them"})
    assert first.steps(known.blocks["s"], (0, 0), none) == 2
    assert first.steps(known.blocks["s"], (0, 0), none, most=0) == 1  # it stops counting


ALIKE, ELSE = 0.05882403750131708, 0.05882403750131703  # as LibreOffice and IronCalc see them


def predicted(p, shown, believed=None):
    """What `predicted` should show in its first step, if its shares are these."""
    lesson = lessons.get("hello-forward").chosen({}, None)
    book = lesson.book()
    values = {"vocabulary": shown_by(book["vocabulary"], lesson.inputs()).tolist()}
    values["p"], values["predicted"] = [[one] * 4 for one in p], [[shown] * 4]
    where = {name: book[name].located() for name in values}
    return Expectation(Rules(book), Reading(values), where).of(book["predicted"], 0, 0, believed)


def test_of_numbers_that_programs_take_for_equal_the_first_may_be_found():
    assert predicted([ELSE, 0.01, ALIKE, 0.02], shown="l") == "l"
    assert predicted([ELSE, 0.01, ALIKE, 0.02], shown="h") == "h"
    assert predicted([ELSE, 0.01, ALIKE, 0.02], shown="h", believed=frozenset({"p"})) == "h"


def test_what_programs_tell_apart_is_no_such_choice():
    for other in ("e", "o", "", None, 0.0, CellError("#N/A")):
        assert predicted([ELSE, 0.01, ALIKE, 0.02], shown=other) == "l"
    assert predicted([ALIKE * (1 - 1e-11), 0.01, ALIKE, 0.02], shown="h") == "l"
