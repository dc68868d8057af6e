"""What stands in a student's formula: its functions, its typed numbers and texts, its addresses."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from xlrnn.formula.area import Area
from xlrnn.formula.parsing.tokens import tokens_of

# What a formula reads by these, its addresses do not say.
_REACHING: Final = frozenset({"INDIRECT", "OFFSET"})
ROUNDING: Final = frozenset(
    {"CEILING", "FIXED", "FLOOR", "INT", "MROUND", "ROUND", "ROUNDDOWN", "ROUNDUP", "TEXT", "TRUNC"}
)
# The largest or smallest of several; with a number it is a bound.
LARGEST: Final = frozenset({"AGGREGATE", "LARGE", "MAX", "MIN", "SMALL"})


@dataclass(frozen=True)
class FormulaContents:
    """What stands in a formula and in the helper cells that it reads.

    Args:
        functions: the functions that are called, and "^".
        numbers: the typed numbers.
        texts: the typed texts, but for the empty one.
        singles: the cells that are read one by one, as sheet, row and column.
        areas: the ranges of several cells that are read.
        addresses: how often cells and ranges are named.
        bounds: how often a function of `LARGEST` is called.
        unsure: whether it may read more than its addresses say.
    """

    functions: frozenset[str] = frozenset()
    numbers: frozenset[float] = frozenset()
    texts: frozenset[str] = frozenset()
    singles: frozenset[tuple[str, int, int]] = frozenset()
    areas: tuple[tuple[str, Area], ...] = ()
    addresses: int = 0
    bounds: int = 0
    unsure: bool = False

    @property
    def typed(self) -> bool:
        """Whether numbers or texts are typed in it."""
        return bool(self.numbers or self.texts)

    def reads(self, sheet: str, row: int, column: int) -> bool:
        """Tell whether a cell is read, by itself or in a range."""
        return (sheet, row, column) in self.singles or any(
            sheet == other and _inside(area, row, column) for other, area in self.areas
        )

    def apart(self, spots: Collection[tuple[str, int, int]]) -> int:
        """Return how many cells only this formula reads, or only another one."""
        among = {spot for spot in spots if self.reads(*spot)}
        beside = len(self.singles - among)
        for sheet, area in {*self.areas}:
            height, width = area.shape
            there = sum(sheet == s and _inside(area, row, column) for s, row, column in among)
            beside += height * width - there
        return len({*spots} - among) + beside


def written(
    texts: Iterable[str], areas: Iterable[tuple[str, Area]], *, unsure: bool
) -> FormulaContents:
    """Collect what stands in formulas.

    Args:
        texts: the formulas, without `=`.
        areas: what they read.
        unsure: whether something in them is not understood.
    """
    tokens = [token for text in texts for token in tokens_of(text)]
    ranges = list(areas)
    calls = [token.word.upper() for token in tokens if token.kind == "call"]
    functions = {*calls}
    said = (token.text[1:-1].replace('""', '"') for token in tokens if token.kind == "text")
    return FormulaContents(
        frozenset(functions | {token.text for token in tokens if token.text == "^"}),
        frozenset(float(token.text) for token in tokens if token.kind == "number"),
        frozenset(said) - {""},
        frozenset((s, a.first.row, a.first.column) for s, a in ranges if a.shape == (1, 1)),
        tuple((s, a) for s, a in ranges if a.shape != (1, 1)),
        len(ranges),
        sum(call in LARGEST for call in calls),
        unsure or bool(functions & _REACHING) or any(token.kind == "table" for token in tokens),
    )


def _inside(area: Area, row: int, column: int) -> bool:
    down = area.first.row <= row <= area.last.row
    return down and area.first.column <= column <= area.last.column
