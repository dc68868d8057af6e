"""Give every formula cell its own text, also where the file stores one text for many cells.

A filled formula is stored once and shared: each cell's own text is the first one's, its relative
references shifted by the distance between the two. An array formula is stored in one cell of its
block. Functions newer than the format carry a prefix, which no program shows.
"""

import re
from functools import lru_cache
from typing import Final, TypeAlias

from xlrnn.sheet.cell import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Cell,
    column_letters,
    column_number,
)
from xlrnn.xlsx.escapes import unescape
from xlrnn.xlsx.scan import TOO_MANY_CELLS, plain_attributes
from xlrnn.xlsx.xml import RefusedError

Place: TypeAlias = tuple[int, int]

# A piece of a formula: the text before a reference, then the reference's parts: $, column, $, row.
# The last piece has no reference; whole columns have no row and whole rows no column.
Piece: TypeAlias = tuple[str, str, str, str, str]

_FUTURE: Final = re.compile(r"""(["'])(?:(?!\1).)*\1|\b(?:_xl(?:fn|ws|pm|udf)\.)+""", re.IGNORECASE)
_COLUMN: Final = r"(\$?)([A-Za-z]{1,3})"
_ROW: Final = r"(\$?)([1-9][0-9]{0,6})"
_TOKEN: Final = re.compile(
    rf"""
      "(?:[^"]|"")*"                              # a text
    | '(?:[^']|'')*'                              # a quoted sheet
    | \[(?:[^\[\]]|\[[^\[\]]*\])*\]               # a table's columns, or another workbook
    | (?<![\w.$\\?])(?:
          {_COLUMN}{_ROW}(?![\w.(!\\?])           # 1–4: a cell
        | {_COLUMN}:{_COLUMN}(?![\w.(!\\?$])      # 5–8: whole columns
        | {_ROW}:{_ROW}(?![\w.(!\\?$])            # 9–12: whole rows
      )""",
    re.VERBOSE,
)


def shift(formula: str, rows: int, columns: int, *, wraps: bool = False) -> str:
    """Return a formula as it reads after filling it `rows` down and `columns` to the right.

    Args:
        formula: its text, without the leading `=`.
        rows: how far down, negative for up.
        columns: how far to the right, negative for left.
        wraps: whether a reference that leaves the sheet comes in again on the other side, as those
            of defined names do.

    Returns:
        The text with its relative references shifted; `#REF!` where one leaves the sheet.

    Example:
        >>> shift('LOG10(A1)+$A$1*h_1+SUM(B:B)&"A1"', 2, 1)
        'LOG10(B3)+$A$1*h_1+SUM(C:C)&"A1"'
    """
    return "".join(
        [
            before + _shifted(fixed_column, column, fixed_row, row, rows, columns, wraps)
            for before, fixed_column, column, fixed_row, row in _pieces(formula)
        ]
    )


@lru_cache(maxsize=4096)
def _pieces(formula: str) -> tuple[Piece, ...]:
    """Cut a formula at its references."""
    pieces: list[Piece] = []
    end = 0
    for match in _TOKEN.finditer(formula):
        parts = [part if part is not None else "" for part in match.groups()]
        if not any(parts[1::2]) or not _on_the_sheet(parts):
            continue
        before = formula[end : match.start()]
        if parts[1]:
            pieces.append((before, parts[0], parts[1], parts[2], parts[3]))
        elif parts[5]:
            pieces += [(before, parts[4], parts[5], "", ""), (":", parts[6], parts[7], "", "")]
        else:
            pieces += [(before, "", "", parts[8], parts[9]), (":", "", "", parts[10], parts[11])]
        end = match.end()
    return (*pieces, (formula[end:], "", "", "", ""))


def _on_the_sheet(parts: list[str]) -> bool:
    """Say whether a match is a reference: beyond the last column or row, it is a defined name."""
    columns = (parts[1], parts[5], parts[7])
    rows = (parts[3], parts[9], parts[11])
    return all(len(letters) < 3 or letters.upper() <= "XFD" for letters in columns) and all(
        not digits or int(digits) <= MAX_ROW for digits in rows
    )


