"""Sheets in the compact layout that our own writer uses, read several times faster than others.

There is nothing but rows and cells; every cell has an address and a value; formulas are plain or
arrays. Every tag is accounted for by counting, so that nothing can hide between the cells. A
sheet laid out in any other way is left to the general scanner.
"""

import re
from collections.abc import Iterator
from operator import lt, ne
from typing import Final, TypeAlias

from xlrnn.errors import AddressError
from xlrnn.sheet.cell import MAX_ROW, Area, column_number
from xlrnn.xlsx.package import Package, RefusedError
from xlrnn.xlsx.scan import NotPlainError, PlainSheet, cell_type, plain_attributes, take_plain
from xlrnn.xlsx.shared_formula import Place, own_text, parse_area
from xlrnn.xlsx.shared_formula import places as list_places

# The row that starts with a cell ("" if none does); the cell's letters, digits and attributes;
# its formula's attributes, its formula ("" if none), its value.
CompactCell: TypeAlias = tuple[str, str, str, str, str, str, str]

_CELL: Final = re.compile(
    r'(?:<row r="([1-9][0-9]*)"[^<>/]*>(?:<c [^<>]*/>)*)?'
    r'<c r="([A-Z]+)([0-9]+)"([^<>]*)>(?:<f([^<>]*)>([^<]+)</f>)?<v>([^<]*)</v></c>'
)
_ROW: Final = re.compile(r'<row r="([1-9][0-9]{0,7})"')
_ARRAY: Final = re.compile(r' t="array" ref="[A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?"')
_UNUSUAL: Final = ("&", "_xl", "_XL", "<f>=")
_KNOWN_TYPES: Final = frozenset({"n", "s", "str", "b", "e"})


class CompactSheet:
    """The cells of a sheet in the compact layout.

    Attributes:
        places: where each cell that holds something stands.
        cells: those cells, in the same order.
        formulas: each formula cell's own text, array blocks' cells included.
        arrays: the block that a cell of an array formula belongs to.
        merged: the merged ranges.
    """

    def __init__(self, sheet: PlainSheet, places: list[Place], cells: list[CompactCell]) -> None:
        self.places = places
        self.cells = cells
        self.merged = tuple(parse_area(text) for text in sheet.merged)
        self.formulas = {place: cell[5] for place, cell in self.items() if cell[5]}
        if any(map(sheet.holds, _UNUSUAL)):
            self.formulas = {place: own_text(text) for place, text in self.formulas.items()}
        self.arrays: dict[Place, Area] = {}
        for place, kind in [(place, cell[4]) for place, cell in self.items() if cell[4]]:
            self._add_array(place, kind)

    def items(self) -> Iterator[tuple[Place, CompactCell]]:
        """Yield each cell with its place."""
        return zip(self.places, self.cells, strict=True)

    def _add_array(self, place: Place, attributes: str) -> None:
        area = parse_area(plain_attributes(attributes)["ref"])
        height, width = area.shape
        if height * width > len(self.cells):
            raise NotPlainError("a block with cells that are not there")
        inside = list_places(area)
        self.arrays.update(dict.fromkeys(inside, area))
        self.formulas.update(dict.fromkeys(inside, self.formulas[place]))

    def planted_rows(self, planted: str) -> str:
        """Return the sheet's rows as XML, with the plant for every result of a formula.

        Args:
            planted: the planted value and the end of its cell, as XML.
        """
        out: list[str] = []
        write, arrays = out.append, self.arrays
        for place, (starts, letters, digits, attributes, kind, formula, value) in self.items():
            if starts:
                write(f'</row><row r="{digits}">')
            if formula:
                write(f'<c r="{letters}{digits}"><f{kind}>{formula}</f>{planted}')
            elif place in arrays:
                write(f'<c r="{letters}{digits}">{planted}')
            else:
                shown = cell_type(attributes)
                kept = "" if shown == "n" else f' t="{shown}"'
                write(f'<c r="{letters}{digits}"{kept}><v>{value}</v></c>')
        return f"{''.join(out).removeprefix('</row>')}</row>" if out else ""


def compact_sheet(package: Package, part: str) -> CompactSheet | None:
    """Return a sheet of a package if it is laid out compactly; each is looked at once.

    Raises:
        UnreadableError: if the sheet is refused.
    """
    if part not in package.compact:
        try:
            package.compact[part] = take_compact(take_plain(package.part(part)))
        except (NotPlainError, RefusedError, AddressError, ValueError):
            package.compact[part] = None
    found: CompactSheet | None = package.compact[part]
    return found


def take_compact(sheet: PlainSheet) -> CompactSheet | None:
    """Return the cells of a sheet if it is laid out compactly, None otherwise."""
    cells: list[CompactCell] = _CELL.findall(sheet.text, sheet.start, sheet.end)
    if sheet.text.count("<", sheet.start, sheet.end) != _tags(sheet, cells):
        return None
    if not all(_ARRAY.fullmatch(kind) for kind in {cell[4] for cell in cells} if kind):
        return None
    if not {cell_type(attributes) for attributes in {cell[3] for cell in cells}} <= _KNOWN_TYPES:
        return None
    columns = {letters: column_number(letters) for letters in {cell[1] for cell in cells}}
    rows = {digits: int(digits) for digits in {cell[2] for cell in cells}}
    found = [(rows[cell[2]], columns[cell[1]]) for cell in cells]
    if not all(map(lt, found, found[1:])) or not _stand_in_their_rows(cells, sheet):
        return None
    return CompactSheet(sheet, found, cells)


def _tags(sheet: PlainSheet, cells: list[CompactCell]) -> int:
    """Return how many tags there are if there are only these cells, rows, and empty tags."""
    formulas = sum([1 for cell in cells if cell[5]])
    rows = sheet.text.count("</row>", sheet.start, sheet.end)
    empty = sheet.text.count("/>", sheet.start, sheet.end)
    return 4 * len(cells) + 2 * formulas + 2 * rows + empty


def _stand_in_their_rows(cells: list[CompactCell], sheet: PlainSheet) -> bool:
    """Say whether rows follow each other, and every cell stands in the row it names."""
    rows = [int(number) for number in _ROW.findall(sheet.text, sheet.start, sheet.end)]
    tags = sheet.text.count("<row", sheet.start, sheet.end)
    if len(rows) != tags or not all(map(lt, rows, rows[1:])) or max(rows, default=1) > MAX_ROW:
        return False
    named = [cell[2] for cell in cells]
    changes = sum(map(ne, named, named[1:])) + bool(named)
    starts = [(cell[0], cell[2]) for cell in cells if cell[0]]
    return len(starts) == changes and all(start == name for start, name in starts)
