"""The cells that a formula reads, as far as it says so."""

from collections.abc import Iterator
from typing import Final

from xlrnn.formula.area import Area
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Cell
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.xlsx.planting.areas_read import AreasRead
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook

# Where OFFSET may lead on another page.
_ANYWHERE: Final = Area(Cell(1, 1), Cell(MAX_ROW, MAX_COLUMN))


class FormulaReads:
    """Finds what the formulas of a workbook read.

    Args:
        file: the workbook.
        plain: who writes its formulas in plain references.
    """

    def __init__(self, file: Workbook, plain: PlainReferences) -> None:
        self._file, self._plain, self._areas = file, plain, AreasRead(file)

    def of(self, sheet: str, cell: Cell) -> Iterator[tuple[str, Area]]:
        """Yield the areas that the formula in a cell reads, with their sheets."""
        place, there = (cell.row, cell.column), self._file.sheets[sheet]
        written = self._plain.plain(
            sheet, cell, there.formulas[place], in_array=place in there.arrays, whole=True
        )
        moves = "OFFSET" in functions_in(written.text)
        for name, area in self._areas.of(sheet, written.text):
            yield name, _ANYWHERE if moves and name != sheet else area
