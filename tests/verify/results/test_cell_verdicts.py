"""A verdict for every cell: each one of the table, and which goes before which."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.formula.value import CellError
from xlrnn.nn.layers.softmax import Tied
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN, NO_FORMULA, REWRITTEN, judge
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.verdict import WRONG, Outcome, Verdict, worst
from xlrnn.xlsx.planting.calculation_copy import PLANT

V = Verdict
TOLERANCE = Tolerance(1e-9, 1e-12)


def verdict(expected, actual, formula=AS_WRITTEN):
    """Judge one cell, alone and beside a text, which is another way through the code."""
    text = isinstance(expected, str)
    alone = np.empty((1, 1), dtype=object if text else float)
    alone[0, 0] = expected
    states = np.array([[formula]], dtype=np.uint8)
    (found,) = judge(alone, [[actual]], states, TOLERANCE)[0]
    mixed = np.empty((1, 2), dtype=object if text else float)
    mixed[0] = [expected, "x" if text else 1.0]
    states = np.array([[formula, AS_WRITTEN]], dtype=np.uint8)
    beside, other = judge(mixed, [[actual, "x" if text else True]], states, TOLERANCE)[0]
    assert found == beside
    assert other == (V.MATCHED if text else V.WRONG_TYPE)
    return V(int(found))


@pytest.mark.parametrize(
    "expected, actual, formula, said",
    [
        # Value within tolerance, formula as written.
        (0.5, 0.5, AS_WRITTEN, V.MATCHED),
        (0.5, 0.5 + 4e-10, AS_WRITTEN, V.MATCHED),
        (0.0, 9e-13, AS_WRITTEN, V.MATCHED),
        ("h", "h", AS_WRITTEN, V.MATCHED),
        # Formula changed to an equivalent one.
        (0.5, 0.5, REWRITTEN, V.NOTED),
        ("h", "h", REWRITTEN, V.NOTED),
        # A value typed where a formula belongs, right or not.
        (0.5, 0.5, NO_FORMULA, V.CONSTANT),
        (0.5, 0.7, NO_FORMULA, V.CONSTANT),
        ("h", "h", NO_FORMULA, V.CONSTANT),
        ("h", "e", NO_FORMULA, V.CONSTANT),
        # Value outside the tolerance.
        (0.5, 0.5 + 6e-10, AS_WRITTEN, V.MISMATCHED),
        (0.5, -0.5, AS_WRITTEN, V.MISMATCHED),
        (0.0, 2e-12, AS_WRITTEN, V.MISMATCHED),
        (0.5, 0.7, REWRITTEN, V.MISMATCHED),
        (0.5, math.nan, AS_WRITTEN, V.MISMATCHED),
        (0.5, math.inf, AS_WRITTEN, V.MISMATCHED),
        ("h", "H", AS_WRITTEN, V.MISMATCHED),
        ("h", "", AS_WRITTEN, V.MISMATCHED),
        # An error value.
        (0.5, CellError("#DIV/0!"), AS_WRITTEN, V.ERROR),
        (0.5, CellError("#N/A"), REWRITTEN, V.ERROR),
        (0.5, CellError("#N/A"), NO_FORMULA, V.ERROR),
        ("h", CellError("#N/A"), AS_WRITTEN, V.ERROR),
        # Text or nothing where a number belongs, and the other way round.
        (0.5, "0.5", AS_WRITTEN, V.WRONG_TYPE),
        (0.5, "", AS_WRITTEN, V.WRONG_TYPE),
        (1.0, True, AS_WRITTEN, V.WRONG_TYPE),
        (0.5, "text", NO_FORMULA, V.WRONG_TYPE),
        ("h", 1.0, AS_WRITTEN, V.WRONG_TYPE),
        ("h", False, AS_WRITTEN, V.WRONG_TYPE),
        (0.5, None, AS_WRITTEN, V.MISSING),
        (0.5, None, NO_FORMULA, V.MISSING),
        ("h", None, AS_WRITTEN, V.MISSING),
        # Nothing can be said.
        (math.nan, 0.5, AS_WRITTEN, V.UNVERIFIED),
        (math.inf, 1e308, REWRITTEN, V.UNVERIFIED),
        (-math.inf, CellError("#NUM!"), AS_WRITTEN, V.UNVERIFIED),
        (math.nan, CellError("#NUM!"), REWRITTEN, V.UNVERIFIED),
        (0.5, PLANT, AS_WRITTEN, V.UNVERIFIED),
        (0.5, PLANT, REWRITTEN, V.UNVERIFIED),
        ("h", PLANT, AS_WRITTEN, V.UNVERIFIED),
        # What is planted and right by chance is right; what is typed there is typed.
        (PLANT, PLANT, AS_WRITTEN, V.MATCHED),
        (0.5, PLANT, NO_FORMULA, V.CONSTANT),
        (math.nan, 0.5, NO_FORMULA, V.CONSTANT),
        (math.nan, None, AS_WRITTEN, V.MISSING),
        (math.nan, "text", AS_WRITTEN, V.WRONG_TYPE),
    ],
)
def test_verdicts(expected, actual, formula, said):
    assert verdict(expected, actual, formula) is said


@pytest.mark.parametrize("letter, number", [("1", 1.0), ("0", 0.0), ("7", 7.0)])
def test_a_letter_that_came_back_as_a_number(letter, number):
    assert verdict(letter, number) is V.MATCHED
    assert verdict(letter, number + 1) is V.WRONG_TYPE
    assert verdict(letter, number, NO_FORMULA) is V.CONSTANT


def test_letters_that_are_tied():
    tied = Tied("b", ["c", "d"])
    assert [verdict(tied, letter) for letter in "abcd"] == [V.MISMATCHED] + [V.MATCHED] * 3
    assert verdict(tied, "c", REWRITTEN) is V.NOTED
    assert verdict(tied, "c", NO_FORMULA) is V.CONSTANT
    assert verdict("b", "c") is V.MISMATCHED


def test_each_cell_is_judged_by_itself():
    expected = np.array([[1.0, 2.0, 3.0], [4.0, np.nan, 6.0]])
    actual = [[1.0, 2.5, 3.0], [4.0, 5.0, PLANT]]
    states = np.array([[0, 0, 2], [1, 0, 0]], dtype=np.uint8)
    assert judge(expected, actual, states, TOLERANCE).tolist() == [
        [V.MATCHED, V.MISMATCHED, V.CONSTANT],
        [V.NOTED, V.UNVERIFIED, V.UNVERIFIED],
    ]


NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, PLANT, 1.0 + 1e-10, math.nan, math.inf, -math.inf]), st.floats()
)


@given(NUMBERS, NUMBERS, st.sampled_from([AS_WRITTEN, REWRITTEN, NO_FORMULA]))
def test_a_block_at_once_says_what_each_cell_would(expected, actual, formula):
    states = np.array([[formula]], dtype=np.uint8)
    with np.errstate(invalid="ignore"):
        (at_once,) = judge(np.array([[expected]]), [[actual]], states, TOLERANCE)[0]
        states = np.array([[formula, AS_WRITTEN]], dtype=np.uint8)
        mixed = judge(np.array([[expected, 1.0]]), [[actual, None]], states, TOLERANCE)[0]
    assert mixed.tolist() == [at_once, V.MISSING]


BY_COLUMN = Tolerance(1e-9, 0.0, by_column=True)


@pytest.mark.parametrize("other", [0.25, CellError("#N/A"), "text", "", None, True, math.nan])
@pytest.mark.parametrize("away, said", [(1e-10, V.MATCHED), (2e-9, V.MISMATCHED)])
def test_what_stands_beside_a_number_does_not_change_its_verdict(other, away, said):
    """A number that cancelled out is measured by the largest of its column, whatever is beside."""
    expected = np.array([[1.0, 5.0], [1e-6, 5.0], [0.25, 5.0]])
    actual = [[1.0, 5.0], [1e-6 + away, 5.0], [other, 5.0]]
    found = judge(expected, actual, np.zeros((3, 2), np.uint8), BY_COLUMN)
    assert found[:2].tolist() == [[V.MATCHED, V.MATCHED], [said, V.MATCHED]]


@pytest.mark.parametrize("other", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("shown", [0.25, CellError("#NUM!"), None])
def test_a_number_that_numpy_has_not_does_not_change_another_verdict(other, shown):
    expected = np.array([[1.0], [1e-6], [other]])
    actual = [[1.0], [1e-6 + 2e-9], [shown]]
    found = judge(expected, actual, np.zeros((3, 1), np.uint8), BY_COLUMN)
    assert found[:2].tolist() == [[V.MATCHED], [V.MISMATCHED]]


def test_an_error_takes_no_scale_from_its_own_column():
    """The largest number of the column is expected there, and shows an error: it counts, too."""
    expected = np.array([[1.0], [1e-6]])
    actual = [[CellError("#N/A")], [1e-6 + 1e-10]]
    found = judge(expected, actual, np.zeros((2, 1), np.uint8), BY_COLUMN)
    assert found.tolist() == [[V.ERROR], [V.MATCHED]]


@given(NUMBERS, NUMBERS)
def test_only_a_number_within_the_tolerance_is_matched(expected, actual):
    close = (
        math.isfinite(expected)
        and math.isfinite(actual)
        and (abs(actual - expected) <= 1e-12 or abs(actual - expected) <= 1e-9 * abs(expected))
    )
    assert (verdict(expected, actual) is V.MATCHED) == close


def test_what_is_wrong_and_what_is_not():
    assert {V.MATCHED, V.NOTED, V.UNVERIFIED} == set(V) - WRONG
    assert [v.label for v in (V.MATCHED, V.WRONG_TYPE)] == ["matched", "wrong_type"]


def test_the_worst_outcome():
    agree, unknown, differ = Outcome.AGREE, Outcome.UNKNOWN, Outcome.DIFFER
    assert worst([agree, agree]) is agree
    assert worst([agree, unknown, agree]) is unknown
    assert worst([unknown, differ, agree]) is worst([differ, unknown]) is differ
    assert worst([]) is unknown
    assert [o.exit_code for o in (agree, unknown, differ)] == [0, 3, 1]
