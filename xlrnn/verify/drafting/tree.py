"""Read the text of a formula into a tree, with a number for each reference instead of its address.

Formulas that differ in their addresses alone are one tree. Sums and products are flat, so that a
sum of a thousand terms is no deeper than one of two; what is nested deeper than people nest is
refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from xlrnn.formula.area import Area
from xlrnn.formula.parsing.tokens import Token, tokens_of

_DEEPEST: Final = 20
_COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})


class UnreadFormulaError(Exception):
    """A formula that is not followed; the message says what in it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells between two references; one cell if they are the same.

    Args:
        sheet: the sheet that is named, "" for the formula's own.
        first: the number of the first reference in the formula, from 0.
        last: that of the second.
    """

    sheet: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Named:
    """The cells that a defined name stands for."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts that are added (1) or taken off (-1)."""

    parts: tuple[tuple[int, "Tree"], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Parts that are multiplied (1) or divided by (-1)."""

    parts: tuple[tuple[int, "Tree"], ...]


@dataclass(frozen=True, slots=True)
class Power:
    """A base and its exponent."""

    base: "Tree"
    exponent: "Tree"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    function: str
    arguments: tuple["Tree", ...]


Tree: TypeAlias = Number | Cells | Named | Sum | Product | Power | Compare | Call
Names: TypeAlias = Callable[[str], tuple[str, Area] | None]
"""Finds the cells for which a defined name stands."""


def tree_of(formula: str, names: Names) -> Tree:
    """Return the tree of a formula, without its `=`.

    Args:
        formula: the text.
        names: finds what a defined name stands for.

    Raises:
        UnreadFormulaError: if there is something in it that is not followed.

    Example:
        >>> tree_of("A1*2", lambda _: None)
        Product(parts=((1, Cells(sheet='', first=0, last=0)), (1, Number(value=2.0))))
    """
    parser = _Parser([token for token in tokens_of(formula) if token.kind != "space"], names)
    tree = parser.comparison()
    parser.expect_end()
    return tree


class _Parser:
    """Reads tokens from left to right; each method reads what binds more tightly first."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        self._tokens, self._names = tokens, names
        self._at = self._references = self._depth = 0

    def expect_end(self) -> None:
        if self._at < len(self._tokens):
            raise UnreadFormulaError(f"{self._tokens[self._at].text!r}")

    def comparison(self) -> Tree:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadFormulaError("parentheses too deep")
        left = self._sum()
        if self._text() in _COMPARISONS:
            left = Compare(self._next().text, left, self._sum())
        self._depth -= 1
        return left

    def _sum(self) -> Tree:
        return self._chain(Sum, "+", "-", self._product)

    def _product(self) -> Tree:
        return self._chain(Product, "*", "/", self._power)

    def _chain(
        self, kind: type[Sum] | type[Product], more: str, less: str, part: Callable[[], Tree]
    ) -> Tree:
        parts = [(1, part())]
        while self._text() in (more, less):
            sign = 1 if self._next().text == more else -1
            parts.append((sign, part()))
        return parts[0][1] if len(parts) == 1 else kind(tuple(parts))

    def _power(self) -> Tree:
        base = self._signed()
        if self._text() != "^":
            return base
        self._next()
        return Power(base, self._signed())

    def _signed(self) -> Tree:
        sign = 1
        while self._text() in ("+", "-"):
            sign = -sign if self._next().text == "-" else sign
        tree = self._single()
        if self._text() == "%":
            self._next()
            tree = Product(((1, tree), (-1, Number(100.0))))
        return tree if sign == 1 else Sum(((-1, tree),))

    def _single(self) -> Tree:
        token = self._next()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "area":
            return self._cells(token)
        if token.kind == "open":
            tree = self.comparison()
            self._close()
            return tree
        if token.kind == "call":
            return self._call(token.word)
        if token.kind == "name":
            return self._name(token)
        raise UnreadFormulaError(f"{token.text[:30]!r}")

    def _cells(self, token: Token) -> Tree:
        first, colon, last = token.word.partition(":")
        if not all(any(map(str.isdigit, corner)) for corner in (first, last or first)):
            raise UnreadFormulaError(f"{token.word}, whole columns")
        if first.replace("$", "").isdigit():
            raise UnreadFormulaError(f"{token.word}, whole rows")
        number = self._references
        self._references += 2 if colon else 1
        return Cells(token.sheet, number, self._references - 1)

    def _name(self, token: Token) -> Tree:
        if token.word.upper() in ("TRUE", "FALSE"):
            return Number(float(token.word.upper() == "TRUE"))
        found = self._names(token.word)
        if found is None:
            raise UnreadFormulaError(f"the name {token.word[:40]}")
        return Named(*found)

    def _call(self, function: str) -> Tree:
        arguments: list[Tree] = []
        if self._text() == ")":
            self._next()
            return Call(function, ())
        while True:
            empty = self._text() in (",", ";", ")")
            arguments.append(Number(0.0) if empty else self.comparison())
            if self._text() not in (",", ";"):
                break
            self._next()
        self._close()
        return Call(function, tuple(arguments))

    def _close(self) -> None:
        if self._next().kind != "close":
            raise UnreadFormulaError("a parenthesis that does not close")

    def _text(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise UnreadFormulaError("an end too early")
        self._at += 1
        return self._tokens[self._at - 1]
