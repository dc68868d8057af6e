"""The evaluator against NumPy and against an engine: three ways to the same numbers."""

import numpy as np
import pytest

from xlrnn import lessons
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.questions import choose_questions
from xlrnn.exercises.ask.trials import trials
from xlrnn.exercises.judge.expect import NOTHING, Expectation
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.make.book import exercise_book
from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.evaluate import NoValueError, by_cell, evaluated
from xlrnn.formula.expression import Binary, Call, Number, Text
from xlrnn.formula.functions import concatenate
from xlrnn.formula.sums import dot
from xlrnn.formula.value import CellError
from xlrnn.names import Role
from xlrnn.sheet.book import shown_by


@pytest.mark.parametrize("name", lessons.LESSON_NAMES)
def test_it_calculates_what_numpy_does_in_every_trial(name):
    lesson = lessons.get(name).chosen(defaults(name).options, 3)
    task = choose_questions(lesson, 3)
    book = exercise_book(lesson, task)
    rules = Rules(book)
    places = {block.name: block.located() for block in book.blocks}
    inputs = lesson.inputs()
    tried = trials(book.blocks, inputs)
    assert len(tried) >= 4
    for one in tried:
        values = {block: [[*map(_plain, row)] for row in array.tolist()]
                  for block, array in one.items()}  # fmt: skip
        expectation = Expectation(rules, Reading(values), places)
        truth = lesson.expected({**inputs, **one})
        for asked, cells in task.blanks.items():
            array = shown_by(book[asked], truth)
            got = [expectation.of(book[asked], *cell, NOTHING) for cell in cells]
            np.testing.assert_allclose(got, [array[cell] for cell in cells], rtol=1e-9, atol=1e-14)


def _plain(value):
    return value if isinstance(value, str) else float(value)


def block(values, name="a"):
    array = np.array(values, dtype=object)
    made = Block(name, "h", "forward", array.shape, ("unit", "step"), Role.STATE)
    made.values = array
    return made


def value(expression):
    return evaluated(expression)(by_cell(lambda b, i, t: b.values[i, t]), lambda *_: None)


A = block([[1.0, 2.0, 3.0], [4.0, None, "x"]])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Call("SUM", (A[:, :],)), 10.0),
        (Call("MAX", (A[1, :],)), 4.0),
        (Call("MIN", (A[0, :],)), 1.0),
        (Call("SUMSQ", (A[0, :],)), 14.0),
        (Call("ROUND", (Call("EXP", (Number(1),)), Number(2))), 2.72),
        (Call("ROUND", (Binary("-", Number(0), Binary("/", Number(5), Number(2))),)), -3.0),
        (Call("INDEX", (A[:, :], Number(2), Number(1))), 4.0),
        (Call("INDEX", (A[0, :], Number(2))), 2.0),
        (Call("MATCH", (Number(3), A[0, :], Number(0))), 3.0),
        (Call("COUNTIF", (A[:, :], Text("X"))), 1.0),
        (Call("EXACT", (A[1, 2], Text("X"))), False),
        (Call("IF", (Binary("=", A[1, 2], Text("X")), Number(7), Number(8))), 7.0),
        (Call("SUM", (Call("MMULT", (A[0, :], Call("TRANSPOSE", (A[0, :],)))),)), 14.0),
        (Call("SUMPRODUCT", (A[0, :], A[0, :])), 14.0),
        (Call("SUMPRODUCT", (A[0, :] / A[0, 1], A[0, :] * 2)), 14.0),
        (Call("EXACT", (concatenate(A[1, 2], Number(1), A[1, 1]), Text("x1"))), True),
        (Call("LOWER", (Text("GOOD Day É"),)), "good day é"),
        (Call("SUBSTITUTE", (Text("a.b.c"), Text("."), Text(" "))), "a b c"),
        (Call("SUBSTITUTE", (Text("a"), Text(""), Text("b"))), "a"),
        (Call("TRIM", (Text("  a   b "),)), "a b"),
        (Call("FIND", (Text(" "), Text("ab c"))), 3.0),
        (Call("LEFT", (Text("abc"), Number(2))), "ab"),
        (Call("MID", (Text("abc"), Number(2), Number(9))), "bc"),
        (Call("MID", (Text("abc"), Number(7), Number(9))), ""),
        (Call("LEN", (Number(12),)), 2.0),
        (Call("CHAR", (Number(10),)), "\n"),
        (Call("ISNUMBER", (Call("MATCH", (Number(9), A[0, :], Number(0))),)), False),
        (Call("ISNUMBER", (Call("MATCH", (Number(3), A[0, :], Number(0))),)), True),
        (Call("LN", (Call("EXP", (-A[0, 2],)),)), -3.0),
        (-A[1, 1], 0.0),
        (Call("MIN", (Call("ABS", (-A[0, 1],)), Call("SQRT", (Number(9),)))), 2.0),
        (A[1, 1] + 5, 5.0),
        (Call("SIGN", (0 - A[0, 1],)), -1.0),
        (Call("AND", (Binary("<", Number(1), Number(2)),)), True),
        (dot(A[0, :], block([[1.0], [2.0], [3.0]])[:, 0]), 14.0),
    ],
)
def test_functions(expression, expected):
    assert value(expression) == pytest.approx(expected)


@pytest.mark.parametrize(
    "expression",
    [
        A[1, 2] + 1,
        Binary("/", Number(1), A[1, 1]),
        Call("LN", (Number(0),)),
        Call("MATCH", (Number(9), A[0, :], Number(0))),
        Call("MATCH", (Number(0), A[1, :], Number(0))),  # nothing is no 0
        Call("MATCH", (A[1, 1], block([[0.0]])[:, :], Number(0))),  # and no 0 is nothing
        Call("SUMPRODUCT", (A[0, :], A[:, 0])),
        Call("SUMPRODUCT", (A[0, :], Call("TRANSPOSE", (A[0, :],)))),  # as many, the other way
        Call("MMULT", (A[:, :], A[:, :])),
        Call("TANH", (A[0, :],)),
        A[:, :],
        Call("SUM", (A[0, :] * 2,)),
        -A[1, 2],
        block([[CellError("#REF!")]])[0, 0] + 1,
    ],
)
def test_what_shows_an_error_has_no_value(expression):
    with pytest.raises(NoValueError):
        value(expression)
