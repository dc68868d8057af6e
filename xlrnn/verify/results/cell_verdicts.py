"""The judge: a verdict for every cell of a block.

It judges over the cells that are expected, not over those that are found, so that nothing
becomes right by being absent.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.value import CellError, Value
from xlrnn.shapes import Float, UInt8
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.verdict import Verdict
from xlrnn.xlsx.planting.calculation_copy import PLANT

# What stands in a cell that should hold a formula.
AS_WRITTEN, REWRITTEN, NO_FORMULA, BORROWS = 0, 1, 2, 3

Values = Sequence[Sequence[Value]]
Codes = UInt8[np.ndarray, "rows columns"]
Array = NDArray[Any]


def judge(expected: Array, actual: Values, formulas: Codes, tolerance: Tolerance) -> Codes:
    """Return the verdict of each cell.

    Args:
        expected: what NumPy calculates, numbers or texts (dtype object).
        actual: what the engine shows.
        formulas: `AS_WRITTEN`, `REWRITTEN`, `NO_FORMULA` or `BORROWS` for each cell.
        tolerance: how far numbers may be apart.
    """
    if expected.dtype != object and all(set(map(type, row)) == {float} for row in actual):
        return _judge_numbers(expected, np.array(actual), formulas, tolerance)
    # All numbers at once, whatever stands between them: a column has one scale.
    codes = _judge_numbers(_numbers(expected), _numbers(actual), formulas, tolerance)
    for index in np.ndindex(*expected.shape):
        should, value = expected[index], actual[index[0]][index[1]]
        if isinstance(should, str) or not isinstance(value, float):
            codes[index] = _judge_other(should, value, int(formulas[index]))
    return codes


def _numbers(values: Array | Values) -> Float[np.ndarray, "rows columns"]:
    """Return the numbers of a block, NaN where something else stands."""
    rows = values.tolist() if isinstance(values, np.ndarray) else values
    return np.array(
        [
            [math.nan if not isinstance(v, int | float) or isinstance(v, bool) else v for v in row]
            for row in rows
        ],
        dtype=float,
    )


def _judge_numbers(
    expected: Float[np.ndarray, "rows columns"],
    actual: Float[np.ndarray, "rows columns"],
    formulas: Codes,
    tolerance: Tolerance,
) -> Codes:
    """Judge a block of numbers at once; the order of the lines is the order of precedence."""
    right = tolerance.holds(expected, actual)
    return np.select(
        [
            formulas == NO_FORMULA,
            ~np.isfinite(expected) | ((actual == PLANT) & ~right),
            ~right,
            formulas == BORROWS,
            formulas == REWRITTEN,
        ],
        [
            Verdict.CONSTANT,
            Verdict.UNVERIFIED,
            Verdict.MISMATCHED,
            Verdict.BORROWED,
            Verdict.NOTED,
        ],
        Verdict.MATCHED,
    ).astype(np.uint8)


def _judge_other(expected: Any, actual: Value, formula: int) -> Verdict:
    """Judge a cell that is no number where one belongs, or where a text does."""
    text_expected = isinstance(expected, str)
    if actual is None and expected == "" and formula != NO_FORMULA:
        actual = ""  # no program stores an empty text as a constant
    if actual is None:
        return Verdict.MISSING
    if isinstance(actual, CellError):
        return _judge_error(expected)
    # A letter that looks like a number comes back as one from some programs.
    if isinstance(actual, float) and actual != PLANT and expected == f"{actual:.15g}":
        actual = expected
    if not text_expected or not isinstance(actual, str):
        return Verdict.UNVERIFIED if actual == PLANT else Verdict.WRONG_TYPE
    if formula == NO_FORMULA:
        return Verdict.CONSTANT
    if actual not in (expected, *getattr(expected, "others", ())):
        return Verdict.MISMATCHED
    return _RIGHT.get(formula, Verdict.MATCHED)


_RIGHT = {REWRITTEN: Verdict.NOTED, BORROWS: Verdict.BORROWED}


def _judge_error(expected: Any) -> Verdict:
    """An error value is wrong, unless NumPy has no finite number either."""
    number = not isinstance(expected, str)
    return Verdict.UNVERIFIED if number and not np.isfinite(expected) else Verdict.ERROR
