"""Ranges of cells: rectangles, whole columns, whole rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Cell, Position, column_letters

_WHOLE_COLUMNS: Final = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS: Final = re.compile(r"\$?([0-9]+):\$?([0-9]+)")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, given by its first and last cell.

    Example:
        >>> Area.parse("B2:D3").shape
        (2, 3)
    """

    first: Cell
    last: Cell

    def __post_init__(self) -> None:
        if self.last.row < self.first.row or self.last.column < self.first.column:
            raise AddressError(
                f"{self.first}:{self.last} runs backwards: write the upper left cell first"
            )

    @classmethod
    def parse(cls, text: str) -> "Area":
        """Read a range such as `B2:D3`, or a single cell."""
        first, colon, last = text.partition(":")
        return cls(Cell.parse(first), Cell.parse(last if colon else first))

    @classmethod
    def at(cls, row: int, column: int, height: int, width: int) -> "Area":
        """Return the rectangle of the given size whose upper left cell is (row, column)."""
        return cls(Cell(row, column), Cell(row + height - 1, column + width - 1))

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width, in cells."""
        return self.last.row - self.first.row + 1, self.last.column - self.first.column + 1

    def cells(self) -> Iterator[Cell]:
        """Yield the cells row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Cell(row, column)

    def __contains__(self, cell: Cell) -> bool:
        return (
            self.first.row <= cell.row <= self.last.row
            and self.first.column <= cell.column <= self.last.column
        )

    def meets(self, other: "Area") -> bool:
        """Tell whether two ranges have a cell in common."""
        return (
            self.first.row <= other.last.row
            and other.first.row <= self.last.row
            and self.first.column <= other.last.column
            and other.first.column <= self.last.column
        )

    def a1(self, *, fixed: bool = False) -> str:
        """Write the range; a single cell is written alone."""
        first = self.first.a1(fix_row=fixed, fix_column=fixed)
        last = self.last.a1(fix_row=fixed, fix_column=fixed)
        return first if first == last else f"{first}:{last}"

    def __str__(self) -> str:
        return self.a1()


def span(one: Cell, other: Cell) -> Area:
    """Return the range between two corners, given in any order."""
    if one.row <= other.row and one.column <= other.column:
        return Area(one, other)
    return Area(
        Cell(min(one.row, other.row), min(one.column, other.column)),
        Cell(max(one.row, other.row), max(one.column, other.column)),
    )


def parse_area(text: str) -> Area:
    """Read a range whose corners may be given in any order."""
    first, _, last = text.partition(":")
    corner = Cell.parse(first)
    return span(corner, Cell.parse(last) if last else corner)


@lru_cache(maxsize=10_000)
def area_of(text: str) -> Area | None:
    """Return the cells of a range, whole columns and rows included; None if there is none.

    Example:
        >>> area_of("$B:C").first, area_of("XFE1")
        (Cell(row=1, column=2), None)
    """
    try:
        if match := _WHOLE_COLUMNS.fullmatch(text):
            return parse_area(f"{match[1]}1:{match[2]}{MAX_ROW}")
        if match := _WHOLE_ROWS.fullmatch(text):
            return parse_area(f"A{match[1]}:{column_letters(MAX_COLUMN)}{match[2]}")
        return parse_area(text)
    except AddressError:
        return None


def rectangles(places: Iterable[Position]) -> list[Area]:
    """Cut cells into rectangles, row by row.

    Example:
        >>> [str(area) for area in rectangles([(1, 1), (1, 2), (2, 1), (2, 2), (4, 2)])]
        ['A1:B2', 'B4']
    """
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        by_row[row].append(column)
    found: list[Area] = []
    growing: dict[tuple[int, int], int] = {}
    last: int | None = None
    for line in [*sorted(by_row), 0]:  # row 0 ends what is still growing
        spans = dict.fromkeys(_spans(by_row[line]), line) if line else {}
        adjacent = last is not None and line == last + 1
        for span, start in growing.items():
            if adjacent and span in spans:
                spans[span] = start
            else:
                height = (last or start) - start + 1
                found.append(Area.at(start, span[0], height, span[1] - span[0] + 1))
        growing, last = spans, line
    return sorted(found, key=lambda area: (area.first.row, area.first.column))


def _spans(columns: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for column in sorted({*columns}):
        if spans and column == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], column)
        else:
            spans.append((column, column))
    return spans
