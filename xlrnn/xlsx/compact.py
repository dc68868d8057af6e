"""Sheets in the compact layout that our own writer uses, read several times faster than others.

There is nothing but rows and cells, each cell with its address, style and type and no more.
Formulas are taken out and all the rest is only counted: every tag is accounted for, so that
nothing can hide between the cells. A sheet laid out in any other way is left to the general
scanner.
"""

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from operator import lt
from typing import Final, NamedTuple

from xlrnn.errors import AddressError
from xlrnn.sheet.cell import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number
from xlrnn.xlsx.package import Package
from xlrnn.xlsx.scan import NotPlainError, PlainSheet, plain_attributes, take_plain
from xlrnn.xlsx.shared_formula import Place, own_text, parse_area
from xlrnn.xlsx.shared_formula import places as list_places
from xlrnn.xlsx.xml import RefusedError

_STYLED: Final = r'(?: s="[0-9]+")?'
_CELL: Final = rf'<c r="([A-Z]+)([0-9]+)"{_STYLED}'
# An exponent that could make the number infinite is left to the general scanner.
_NUMBER: Final = r"-?[0-9]+(?:\.[0-9]*)?(?:[eE](?:-[0-9]+|\+?[0-9]{1,2}))?"

_ADDRESS: Final = re.compile(r'<c r="([A-Z]+)([0-9]+)"')
_NUMBER_CELL: Final = re.compile(f'{_CELL}(?: t="n")?><v>({_NUMBER})</v></c>')
_STRING_CELL: Final = re.compile(f'{_CELL} t="s"><v>([0-9]+)</v></c>')
_FORMULA_CELL: Final = re.compile(
    f'{_CELL}(?: t="(n|str|b|e)")?><f([^<>]*)>([^<]+)</f><v>([^<]*)</v></c>'
)
# The same without groups, to be counted or replaced.
_NUMBERS: Final = re.compile(f'<c r="[A-Z]+[0-9]+"{_STYLED}(?: t="n")?><v>{_NUMBER}</v></c>')
_ROW: Final = re.compile(r'r="([1-9][0-9]{0,7})"[^<>]*>')
# Up to the slash of a row without cells, which may have a height all the same.
_AROUND: Final = re.compile(r'(<row r="[0-9]+")[^<>]*?(?=/?>)')
_KIND: Final = re.compile(r'(?: aca="false")?(?: t="array" ref="[A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?")?')
_UNUSUAL: Final = ("&", "_xl", "_XL", "<f>=")
_END: Final = "</v></c>"


