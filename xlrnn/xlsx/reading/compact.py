"""Sheets in the compact layout that our own writer uses, read several times faster than others.

There is nothing but rows and cells, each cell with its address, style and type and no more. One
expression knows a whole row, and the rows must follow each other without a gap, so that nothing
can hide between the cells. A sheet laid out in any other way is left to the general scanner.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from operator import lt
from typing import Final, NamedTuple

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area, parse_area
from xlrnn.formula.cell import MAX_ROW, Position, column_letters, column_number
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.plain_form import NotPlainError, PlainSheet
from xlrnn.xlsx.reading.scan import plain_attributes, take_plain
from xlrnn.xlsx.reading.shared_formula import own_text
from xlrnn.xlsx.reading.shared_formula import places as list_places
from xlrnn.xlsx.reading.xml import RefusedError

_STYLED: Final = r'(?: s="[0-9]++")?+'
# An exponent that could make the number infinite is left to the general scanner.
_NUMBER: Final = r"-?[0-9]++(?:\.[0-9]*+)?+(?:[eE](?:-[0-9]++|\+?[0-9]{1,2}))?+"
_OWN: Final = r' t="shared" ref="[A-Z]++[0-9]++" si="[0-9]++"'  # shared by its own cell alone
_ARRAY: Final = r' t="array" ref="[A-Z]++[0-9]++(?::[A-Z]++[0-9]++)?+"'
_KIND: Final = rf'(?: aca="false")?+(?:{_OWN}|{_ARRAY})?+'
# What follows a cell's address and style: a number, a formula, a text, or nothing.
_CONTENTS: Final = (
    rf'(?: t="n")?+><v>{_NUMBER}</v></c>',
    rf'(?: t="(?:n|str|b|e)")?+><f{_KIND}>[^<=][^<]*+</f><v>[^<]*+</v></c>',
    r' t="s"><v>[0-9]++</v></c>',
    "/>",
)
# `\1` is the row's number: every cell stands in the row that it names.
_CELLS: Final = rf'(?:<c r="[A-Z]++\1"{_STYLED}(?:{"|".join(_CONTENTS)}))*+'
_ROW: Final = re.compile(rf'<row r="([1-9][0-9]{{0,6}})"[^<>]*+(?:(?<=/)>|>({_CELLS})</row>)')

_COLUMN: Final = re.compile('<c r="([A-Z]+)')
_FORMULA: Final = re.compile(r'<c r="([A-Z]++)[0-9]++"[^<>]*+><f([^<>]*+)>([^<]++)')
_RESULT: Final = re.compile(
    rf'<c r="([A-Z]++)[0-9]++"{_STYLED}(?: t="(n|str|b|e)")?><f[^<>]*+>[^<]++</f><v>([^<]*+)'
)
_NUMBER_CELL: Final = re.compile(
    rf'<c r="([A-Z]++)[0-9]++"{_STYLED}(?: t="n")?><v>([^<]++)</v></c>'
)
_STRING_CELL: Final = re.compile(rf'<c r="([A-Z]++)[0-9]++"{_STYLED} t="s"><v>([0-9]++)')
_OWN_FORMULA: Final = re.compile(f"<f{_OWN}>")
_STRING: Final = ' t="s"><v>'
_END: Final = "</v></c>"
_TYPES: Final = ("n", "str", "b", "e")


class SharedFill(NamedTuple):
    """Rows and columns whose cells hold one formula, filled down and to the right."""

    rows: Sequence[int]
    columns: Sequence[int]


class CompactSheet:
    """The cells of a sheet in the compact layout.

    Attributes:
        cells: how many there are.
        formulas: each formula cell's own text, array blocks' cells included.
        arrays: the block that a cell of an array formula belongs to.
        merged: the merged ranges.
    """

    def __init__(self, sheet: PlainSheet, rows: list[tuple[int, str]]) -> None:
        self.merged = tuple(parse_area(area) for area in sheet.merged)
        self._rows = rows
        self._columns: dict[str, int] = {}
        self.cells = self._count_cells()
        self.formulas: dict[Position, str] = {}
        self.arrays: dict[Position, Area] = {}
        self._blocks: list[Area] = []
        self._unclaimed = self.cells  # blocks do not overlap, so their cells are no more than all
        arrays = [array for row, text in rows if "<f" in text for array in self._read(row, text)]
        if any(map(sheet.holds, ("&", "_xl", "_XL"))):
            self.formulas = {place: own_text(text) for place, text in self.formulas.items()}
        for place, attributes in arrays:
            self._add_array(place, attributes)

    def _count_cells(self) -> int:
        """Count the cells; each must stand behind the one before, so that none is there twice."""
        cells = 0
        known: set[tuple[str, ...]] = set()  # most rows have cells in the same columns
        for _, text in self._rows:
            letters = tuple(_COLUMN.findall(text))
            cells += len(letters)
            if letters not in known:
                self._columns |= {name: column_number(name) for name in letters}
                columns = [self._columns[name] for name in letters]
                if not all(map(lt, columns, columns[1:])):
                    raise NotPlainError("cells out of order")
                known.add(letters)
        return cells

    def _read(self, row: int, text: str) -> list[tuple[Position, str]]:
        """Take note of a row's formulas; return where the array formulas stand."""
        formulas, columns, arrays = self.formulas, self._columns, []
        for letters, kind, formula in _FORMULA.findall(text):
            place = row, columns[letters]
            formulas[place] = formula
            if "array" in kind:
                arrays.append((place, kind))
        return arrays

    def _add_array(self, place: Position, attributes: str) -> None:
        area = parse_area(plain_attributes(attributes)["ref"])
        height, width = area.shape
        self._unclaimed -= height * width
        if self._unclaimed < 0:
            raise NotPlainError("a block with cells that are not there")
        inside = list_places(area)
        self._blocks.append(area)
        self.arrays.update(dict.fromkeys(inside, area))
        for cell in inside:
            self.formulas.setdefault(cell, self.formulas[place])

    def strings(self) -> Iterator[tuple[Position, str]]:
        """Yield the cells that hold a text, with its number among the shared strings."""
        for row, text in self._rows:
            at = text.find(_STRING)
            while at >= 0:
                cell = _STRING_CELL.match(text, text.rindex("<c", 0, at))
                assert cell is not None
                yield (row, self._columns[cell[1]]), cell[2]
                at = text.find(_STRING, at + 1)

    def numbers(self) -> dict[Position, float]:
        """Return the numbers that are typed in, and those inside an array block."""
        return {
            (row, self._columns[letters]): float(number)
            for row, text in self._rows
            for letters, number in _NUMBER_CELL.findall(text)
        }

    def results(self) -> Iterator[tuple[Position, str, str]]:
        """Yield place, type and stored result of each formula."""
        for row, text in self._rows:
            for letters, kind, value in _RESULT.findall(text) if "<f" in text else ():
                yield (row, self._columns[letters]), kind or "n", value

    def planted_rows(self, planted: str, fills: Sequence[SharedFill] = ()) -> str:
        """Return the sheet's rows as XML, with the plant for every result of a formula.

        Args:
            planted: the planted value and the end of its cell, as XML.
            fills: where the formulas are known to be fills; they are written once and shared,
                as spreadsheet programs do, which engines load in half the time.
        """
        shared = _by_row(fills, planted)
        blocks = [area for area in self._blocks if area.first != area.last]
        inside = {row for area in blocks for row in range(area.first.row, area.last.row + 1)}
        rows = []
        for row, text in self._rows:
            if row in shared:
                text = _share(row, text, shared[row])
            if row in inside:
                text = _NUMBER_CELL.sub(partial(self._plant_inside, row, planted), text)
            if "</f><v>" in text:
                text = _plant(text, planted)
            rows.append(f'<row r="{row}">{text}</row>')
        return "".join(rows)

    def _plant_inside(self, row: int, planted: str, cell: re.Match[str]) -> str:
        """Return a cell that shows a number, with the plant if it belongs to an array block."""
        inside = (row, self._columns[cell[1]]) in self.arrays
        return f'<c r="{cell[1]}{row}">{planted}' if inside else cell[0]


