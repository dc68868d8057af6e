"""Evaluate the expression of a formula on the values that a sheet shows, without an engine.

An expression is turned into a function once, and then called for each trial of each workbook.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, TypeAlias

import numpy as np

from xlrnn.formula.block import Block, Drifted, Ref
from xlrnn.formula.evaluating.arithmetic import (
    ARITHMETIC,
    FUNCTIONS,
    NoValueError,
    Scalar,
    calculate,
    grid_of,
    true,
)
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number, Text
from xlrnn.formula.value import CellError, Value

__all__ = ["Evaluated", "NoValueError", "Read", "ReadDrifted", "Scalar", "by_cell", "evaluated"]

# What rows and columns of a block show: a large range is read at once. And what the cell so many
# rows and columns away from one shows.
Read: TypeAlias = Callable[[Block, Sequence[int], Sequence[int]], list[list[Value]]]
ReadDrifted: TypeAlias = Callable[[Block, int, int, int, int], Value]
Evaluated: TypeAlias = Callable[[Read, ReadDrifted], Scalar]
_Part: TypeAlias = Callable[[Read, ReadDrifted], Any]


def by_cell(read: Callable[[Block, int, int], Value]) -> Read:
    """Return what reads a range cell by cell."""
    return lambda block, rows, columns: [[read(block, i, t) for t in columns] for i in rows]


def evaluated(expression: Expression) -> Evaluated:
    """Return what evaluates a formula, given what cells show.

    It raises `NoValueError` if the formula shows an error.
    """
    whole = _part(expression, spreads=False)

    def value(read: Read, read_drifted: ReadDrifted) -> Scalar:
        result = whole(read, read_drifted)
        if type(result) is float:
            return result
        if isinstance(result, list):
            if len(result) != 1 or len(result[0]) != 1:
                raise NoValueError("a range where one value belongs")
            result = result[0][0]
        return 0.0 if result is None else result

    return value


def _part(expression: Expression, *, spreads: bool) -> _Part:
    """Return what evaluates a part of a formula.

    Args:
        expression: the part.
        spreads: whether a call around it takes whole ranges apart, as SUMPRODUCT does.
    """
    match expression:
        case Ref():
            return _reading(expression)
        case Drifted():
            return _drifted(expression.rows, expression.columns, _reading(expression.ref))
        case Binary(operator=sign):
            left, right = (_part(p, spreads=spreads) for p in (expression.left, expression.right))
            return _spread(sign, left, right) if spreads else _binary(sign, left, right)
        case Negative():
            zero, operand = _constant(0.0), _part(expression.operand, spreads=spreads)
            return _spread("-", zero, operand) if spreads else _binary("-", zero, operand)
        case Number(value=value) | Text(value=value):
            return _constant(float(value) if isinstance(value, int) else value)
        case Call():
            spreads = spreads or expression.function == "SUMPRODUCT"
            arguments = [_part(one, spreads=spreads) for one in expression.arguments]
            return _call(expression.function, arguments)
    return _nothing(f"{type(expression).__name__} is not understood")


def _constant(value: Scalar) -> _Part:
    return lambda _look, _drift: value


def _nothing(why: str) -> _Part:
    def fail(_look: Read, _drift: ReadDrifted) -> Any:
        raise NoValueError(why)

    return fail


def _reading(ref: Ref) -> _Part:
    """Return what reads a cell, or a range as a list of rows."""
    block, i, t = ref.block, ref.row, ref.column
    if isinstance(i, int) and isinstance(t, int):
        row, column = (i,), (t,)

        def cell(read: Read, _: ReadDrifted) -> Scalar:
            ((value,),) = read(block, row, column)
            return value if type(value) is float else _usable(block, value)

        return cell
    rows, columns = ref.rows, ref.columns

    def cells(read: Read, _: ReadDrifted) -> list[list[Scalar]]:
        grid = read(block, rows, columns)
        return [[v if type(v) is float else _usable(block, v) for v in line] for line in grid]

    return cells


def _usable(block: Block, value: Value) -> Scalar:
    if isinstance(value, CellError):
        raise NoValueError(f"{block.name} shows {value}")
    return value


def _drifted(down: int, right: int, reading: _Part) -> _Part:
    """Return what reads so many rows and columns away."""
    if not (down or right):
        return reading
    return lambda _, read_drifted: reading(
        by_cell(lambda of, i, t: read_drifted(of, i, t, down, right)), read_drifted
    )


def _binary(sign: str, left: _Part, right: _Part) -> _Part:
    """Return what calculates with two values."""
    arithmetic = ARITHMETIC.get(sign)

    def value(read: Read, read_drifted: ReadDrifted) -> Scalar:
        one, other = left(read, read_drifted), right(read, read_drifted)
        if arithmetic is None or type(one) is not float or type(other) is not float:
            return calculate(sign, one, other)
        try:
            result = arithmetic(one, other)
        except ArithmeticError as error:
            raise NoValueError(str(error)) from None
        if type(result) is float and isfinite(result):
            return result
        raise NoValueError("no finite number")

    return value


def _spread(sign: str, left: _Part, right: _Part) -> _Part:
    """Return what calculates with each cell of two ranges, or with two values."""

    def values(read: Read, read_drifted: ReadDrifted) -> Any:
        sides = left(read, read_drifted), right(read, read_drifted)
        if not any(isinstance(side, list) for side in sides):
            return calculate(sign, *sides)
        pairs = np.broadcast(*(np.array(grid_of(side), dtype=object) for side in sides))
        cells = [calculate(sign, one, other) for one, other in pairs]
        height, width = pairs.shape
        return [cells[row * width : (row + 1) * width] for row in range(height)]

    return values


def _call(name: str, arguments: list[_Part]) -> _Part:
    if name == "IF":
        return _choice(*arguments)
    if name == "ISNUMBER":
        return _is_number(*arguments)
    function = FUNCTIONS.get(name)
    if function is None:
        return _nothing(f"{name} is not understood")

    def value(read: Read, read_drifted: ReadDrifted) -> Any:
        try:
            return function(*[argument(read, read_drifted) for argument in arguments])
        except (ArithmeticError, ValueError, TypeError, IndexError) as error:
            raise NoValueError(f"{name}: {error}") from None

    return value


def _choice(condition: _Part, *cases: _Part) -> _Part:
    def value(read: Read, read_drifted: ReadDrifted) -> Any:
        chosen = 0 if true(condition(read, read_drifted)) else 1
        return cases[chosen](read, read_drifted) if chosen < len(cases) else False

    return value


def _is_number(part: _Part) -> _Part:
    """Return what tells whether something has a number as its value; an error is none."""

    def value(read: Read, read_drifted: ReadDrifted) -> bool:
        try:
            return isinstance(part(read, read_drifted), float)
        except NoValueError:
            return False

    return value
