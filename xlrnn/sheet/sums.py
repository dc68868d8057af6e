"""Sums and products of several terms, written out as a person would."""

from collections.abc import Iterable
from functools import reduce
from operator import add, mul

from xlrnn.errors import ShapeError
from xlrnn.sheet.expression import WRITTEN_OUT, Binary, Call, Expression, Operand, Ref, lift


def summed(terms: Iterable[Expression]) -> Expression:
    """Add up from left to right."""
    return reduce(add, terms)


def added(*terms: Operand) -> Expression:
    """Add up, without parentheses around sums among the terms."""
    return reduce(add, [part for term in terms for part in parts_of(lift(term), "+")])


def multiplied(*factors: Operand) -> Expression:
    """Multiply, without parentheses around products among the factors."""
    return reduce(mul, [part for factor in factors for part in parts_of(lift(factor), "*")])


def parts_of(expression: Expression, operator: str) -> list[Expression]:
    """Return what an operator joins, from left to right."""
    if not (isinstance(expression, Binary) and expression.operator == operator):
        return [expression]
    return [*parts_of(expression.left, operator), *parts_of(expression.right, operator)]


def inner(left: Expression, right: Expression) -> Expression:
    """Multiply two rows, or two columns, term by term, and add up: a gradient's sum over time.

    A short sum is written out, unless the two stand on different sheets, whose names would hide
    what is going on.

    Raises:
        ShapeError: if they are no two rows or two columns of the same length.
    """
    if not (isinstance(left, Ref) and isinstance(right, Ref)):
        raise ShapeError(
            "inner needs two rows or columns of blocks, as in inner(da[i, :], x[k, :])"
        )
    if left.shape != right.shape or 1 not in left.shape:
        raise ShapeError(
            f"inner of {left.block.name} {left.shape} and {right.block.name} {right.shape}: "
            "expected two rows, or two columns, of the same length"
        )
    count = max(left.shape)
    if count > WRITTEN_OUT or left.block.page != right.block.page:
        return Call("SUMPRODUCT", (left, right))
    terms = [_term(left, k) * _term(right, k) for k in range(count)]
    return reduce(add, terms)


def _term(ref: Ref, k: int) -> Ref:
    """Return one cell of a row or a column, which stays where it is when the sum is filled."""
    if ref.shape[0] == 1 and ref.row is not None:
        return Ref(ref.block, ref.row, k, (False, True))
    return Ref(ref.block, k, ref.column, (True, False))
