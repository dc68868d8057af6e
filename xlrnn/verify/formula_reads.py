"""The cells that a formula reads, as far as it says so."""

from collections.abc import Iterator
from typing import Final

from xlrnn.sheet.cell import MAX_COLUMN, MAX_ROW, Area, Cell
from xlrnn.xlsx.areas import area_of
from xlrnn.xlsx.formula_tokens import tokens_of
from xlrnn.xlsx.plain_references import PlainReferences
from xlrnn.xlsx.read import Workbook

# Where OFFSET may lead on another page.
_ANYWHERE: Final = Area(Cell(1, 1), Cell(MAX_ROW, MAX_COLUMN))


class FormulaReads:
    """Finds what the formulas of a workbook read.

    Args:
        file: the workbook.
        plain: who writes its formulas in plain references.
    """

    def __init__(self, file: Workbook, plain: PlainReferences) -> None:
        self._file, self._plain = file, plain
        self._order = list(file.sheets)
        self._sheets = {name.casefold(): name for name in file.sheets}

    def of(self, sheet: str, cell: Cell) -> Iterator[tuple[str, Area]]:
        """Yield the areas that the formula in a cell reads, with their sheets."""
        place, there = (cell.row, cell.column), self._file.sheets[sheet]
        written = self._plain.plain(
            sheet, cell, there.formulas[place], in_array=place in there.arrays, whole=True
        )
        found = tokens_of(written.text)
        moves = any(token.kind == "call" and token.word == "OFFSET" for token in found.tokens)
        for token in found.tokens:
            if token.kind == "area" and (area := area_of(token.word)) is not None:
                for name in self._named(token.sheet or sheet):
                    yield name, _ANYWHERE if moves and name != sheet else area
            elif token.kind == "name" and token.word.casefold() not in found.bound:
                named = self._file.area(token.word)
                yield from [named] if named is not None else []

    def _named(self, written: str) -> list[str]:
        """Return the sheets that stand before an address; of a range of sheets, all of them."""
        name = written.casefold()
        if name in self._sheets:
            return [self._sheets[name]]
        first, _, last = name.partition(":")
        if first in self._sheets and last in self._sheets:
            ends = sorted(self._order.index(self._sheets[end]) for end in (first, last))
            return self._order[ends[0] : ends[1] + 1]
        return []
