"""Which blocks and cells a student's formula reads, through helper cells if need be.

Only what the formula says is looked at; what OFFSET and INDIRECT reach is not known.
"""

from collections.abc import Mapping
from typing import Final

from xlrnn.exercises.judge.written import FormulaContents, written
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.formula.parsing.tokens import names_in
from xlrnn.formula.place import Place
from xlrnn.xlsx.planting.areas_read import AreasRead
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook

# More helper cells than this nobody writes by hand.
_MOST: Final = 400


class Precedents:
    """Finds the blocks that formulas read.

    Args:
        file: the student's workbook.
        places: where each block stands.
        references: writes formulas in plain references.
    """

    def __init__(
        self, file: Workbook, places: Mapping[str, Place], references: PlainReferences | None = None
    ) -> None:
        self._file, self._places, self._references = file, places, references
        self._areas = AreasRead(file)
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._texts: dict[tuple[str, int, int], str] = {}
        self._written: dict[tuple[str, str], FormulaContents] = {}

    def text(self, sheet: str, cell: Cell) -> str:
        """Return what a cell's formula reads: the formula in plain references, "" if none."""
        key = sheet, cell.row, cell.column
        if key not in self._texts:
            self._texts[key] = self._text(sheet, cell)
        return self._texts[key]

    def _text(self, sheet: str, cell: Cell) -> str:
        found, place = self._file.sheets[sheet], (cell.row, cell.column)
        formula, array = found.formulas.get(place, ""), found.arrays.get(place)
        if self._references is None or not formula:
            return formula
        first, in_array = array.first if array else cell, array is not None
        return self._references.plain(sheet, first, formula, in_array=in_array, whole=True).text

    def of(self, sheet: str, formula: str) -> frozenset[str]:
        """Return the names of the blocks that a formula in plain references reads."""
        key = sheet, formula
        if key not in self._known:
            _, self._known[key] = self._through(sheet, formula)
        return self._known[key]

    def written(self, sheet: str, formula: str) -> FormulaContents:
        """Return what stands in a formula on a sheet, and in the helper cells that it reads."""
        key = sheet, formula
        if key not in self._written:
            through, _ = self._through(sheet, formula)
            areas = [area for where, text in through for area in self._areas.of(where, text)]
            texts = [text for _, text in through]
            unsure = any(map(self._names_more_than_areas, texts))
            self._written[key] = written(texts, areas, unsure=unsure)
        return self._written[key]

    def _names_more_than_areas(self, formula: str) -> bool:
        """Tell whether a formula has a name that stands for something else than cells."""
        defined = (name for name in names_in(formula) if name.casefold() in self._file.names)
        return any(self._file.area(name) is None for name in defined)

    def read_cells(self, sheet: str, formula: str) -> list[tuple[str, int, int]]:
        """Return sheet, row and column of each cell that a formula reads; [] if very many."""
        areas = list(self._areas.of(sheet, formula))
        small = sum(area.shape[0] * area.shape[1] for _, area in areas) <= _MOST
        pairs = ((other, cell) for other, area in areas for cell in area.cells()) if small else ()
        return [(other, cell.row, cell.column) for other, cell in pairs]

    def wanders(self, sheet: str, formula: str) -> bool:
        """Tell whether a formula itself reads a cell in which nothing stands."""
        return any(
            not self._blocks(other, area) and self._empty(other, area)
            for other, area in self._areas.of(sheet, formula)
        )

    def _empty(self, sheet: str, area: Area) -> bool:
        held = self._file.sheets[sheet]
        cells = (*held.formulas.items(), *held.values.items())  # an area may be the whole sheet
        return not any(content and Cell(*cell) in area for cell, content in cells)

    def _through(self, sheet: str, formula: str) -> tuple[list[tuple[str, str]], frozenset[str]]:
        """Return a formula and those of the helper cells that it reads, and the blocks they read.

        The formulas come with their sheets.
        """
        found: set[str] = set()
        waiting, seen = [(sheet, formula)], {(sheet, formula): None}
        while waiting and len(seen) < _MOST:
            where, text = waiting.pop()
            for other, area in self._areas.of(where, text):
                blocks = self._blocks(other, area)
                found |= blocks
                for helper in () if blocks else self._helpers(other, area):
                    if helper not in seen:
                        seen[helper] = None
                        waiting.append(helper)
        return list(seen), frozenset(found)

    def _blocks(self, sheet: str, area: Area) -> set[str]:
        return {
            name
            for name, place in self._places.items()
            if place.sheet == sheet
            and area.first.row <= place.rows[-1]
            and place.rows[0] <= area.last.row
            and area.first.column <= place.columns[-1]
            and place.columns[0] <= area.last.column
        }

    def _helpers(self, sheet: str, area: Area) -> list[tuple[str, str]]:
        height, width = area.shape
        if height * width > _MOST:
            return []
        formulas = self._file.sheets[sheet].formulas
        cells = (cell for cell in area.cells() if (cell.row, cell.column) in formulas)
        return [(sheet, self.text(sheet, cell)) for cell in cells]
