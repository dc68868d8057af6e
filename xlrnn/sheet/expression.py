"""Formulas in the symbols of the maths: `tanh(a_x[i, t] + a_h[i, t])`.

An expression is a small tree. What it looks like in A1 notation depends on the cell that it
stands in, and is decided in `template`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from xlrnn.errors import FormulaError, ShapeError
from xlrnn.sheet.functions import PORTABLE, check_portable

if TYPE_CHECKING:
    from xlrnn.sheet.block import Block

Operand: TypeAlias = "Expression | int | str"

# A sum of up to this many products is written out, so that a reader sees each term.
WRITTEN_OUT = 6


class Expression:
    """A part of a formula; the arithmetic operators build larger ones."""

    def as_operand(self) -> "Expression":
        """Return what stands for this expression inside a larger one."""
        return self

    def __add__(self, other: Operand) -> "Expression":
        return Binary("+", lift(self), lift(other))

    def __radd__(self, other: Operand) -> "Expression":
        return Binary("+", lift(other), lift(self))

    def __sub__(self, other: Operand) -> "Expression":
        return Binary("-", lift(self), lift(other))

    def __rsub__(self, other: Operand) -> "Expression":
        return Binary("-", lift(other), lift(self))

    def __mul__(self, other: Operand) -> "Expression":
        return Binary("*", lift(self), lift(other))

    def __rmul__(self, other: Operand) -> "Expression":
        return Binary("*", lift(other), lift(self))

    def __truediv__(self, other: Operand) -> "Expression":
        return Binary("/", lift(self), lift(other))

    def __rtruediv__(self, other: Operand) -> "Expression":
        return Binary("/", lift(other), lift(self))

    def __neg__(self) -> "Expression":
        return Negative(lift(self))


@dataclass(frozen=True, eq=False)
class Number(Expression):
    """A whole number. Everything else lives in a cell: engines cut longer literals to 15 digits."""

    value: int

    def __post_init__(self) -> None:
        whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not whole or abs(self.value) >= 10**9:
            raise FormulaError(f"{self.value!r} in a formula: put numbers into cells of their own")


@dataclass(frozen=True, eq=False)
class Text(Expression):
    """A text constant."""

    value: str


@dataclass(frozen=True, eq=False)
class Binary(Expression):
    """An operator between two expressions."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, eq=False)
class Negative(Expression):
    """Minus an expression."""

    operand: Expression


@dataclass(frozen=True, eq=False)
class Call(Expression):
    """A call of one of the portable functions."""

    function: str
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if self.function not in PORTABLE:
            check_portable(f"{self.function}()")


@dataclass(frozen=True, eq=False)
class Matrix(Expression):
    """A formula over defined names, to be entered as an array formula."""

    formula: str

    def __post_init__(self) -> None:
        check_portable(self.formula)


@dataclass(frozen=True, eq=False)
class Ref(Expression):
    """One cell of a block, one row, one column, or all of it.

    Args:
        block: the block.
        row: which row, from 0; None for all of them.
        column: which column, from 0; None for all of them.
        fixed: whether both stay when the formula is filled, as in a sum that is written out.
    """

    block: "Block"
    row: int | None
    column: int | None
    fixed: tuple[bool, bool] = (False, False)

    def __post_init__(self) -> None:
        height, width = self.block.shape
        if self.row is not None and not 0 <= self.row < height:
            raise self._outside("row", self.row, height)
        if self.column is not None and not 0 <= self.column < width:
            raise self._outside("column", self.column, width)

    def _outside(self, what: str, index: int, size: int) -> ShapeError:
        return ShapeError(
            f"{self.block.name} has {size} {what}s, and {what} {index} (from 0) is not one"
        )

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it covers."""
        height, width = self.block.shape
        return (height if self.row is None else 1), (width if self.column is None else 1)

    @property
    def fix(self) -> tuple[bool, bool]:
        """Whether row and column stay fixed when the formula is filled down and to the right.

        Whatever is taken whole is fixed, and so is the only row or column that there is; a
        running index moves with the formula.
        """
        height, width = self.block.shape
        return (
            self.row is None or height == 1 or self.fixed[0],
            self.column is None or width == 1 or self.fixed[1],
        )

    def pinned(self) -> "Ref":
        """Return the same, staying where it is when the formula is filled."""
        return Ref(self.block, self.row, self.column, (True, True))


def lift(value: Operand) -> Expression:
    """Turn a Python number or text into an expression."""
    if isinstance(value, Expression):
        return value.as_operand()
    return Text(value) if isinstance(value, str) else Number(value)


def function(name: str) -> Callable[..., Expression]:
    """Return what calls a function of the sheet."""

    def call(*arguments: Operand) -> Expression:
        return Call(name, tuple(lift(argument) for argument in arguments))

    call.__name__ = name.lower()
    call.__doc__ = f"Call {name}."
    return call


tanh = function("TANH")
exp = function("EXP")
ln = function("LN")
log10 = function("LOG10")
root = function("SQRT")
size_of = function("ABS")
sign_of = function("SIGN")
largest = function("MAX")
smallest = function("MIN")
total = function("SUM")
squares = function("SUMSQ")
products = function("SUMPRODUCT")
when = function("IF")
both = function("AND")
same_text = function("EXACT")
is_number = function("ISNUMBER")
pick = function("INDEX")
match = function("MATCH")
count_if = function("COUNTIF")
rounded = function("ROUND")


def equal(left: Operand, right: Operand) -> Expression:
    """Compare two values; of texts, `same_text` also minds upper and lower case."""
    return Binary("=", lift(left), lift(right))


def greater(left: Operand, right: Operand) -> Expression:
    """Ask whether the left value is larger."""
    return Binary(">", lift(left), lift(right))


def at_most(left: Operand, right: Operand) -> Expression:
    """Ask whether the left value is not larger."""
    return Binary("<=", lift(left), lift(right))


def joined(first: Operand, *others: Operand) -> Expression:
    """Put texts one behind the other."""
    result = lift(first)
    for other in others:
        result = Binary("&", result, lift(other))
    return result


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