class _Shared(NamedTuple):
    """A fill as XML: its columns' letters, its first row, and its cells' ends."""

    letters: list[str]
    first_row: int
    first: str
    others: str


def _by_row(fills: Sequence[SharedFill], planted: str) -> dict[int, list[_Shared]]:
    """Return the fills that meet each row, from left to right."""
    found: dict[int, list[_Shared]] = {}
    for number, fill in enumerate(sorted(fills, key=lambda fill: fill.columns[0])):
        letters = [column_letters(column) for column in fill.columns]
        area = f"{letters[0]}{fill.rows[0]}:{letters[-1]}{fill.rows[-1]}"
        shared = _Shared(
            letters,
            fill.rows[0],
            f'"><f t="shared" ref="{area}" si="{number}">%s</f>{planted}',
            f'"><f t="shared" si="{number}"/>{planted}',
        )
        for row in fill.rows:
            found.setdefault(row, []).append(shared)
    return found


def _share(row: int, text: str, fills: list[_Shared]) -> str:
    """Return a row's cells with the formula of each fill in its first cell alone."""
    parts, done = [], 0
    for letters, first_row, first, others in fills:
        start = text.index(f'<c r="{letters[0]}{row}"', done)
        end = text.index("</c>", text.index(f'<c r="{letters[-1]}{row}"', start)) + len("</c>")
        tail = f"{row}{others}"
        cells = [f'<c r="{name}{tail}' for name in letters]
        if row == first_row:
            formula = text[text.index("<f", start) : text.index("</f>", start)].partition(">")[2]
            cells[0] = f'<c r="{letters[0]}{row}{first % formula}'
        parts += [text[done:start], *cells]
        done = end
    return "".join([*parts, text[done:]])


def _plant(text: str, planted: str) -> str:
    """Return a row's cells with the plant for every result beside a formula."""
    for kind in _TYPES:
        text = text.replace(f' t="{kind}"><f', "><f")
    text = text.replace('<f aca="false"', "<f")
    text = _OWN_FORMULA.sub("<f>", text)
    first, *others = text.split("</f><v>")
    parts = [first, *(part[part.index(_END) + len(_END) :] for part in others)]
    return f"</f>{planted}".join(parts)


def compact_sheet(package: Package, part: str) -> CompactSheet | None:
    """Return a sheet of a package if it is laid out compactly; each is looked at once.

    Raises:
        UnreadableError: if the sheet is refused.
    """
    return package.once(f"compact {part}", lambda: _look_at(package, part))


def _look_at(package: Package, part: str) -> CompactSheet | None:
    try:
        return take_compact(take_plain(package.part(part)))
    except (NotPlainError, RefusedError, AddressError, ValueError):
        return None


def take_compact(sheet: PlainSheet) -> CompactSheet | None:
    """Return the cells of a sheet if it is laid out compactly, None otherwise."""
    rows: list[tuple[int, str]] = []
    done, last = sheet.start, 0
    for found in _ROW.finditer(sheet.text, sheet.start, sheet.end):
        row = int(found[1])
        if found.start() != done or not last < row <= MAX_ROW:
            return None
        rows.append((row, found[2] or ""))
        done, last = found.end(), row
    return CompactSheet(sheet, rows) if done == sheet.end else None