class Fill(NamedTuple):
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
        strings: the cells that hold a text, with its number among the shared strings.
    """

    def __init__(self, sheet: PlainSheet, text: str, count: int) -> None:
        self.cells = count
        self.merged = tuple(parse_area(area) for area in sheet.merged)
        self.strings = {_place(*cell[:2]): int(cell[2]) for cell in _STRING_CELL.findall(text)}
        self._text = text
        self._found: list[tuple[str, str, str, str, str, str]] = _FORMULA_CELL.findall(text)
        self.formulas = {
            _place(letters, digits): formula for letters, digits, _, _, formula, _ in self._found
        }
        if any(map(text.__contains__, _UNUSUAL)):
            self.formulas = {place: own_text(text) for place, text in self.formulas.items()}
        if not all(map(_KIND.fullmatch, {cell[3] for cell in self._found})):
            raise NotPlainError("a formula of another kind")
        self.arrays: dict[Place, Area] = {}
        for letters, digits, _, kind, _, _ in self._found:
            if "array" in kind:
                self._add_array(_place(letters, digits), kind)

    @property
    def tags(self) -> int:
        """How many tags its cells with a formula or a text are made of."""
        return 6 * len(self._found) + 4 * len(self.strings)

    def numbers(self) -> dict[Place, float]:
        """Return the numbers that are typed in, and those inside an array block."""
        found = _NUMBER_CELL.findall(self._text)
        return {_place(letters, digits): float(text) for letters, digits, text in found}

    def results(self) -> list[tuple[Place, str, str]]:
        """Return place, type and stored result of each formula."""
        return [
            (_place(letters, digits), kind or "n", value)
            for letters, digits, kind, _, _, value in self._found
        ]

    def _add_array(self, place: Place, attributes: str) -> None:
        area = parse_area(plain_attributes(attributes)["ref"])
        height, width = area.shape
        if height * width > self.cells:
            raise NotPlainError("a block with cells that are not there")
        inside = list_places(area)
        self.arrays.update(dict.fromkeys(inside, area))
        self.formulas.update(dict.fromkeys(inside, self.formulas[place]))

    def planted_rows(self, planted: str, fills: Sequence[Fill] = ()) -> str:
        """Return the sheet's rows as XML, with the plant for every result of a formula.

        Args:
            planted: the planted value and the end of its cell, as XML.
            fills: where the formulas are known to be fills; they are written once and shared,
                as spreadsheet programs do, which engines load in half the time.
        """
        text = _shared(_AROUND.sub(r"\1", self._text), fills, planted)
        for kind in {cell[2] for cell in self._found if cell[2]}:
            text = text.replace(f' t="{kind}"><f', "><f")
        text = text.replace('<f aca="false"', "<f")
        first, *others = text.split("</f><v>")
        parts = [first, *(part[part.index(_END) + len(_END) :] for part in others)]
        text = f"</f>{planted}".join(parts)
        inside = any(area.shape != (1, 1) for area in set(self.arrays.values()))
        return _NUMBER_CELL.sub(partial(self._plant_inside, planted), text) if inside else text

    def _plant_inside(self, planted: str, cell: re.Match[str]) -> str:
        """Return a cell that shows a number, with the plant if it belongs to an array block."""
        letters, digits, _ = cell.groups()
        inside = (int(digits), column_number(letters)) in self.arrays
        return f'<c r="{letters}{digits}">{planted}' if inside else cell[0]


def _shared(text: str, fills: Sequence[Fill], planted: str) -> str:
    """Return rows of cells with the formula of each fill in its first cell alone."""
    parts, done = [], 0
    lines = [
        (row, fill.columns[0], number) for number, fill in enumerate(fills) for row in fill.rows
    ]
    for row, _, number in sorted(lines):
        fill, letters = fills[number], [column_letters(c) for c in fills[number].columns]
        start = text.index(f'<c r="{letters[0]}{row}"', done)
        end = text.index("</c>", text.index(f'<c r="{letters[-1]}{row}"', start)) + len("</c>")
        cells = [f'<c r="{name}{row}"><f t="shared" si="{number}"/>{planted}' for name in letters]
        if row == fill.rows[0]:
            formula = text[text.index("<f", start) : text.index("</f>", start)].partition(">")[2]
            area = f"{letters[0]}{row}:{letters[-1]}{fill.rows[-1]}"
            shared = f'<f t="shared" ref="{area}" si="{number}">{formula}</f>'
            cells[0] = f'<c r="{letters[0]}{row}">{shared}{planted}'
        parts += [text[done:start], *cells]
        done = end
    return "".join([*parts, text[done:]])


def _place(letters: str, digits: str) -> Place:
    return int(digits), column_number(letters)


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
    text = sheet.text[sheet.start : sheet.end]
    addresses: list[tuple[str, str]] = _ADDRESS.findall(text)
    if not _stand_in_their_rows(text, addresses) or not _in_order(addresses):
        return None
    found = CompactSheet(sheet, text, len(addresses))
    return found if _is_all_there_is(text, found) else None


def _is_all_there_is(text: str, found: CompactSheet) -> bool:
    """Say whether a sheet holds the cells that were found, rows, empty tags, and nothing else."""
    numbers = len(_NUMBERS.findall(text))
    tags = found.tags + 4 * numbers + 2 * text.count("</row>") + text.count("/>")
    return text.count("<") == tags


def _stand_in_their_rows(text: str, addresses: list[tuple[str, str]]) -> bool:
    """Say whether rows follow each other, and every cell stands in the row it names."""
    before, *rows = text.split("<row ")
    starts = [_ROW.match(row) for row in rows]
    if before or not all(starts):
        return False
    numbers = [start[1] for start in starts if start]
    if not all(int(a) < int(b) for a, b in pairwise(numbers)):
        return False
    if numbers and int(numbers[-1]) > MAX_ROW:
        return False
    expected: list[str] = []
    for number, row in zip(numbers, rows, strict=True):
        expected += [number] * row.count("<c ")
    return expected == [digits for _, digits in addresses]


def _in_order(addresses: list[tuple[str, str]]) -> bool:
    """Say whether each cell stands behind the one before, so that none is there twice."""
    columns = {letters: column_number(letters) for letters in {letters for letters, _ in addresses}}
    rows = {digits: MAX_COLUMN * int(digits) for digits in {digits for _, digits in addresses}}
    keys = [rows[digits] + columns[letters] for letters, digits in addresses]
    return all(map(lt, keys, keys[1:]))