@lru_cache(maxsize=65536)
def _shifted(
    fixed_column: str,
    column: str,
    fixed_row: str,
    row: str,
    rows: int,
    columns: int,
    wraps: bool,
) -> str:
    """Write one reference, shifted where it is not fixed."""
    letters, digits = column, row
    if column and not fixed_column:
        number = column_number(column) + columns
        number = (number - 1) % MAX_COLUMN + 1 if wraps else number
        if not 1 <= number <= MAX_COLUMN:
            return "#REF!"
        letters = column_letters(number)
    if row and not fixed_row:
        line = int(row) + rows
        line = (line - 1) % MAX_ROW + 1 if wraps else line
        if not 1 <= line <= MAX_ROW:
            return "#REF!"
        digits = str(line)
    return f"{fixed_column}{letters}{fixed_row}{digits}"


def own_text(stored: str) -> str:
    """Return a formula as a program shows it, given how the XML stores it.

    Example:
        >>> own_text("_xlfn._xlws.SORT(A1:A3)&amp;&quot;_xlfn.&quot;")
        'SORT(A1:A3)&"_xlfn."'
    """
    if "&" in stored:
        stored = unescape(stored)
    if "_xl" in stored or "_XL" in stored:
        stored = _FUTURE.sub(lambda match: match[0] if match[1] else "", stored)
    return stored[1:] if stored[:1] == "=" else stored


def parse_area(text: str) -> Area:
    """Read a range whose corners may be given in any order."""
    first, _, last = text.partition(":")
    return span(Cell.parse(first), Cell.parse(last or first))


def span(one: Cell, other: Cell) -> Area:
    """Return the range between two corners, given in any order."""
    return Area(
        Cell(min(one.row, other.row), min(one.column, other.column)),
        Cell(max(one.row, other.row), max(one.column, other.column)),
    )


class FormulaCollector:
    """Collect the formulas of one sheet; `finish` when all are added.

    Attributes:
        formulas: each formula cell's own text.
        arrays: the block that a cell of an array formula belongs to.

    Args:
        most: how many cells there may be.
        shown: whether formulas are wanted as a program shows them, without prefixes.
    """

    def __init__(self, most: int, *, shown: bool = True) -> None:
        self.formulas: dict[Place, str] = {}
        self.arrays: dict[Place, Area] = {}
        self._most = most
        self._text = own_text if shown else unescape
        self._blocks: list[tuple[Area, str]] = []
        self._masters: dict[str, tuple[str, Place]] = {}
        self._waiting: list[tuple[str, Place]] = []

    def add(self, place: Place, attributes: str, stored: str) -> None:
        """Add one `<f>` tag, given its attributes and its text as the XML stores them."""
        found = plain_attributes(attributes)
        kind = found.get("t", "normal")
        text = self._text(stored)
        if kind == "dataTable":
            text = f"TABLE({found.get('r1', '')},{found.get('r2', '')})"
        if kind == "shared":
            self._add_shared(place, found, text)
        elif text and kind in {"array", "dataTable"}:
            self._add_block(place, found, text)
        elif text:
            self.formulas[place] = text

    def _add_shared(self, place: Place, found: dict[str, str], text: str) -> None:
        index = found.get("si", "")
        if text and ("ref" in found or index not in self._masters):
            self._masters[index] = text, place
        if text:
            self.formulas[place] = text
        elif index in self._masters:
            self._share(place, index)
        else:
            self._waiting.append((index, place))

    def _share(self, place: Place, index: str) -> None:
        text, (row, column) = self._masters[index]
        self.formulas[place] = shift(text, place[0] - row, place[1] - column)

    def _add_block(self, place: Place, found: dict[str, str], text: str) -> None:
        area = parse_area(found.get("ref", str(Cell(*place))))
        height, width = area.shape
        self._most -= height * width
        if self._most < 0:
            raise RefusedError(TOO_MANY_CELLS)
        self.formulas[place] = text
        self._blocks.append((area, text))

    def finish(self) -> None:
        """Expand what could not be expanded before the whole sheet was seen."""
        for index, place in self._waiting:
            if index not in self._masters:
                raise RefusedError(f"cell {Cell(*place)} shares a formula that is not there")
            self._share(place, index)
        for area, text in self._blocks:
            for place in places(area):
                self.formulas.setdefault(place, text)
                self.arrays[place] = area


def places(area: Area) -> list[Place]:
    """Return the (row, column) of each cell of a range."""
    columns = range(area.first.column, area.last.column + 1)
    return [(row, col) for row in range(area.first.row, area.last.row + 1) for col in columns]
