"""What operators and functions of a spreadsheet make of values.

An empty cell is nothing, so 0; a text among numbers is an error; what else is met has no value.
"""

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from xlrnn.formula.evaluating.text_functions import TEXT_FUNCTIONS
from xlrnn.formula.value import as_text

Scalar: TypeAlias = float | str | bool | None


class NoValueError(Exception):
    """A formula that shows an error, or one that is not understood here."""


def number(value: Any) -> float:
    """Return a value as arithmetic takes it."""
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool | float | int):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise NoValueError(f"the text {value[:20]!r} among numbers") from None
    raise NoValueError("a range among numbers")


def true(value: Any) -> bool:
    """Tell whether a condition holds."""
    return bool(number(value))


def calculate(sign: str, left: Any, right: Any) -> Scalar:
    """Return what an operator makes of two values.

    Raises:
        NoValueError: if that is an error.
    """
    if isinstance(left, list) or isinstance(right, list):
        raise NoValueError("a range where one value belongs")
    arithmetic = ARITHMETIC.get(sign)
    if arithmetic is None:
        if sign == "&":
            return f"{as_text(left)}{as_text(right)}"
        return _compare(sign, left, right)
    try:
        result = arithmetic(number(left), number(right))
    except ArithmeticError as error:
        raise NoValueError(str(error)) from None
    if not isinstance(result, float) or not math.isfinite(result):
        raise NoValueError("no finite number")
    return result


ARITHMETIC: Final[Mapping[str, Callable[[float, float], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(sign: str, left: Any, right: Any) -> bool:
    """Compare two values: texts without minding case; a number is less than any text."""
    if isinstance(left, str) or isinstance(right, str):
        sides = [
            (1, str(side).casefold()) if isinstance(side, str) else (0, number(side))
            for side in ("" if left is None else left, "" if right is None else right)
        ]
        return _COMPARISONS[sign](*sides)
    return _COMPARISONS[sign](number(left), number(right))


def _flat(arguments: tuple[Any, ...]) -> list[float]:
    """Return the numbers among the arguments: in a range, texts and empty cells do not count."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, list):
            found += [
                value
                for row in argument
                for value in row
                if isinstance(value, float | int) and not isinstance(value, bool)
            ]
        else:
            found.append(number(argument))
    return found


def grid_of(value: Any) -> list[list[Any]]:
    """Return a range, or a value as a range of one cell."""
    return value if isinstance(value, list) else [[value]]


def _numbers(value: Any) -> np.ndarray[Any, Any]:
    """Return a range that must be full of numbers."""
    grid = grid_of(value)
    if any(type(cell) is not float for row in grid for cell in row):
        raise NoValueError("an empty cell or a text in a matrix")
    return np.array(grid)


def _mmult(left: Any, right: Any) -> Any:
    return (_numbers(left) @ _numbers(right)).tolist()


def _match(wanted: Any, grid: Any, kind: Any = 1.0) -> float:
    cells = [cell for row in grid_of(grid) for cell in row]
    if number(kind) != 0:
        raise NoValueError("MATCH without 0 is not understood")
    if wanted is None:  # an empty cell is found nowhere, not even where a 0 stands
        raise NoValueError("#N/A")
    for position, cell in enumerate(cells, start=1):
        alike = cell is not None and isinstance(cell, str) == isinstance(wanted, str)
        if alike and _compare("=", cell, wanted):
            return float(position)
    raise NoValueError("#N/A")


def _index(grid: Any, row: Any, column: Any = None) -> Any:
    cells, first = grid_of(grid), int(number(row))
    if column is None and len(cells) == 1:
        first, column = 1, first
    second = 1 if column is None else int(number(column))
    if first < 1 or second < 1:
        raise NoValueError("INDEX of a whole row is not understood")
    return cells[first - 1][second - 1]


def _count_if(grid: Any, wanted: Any) -> float:
    if isinstance(wanted, str) and wanted[:1] in "<>=*?":
        raise NoValueError("COUNTIF with a condition is not understood")
    cells = (cell for row in grid_of(grid) for cell in row if cell is not None)
    return float(sum(_compare("=", cell, wanted) for cell in cells))


def _sum_product(*grids: Any) -> float:
    ranges = [grid_of(one) for one in grids]
    if len({(len(one), len(one[0])) for one in ranges}) > 1:
        raise NoValueError("SUMPRODUCT of ranges of several shapes")
    factors = [[_or_zero(cell) for row in one for cell in row] for one in ranges]
    return math.fsum(map(math.prod, zip(*factors, strict=True)))


def _or_zero(cell: Any) -> float:
    return cell if isinstance(cell, float) else 0.0


def _round(value: Any, digits: Any = 0.0) -> float:
    """Round as spreadsheets do, halves away from zero."""
    scale = 10.0 ** int(number(digits))
    return math.copysign(math.floor(abs(number(value)) * scale + 0.5) / scale, number(value))


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **TEXT_FUNCTIONS,
    "ABS": lambda x: abs(number(x)),
    "AND": lambda *values: all(map(bool, _flat(values))),
    "COUNTIF": _count_if,
    "EXP": lambda x: math.exp(number(x)),
    "INDEX": _index,
    "LN": lambda x: math.log(number(x)),
    "LOG10": lambda x: math.log10(number(x)),
    "MATCH": _match,
    "MAX": lambda *values: max(_flat(values), default=0.0),
    "MIN": lambda *values: min(_flat(values), default=0.0),
    "MMULT": _mmult,
    "NOT": lambda x: not true(x),
    "OR": lambda *values: any(map(bool, _flat(values))),
    "ROUND": _round,
    "SIGN": lambda x: float(np.sign(number(x))),
    "SQRT": lambda x: math.sqrt(number(x)),
    "SUM": lambda *values: math.fsum(_flat(values)),
    "SUMPRODUCT": _sum_product,
    "SUMSQ": lambda *values: math.fsum(x * x for x in _flat(values)),
    "TANH": lambda x: math.tanh(number(x)),
    "TRANSPOSE": lambda grid: [list(row) for row in zip(*grid_of(grid), strict=True)],
}
