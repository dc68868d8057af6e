"""How far rounding alone may move the result of a formula: a bound, worked out along with it.

Each operation in double precision is off by at most half a unit in the last place of its result,
2⁻⁵³ times the result; what is added up in any order, by at most that for each addition, of the sum
of all sizes. Functions are taken to be right to two units in the last place, as good libraries are.
The bound is of first order: products of such errors are left out.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.evaluating.arithmetic import NoValueError
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number

Read: TypeAlias = Callable[[Block, int, int], float]
"""The number in a cell, counted from 0; raises `NoValueError` if there is none."""

UNIT: Final = 2.0**-53
_OF_FUNCTIONS: Final = 4 * UNIT


class Rounded(NamedTuple):
    """A number, and how far rounding may have moved it."""

    value: float
    off: float = 0.0


def rounded(expression: Expression, read: Read) -> Rounded:
    """Return the value of a formula, and how far rounding may move it from the exact one.

    Args:
        expression: the formula; of numbers alone.
        read: what its cells hold, taken to be exact.

    Raises:
        NoValueError: if it has no number, or calls what is not understood here.
    """
    try:
        return _part(expression, read)
    except (ArithmeticError, ValueError) as error:
        raise NoValueError(str(error)) from None


def _part(expression: Expression, read: Read) -> Rounded:
    match expression:
        case Ref():
            (one,) = _cells(expression, read)
            return one
        case Number(value=whole):
            return Rounded(float(whole))
        case Negative(operand=operand):
            value, off = _part(operand, read)
            return Rounded(-value, off)
        case Binary(operator=sign, left=left, right=right) if sign in _OPERATORS:
            return _OPERATORS[sign](_part(left, read), _part(right, read))
        case Call(function=name, arguments=arguments):
            return _call(name, arguments, read)
    raise NoValueError(f"{expression} is not understood")


def _cells(ref: Ref, read: Read) -> list[Rounded]:
    return [Rounded(read(ref.block, i, t)) for i, t in ref.cells()]


def _add(one: Rounded, other: Rounded) -> Rounded:
    value = one.value + other.value
    return Rounded(value, one.off + other.off + UNIT * abs(value))


def _subtract(one: Rounded, other: Rounded) -> Rounded:
    return _add(one, Rounded(-other.value, other.off))


def _multiply(one: Rounded, other: Rounded) -> Rounded:
    value = one.value * other.value
    handed_on = abs(one.value) * other.off + abs(other.value) * one.off
    return Rounded(value, handed_on + UNIT * abs(value))


def _divide(one: Rounded, other: Rounded) -> Rounded:
    value = one.value / other.value
    handed_on = (one.off + abs(value) * other.off) / abs(other.value)
    return Rounded(value, handed_on + UNIT * abs(value))


_OPERATORS: Final = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide}


def _sum(terms: Sequence[Rounded]) -> Rounded:
    """Add terms up; in which order an engine does is not known."""
    sizes = math.fsum(abs(term.value) for term in terms)
    value, off = math.fsum(term.value for term in terms), math.fsum(term.off for term in terms)
    return Rounded(value, off + UNIT * max(len(terms) - 1, 0) * sizes)


_SLOPES: Final[dict[str, tuple[Callable[[float], float], Callable[[float], float]]]] = {
    "TANH": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "EXP": (math.exp, math.exp),
    "LN": (math.log, lambda x: 1 / abs(x)),
    "LOG10": (math.log10, lambda x: 1 / abs(x * math.log(10))),
    "SQRT": (math.sqrt, lambda x: 0.5 / math.sqrt(x) if x else 0.0),
}
"""Functions of one number, and how steep each is."""


def _call(name: str, arguments: Sequence[Expression], read: Read) -> Rounded:
    match name, arguments:
        case "SUM", (Call(function="MMULT", arguments=(left, right)),):
            return _sum(_products(left, right, read))
        case (("SUMPRODUCT" | "MMULT"), (left, right)):
            return _sum(_products(left, right, read))
        case "SUM", _:
            return _sum(_terms(arguments, read))
        case "SUMSQ", _:
            return _sum([_multiply(one, one) for one in _terms(arguments, read)])
        case (("MAX" | "MIN"), _):
            choose = max if name == "MAX" else min
            return choose(_terms(arguments, read), key=lambda one: one.value)
        case "ABS", (one,):
            value, off = _part(one, read)
            return Rounded(abs(value), off)
        case _, (one,) if name in _SLOPES:
            return _function(name, _part(one, read))
    raise NoValueError(f"{name} is not understood")


def _function(name: str, at: Rounded) -> Rounded:
    function, slope = _SLOPES[name]
    value = function(at.value)
    return Rounded(value, abs(slope(at.value)) * at.off + _OF_FUNCTIONS * abs(value))


def _terms(arguments: Sequence[Expression], read: Read) -> list[Rounded]:
    """Return the cells of ranges, and the values of what is none."""
    return [
        term
        for one in arguments
        for term in (_cells(one, read) if isinstance(one, Ref) else [_part(one, read)])
    ]


def _products(left: Expression, right: Expression, read: Read) -> list[Rounded]:
    """Return the products of the cells of two ranges, one by one."""
    pairs = zip(_terms([left], read), _terms([right], read), strict=True)
    return [_multiply(one, other) for one, other in pairs]
