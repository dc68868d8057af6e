"""Where a range stands that shall be one value, and where a cell that shall be a range.

Entered as an ordinary formula, `=TANH(A1:A3)` takes of the range the cell in its own row or column
(implicit intersection); as an array formula, all of it. Only where every function around is known
to work that way is a range said to be one value; others, such as SUMPRODUCT, take it whole.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from xlrnn.formula.parsing.tokens import Token, tokens_of

# fmt: off
_OF_ONE_VALUE: Final = frozenset({
    "ABS", "ACOS", "ASIN", "ATAN", "CHIDIST", "COS", "COSH", "EXP", "INT", "ISERROR", "ISNUMBER",
    "LN", "LOG", "LOG10", "MOD", "N", "NOT", "POWER", "ROUND", "ROUNDDOWN", "ROUNDUP", "SIGN",
    "SIN", "SINGLE", "SINH", "SQRT", "TAN", "TANH", "TRUNC",
})
# fmt: on
# fmt: off
_OF_RANGES: Final = frozenset({
    "AVERAGE", "COUNT", "IF", "MAX", "MIN", "PRODUCT", "SUM", "SUMSQ",
})
# fmt: on
_FIRST, _SECOND = frozenset({0}), frozenset({1})
_EVERY_OTHER: Final = frozenset(range(0, 40, 2))
_WHERE_A_RANGE: Final = {
    "AVERAGEIF": frozenset({0, 2}), "COUNTIF": _FIRST, "COUNTIFS": _EVERY_OTHER,
    "HLOOKUP": _SECOND, "INDEX": _FIRST, "LARGE": _FIRST, "LOOKUP": frozenset({1, 2}),
    "MATCH": _SECOND, "SMALL": _FIRST, "SUMIF": frozenset({0, 2}),
    "SUMIFS": frozenset({0}) | {which + 1 for which in _EVERY_OTHER},
    "VLOOKUP": _SECOND,
}  # fmt: skip
"""Which arguments of a function are ranges: some programs give an error if it is a single cell."""
_SINGLE: Final = "SINGLE"  # the @ of Excel


class Parsed(NamedTuple):
    """A formula in pieces.

    Args:
        tokens: all of them, blanks included.
        single: the positions of areas, tables and names that are one value in an ordinary formula.
        forced: the positions of those that are one value even in an array formula.
        bound: the names that LET and LAMBDA give a meaning, in lower case.
        ranges: the positions of single cells that are a range: the second of `MATCH(A1,B1,0)`.
    """

    tokens: tuple[Token, ...]
    single: frozenset[int]
    forced: frozenset[int]
    bound: frozenset[str]
    ranges: frozenset[int]


@lru_cache(maxsize=20_000)
def parsed(formula: str) -> Parsed:
    """Cut a formula, without its `=`, into pieces, and say which of them are one value.

    Example:
        >>> found = parsed("SUM(A1:A3*2)+SUM(B1:B3)")
        >>> [found.tokens[at].text for at in found.single]
        ['A1:A3']
    """
    tokens = tokens_of(formula)
    tree = _Tree(tokens)
    references = [i for i, token in enumerate(tokens) if token.kind in ("area", "name", "table")]
    single = frozenset(at for at in references if tree.is_single(at))
    forced = frozenset(at for at in single if tree.parent_call(at) == _SINGLE)
    ranges = frozenset(at for at in references if tree.is_range(at))
    return Parsed(tokens, single, forced, frozenset(tree.bound()), ranges)


class _Tree:
    """Which parentheses stand around each piece."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._parent: list[int | None] = []  # the open parenthesis or call around each
        self._argument: list[int] = []
        self._close: dict[int, int] = {}
        stack: list[int] = []
        counts: list[int] = [0]
        for at, token in enumerate(tokens):
            if token.kind == "close" and stack:
                self._close[stack.pop()] = at
                counts.pop()
            self._parent.append(stack[-1] if stack else None)
            self._argument.append(counts[-1])
            if token.kind == "comma":
                counts[-1] += 1
            if token.kind in ("open", "call"):
                stack.append(at)
                counts.append(0)

    def is_single(self, at: int) -> bool:
        """Tell whether a range is one value in an ordinary formula."""
        calls = [self._tokens[up].word for up in self._above(at) if self._tokens[up].word != "("]
        if any(call not in _OF_ONE_VALUE | _OF_RANGES for call in calls):
            return False
        return self._is_value(at, at)

    def is_range(self, at: int) -> bool:
        """Tell whether a single cell is all of an argument that is a range."""
        token, ends = self._tokens[at], (self._beside(at, -1), self._beside(at, 1))
        return (
            token.kind == "area"
            and ":" not in token.word
            and self._argument[at] in _WHERE_A_RANGE.get(self.parent_call(at).upper(), ())
            and all(end is not None and end.kind in ("call", "comma", "close") for end in ends)
        )

    def parent_call(self, at: int) -> str:
        """Return the function of which a piece is an argument."""
        up = self._parent[at]
        return "" if up is None else self._tokens[up].word

    def bound(self) -> list[str]:
        """Return the names to which LET and LAMBDA give a meaning."""
        found = []
        for at, token in enumerate(self._tokens):
            call, which = self.parent_call(at), self._argument[at]
            after = self._beside(at, 1)
            ends = after is not None and after.kind == "comma"
            binds = call == "LAMBDA" or (call == "LET" and which % 2 == 0)
            if binds and ends and token.kind in ("name", "area"):
                found.append(token.word.casefold())
        return found

    def _above(self, at: int) -> list[int]:
        found = []
        up = self._parent[at]
        while up is not None:
            found.append(up)
            up = self._parent[up]
        return found

    def _is_value(self, first: int, last: int) -> bool:
        before, after = self._beside(first, -1), self._beside(last, 1)
        beside = [token for token in (before, after) if token is not None]
        if any(token.text in (":", "#") for token in beside):
            return False
        if (before and before.kind in ("area", "name", "table", "close")) or (
            after and after.kind in ("area", "name", "table", "call", "open")
        ):
            return False  # what two ranges have in common
        if any(token.kind == "operator" for token in beside):
            return True
        up = self._parent[first]
        if up is None:
            return True
        if self._tokens[up].kind == "open":
            return up in self._close and self._is_value(up, self._close[up])
        call = self._tokens[up].word
        return call in _OF_ONE_VALUE or (call == "IF" and self._argument[first] == 0)

    def _beside(self, at: int, step: int) -> Token | None:
        at += step
        while 0 <= at < len(self._tokens):
            if self._tokens[at].kind != "space":
                return self._tokens[at]
            at += step
        return None
