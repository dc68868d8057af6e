"""Sums of products: what a formula comes to, whatever way it is written.

A `Poly` maps each product (the numbers of its factors, in order) to its coefficient. A factor is a
cell or a function of other sums, kept once in a table: so two ways to write one thing are equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from xlrnn.verify.drafting.tree import UnreadFormulaError

Poly: TypeAlias = dict[tuple[int, ...], float]
"""A sum of products: coefficients by the factors' numbers; `()` is the constant."""

MOST_TERMS: Final = 20_000
_MOST_FACTORS: Final = 4


@dataclass(frozen=True, slots=True)
class Variable:
    """A cell that a formula reads: an offset from a reference, or a fixed cell of a sheet."""

    sheet: str
    slot: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Function:
    """A function of sums; equal ones have equal keys."""

    name: str
    arguments: tuple[Poly, ...] = field(compare=False)
    key: tuple[object, ...]


Atom: TypeAlias = Variable | Function


class Atoms:
    """The factors of one formula, each with a number."""

    def __init__(self) -> None:
        self.all: list[Atom] = []
        self._numbers: dict[Atom, int] = {}

    def number(self, atom: Atom) -> int:
        """Return the number of a factor, a new one the first time."""
        found = self._numbers.setdefault(atom, len(self.all))
        if found == len(self.all):
            self.all.append(atom)
        return found

    def variable(self, sheet: str, slot: int, row: int, column: int) -> Poly:
        """Return a cell as a sum of one."""
        return {(self.number(Variable(sheet, slot, row, column)),): 1.0}

    def function(self, name: str, *arguments: Poly) -> Poly:
        """Return a function as a sum of one."""
        key = (name, *(frozenset(argument.items()) for argument in arguments))
        return {(self.number(Function(name, arguments, key)),): 1.0}

    def only(self, poly: Poly, name: str) -> Poly | None:
        """Return the argument if a sum is one function alone, None if it is not."""
        if len(poly) != 1:
            return None
        (factors, coefficient), *_ = poly.items()
        return self.argument(factors, name) if coefficient == 1.0 else None

    def argument(self, factors: tuple[int, ...], name: str) -> Poly | None:
        """Return the argument of a product of one factor that is such a function, else None."""
        atom = self.all[factors[0]] if len(factors) == 1 else None
        return atom.arguments[0] if isinstance(atom, Function) and atom.name == name else None


def constant(value: float) -> Poly:
    """Return a number as a sum."""
    return {(): value} if value else {}


def as_number(poly: Mapping[tuple[int, ...], float]) -> float | None:
    """Return the number that a sum is, None if it has factors."""
    if not poly:
        return 0.0
    return poly[()] if len(poly) == 1 and () in poly else None


def scaled(poly: Poly, by: float) -> Poly:
    """Multiply by a number."""
    return {factors: value * by for factors, value in poly.items()} if by else {}


def added(one: Poly, other: Poly, sign: float = 1.0) -> Poly:
    """Add two sums, or take one off the other."""
    total = dict(one)
    for factors, value in other.items():
        new = total.get(factors, 0.0) + sign * value
        if new:
            total[factors] = new
        else:
            total.pop(factors, None)
    return total


def multiplied(one: Poly, other: Poly) -> Poly:
    """Multiply two sums.

    Raises:
        UnreadFormulaError: if that makes more products, or longer ones, than a network has.
    """
    if len(one) * len(other) > MOST_TERMS:
        raise UnreadFormulaError("too many products")
    total: Poly = {}
    for left, a in one.items():
        for right, b in other.items():
            factors = tuple(sorted(left + right))
            if len(factors) > _MOST_FACTORS:
                raise UnreadFormulaError("products of many factors")
            total[factors] = total.get(factors, 0.0) + a * b
    return {factors: value for factors, value in total.items() if value}
