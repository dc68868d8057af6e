"""Sums and products of several terms, written out as a person would."""

from collections.abc import Iterable
from functools import reduce
from operator import add, mul

from xlrnn.errors import ShapeError
from xlrnn.formula.block import Ref
from xlrnn.formula.expression import Binary, Call, Expression, Operand, lift

# A sum of up to this many products is written out, so that a reader sees each term.
WRITTEN_OUT = 6


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


def dot(row: Expression, column: Expression) -> Expression:
    """Multiply a row by a column: the sum of the products of their terms.

    A short sum is written out term by term, as a person would. A long one is
    `SUM(MMULT(row, column))`, in which SUM makes the single result of MMULT a plain number, so
    that no program needs to see it as an array formula.

    Raises:
        ShapeError: if they are no row and column of the same length.
    """
    if not (isinstance(row, Ref) and isinstance(column, Ref)):
        raise ShapeError("dot needs a row and a column of blocks, as in dot(W_xh[i, :], x[:, t])")
    if row.shape[0] != 1 or column.shape[1] != 1 or row.shape[1] != column.shape[0]:
        raise ShapeError(
            f"dot of {row.block.name} {row.shape} and {column.block.name} {column.shape}: "
            "expected a row and a column of the same length"
        )
    count = row.shape[1]
    if count > WRITTEN_OUT:
        return Call("SUM", (Call("MMULT", (row, column)),))
    terms = [
        Ref(row.block, row.row, k, (False, True))
        * Ref(column.block, k, column.column, (True, False))
        for k in range(count)
    ]
    result = terms[0]
    for term in terms[1:]:
        result = result + term
    return result


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
