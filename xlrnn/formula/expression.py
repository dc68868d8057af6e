"""Formulas in the symbols of the maths: `tanh(a_x[i, t] + a_h[i, t])`.

An expression is a small tree. What it looks like in A1 notation depends on the cell that it
stands in, and is decided in `template`.

Nobody changes an expression. Its classes are not frozen all the same: a build makes thousands of
them, and a frozen dataclass takes four times as long to make.
"""

from dataclasses import dataclass
from typing import TypeAlias

from xlrnn.errors import FormulaError
from xlrnn.formula.portable import PORTABLE, check_portable

Operand: TypeAlias = "Expression | int | str"


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


@dataclass(eq=False)
class Number(Expression):
    """A whole number. Everything else lives in a cell: engines cut longer literals to 15 digits."""

    value: int

    def __post_init__(self) -> None:
        whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not whole or abs(self.value) >= 10**9:
            raise FormulaError(f"{self.value!r} in a formula: put numbers into cells of their own")


@dataclass(eq=False)
class Text(Expression):
    """A text constant."""

    value: str


@dataclass(eq=False)
class Binary(Expression):
    """An operator between two expressions."""

    operator: str
    left: Expression
    right: Expression


@dataclass(eq=False)
class Negative(Expression):
    """Minus an expression."""

    operand: Expression


@dataclass(eq=False)
class Call(Expression):
    """A call of one of the portable functions."""

    function: str
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if self.function not in PORTABLE:
            check_portable(f"{self.function}()")


@dataclass(eq=False)
class Matrix(Expression):
    """A formula over defined names, to be entered as an array formula."""

    formula: str

    def __post_init__(self) -> None:
        check_portable(self.formula)


def lift(value: Operand) -> Expression:
    """Turn a Python number or text into an expression."""
    if isinstance(value, Expression):
        return value.as_operand()
    return Text(value) if isinstance(value, str) else Number(value)
