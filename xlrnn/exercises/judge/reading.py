"""What a student's sheet shows in each trial, calculated by an engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from xlrnn.engines.base import Sheets
from xlrnn.exercises.ask.trials import Inputs
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.formula.value import Value

Grid: TypeAlias = list[list[Value]]
Rows: TypeAlias = list[list[float | str]]
# What is put where: sheet, first row and column, values.
Repair: TypeAlias = tuple[str, int, int, Rows]

# A page of up to so many cells is read whole, so that cells beside the blocks are known.
MOST_READ_WHOLE = 20_000
# Of a larger one so many pieces beside the blocks are read.
_MOST_PIECES = 300


@dataclass
class Reading:
    """What a sheet shows in one trial.

    Attributes:
        values: what each block shows.
        around: the pages that were read whole, from A1 on, by sheet.
        beside: cells of other pages, by sheet, row and column.
    """

    values: dict[str, Grid] = field(default_factory=dict)
    around: dict[str, Grid] = field(default_factory=dict)
    beside: dict[tuple[str, int, int], Value] = field(default_factory=dict)

    def cell(self, sheet: str, row: int, column: int) -> Value:
        """Return what a cell of a page shows, nothing if it was not read."""
        grid = self.around.get(sheet)
        if grid is None:
            return self.beside.get((sheet, row, column))
        inside = 1 <= row <= len(grid) and 1 <= column <= len(grid[0])
        return grid[row - 1][column - 1] if inside else None


class LoadedWorkbook:
    """A workbook that an engine has loaded, to be tried with several inputs.

    Args:
        sheets: the workbook.
        places: where each block stands.
        inputs: the constant blocks.
        used: the last row and column that holds anything, by sheet.
        outside: where formulas stand outside of the blocks, by sheet.
    """

    def __init__(
        self,
        sheets: Sheets,
        places: Mapping[str, Place],
        inputs: Sequence[Block],
        used: Mapping[str, Cell],
        outside: Mapping[str, Sequence[Area]] | None = None,
    ) -> None:
        self._sheets, self._places, self._inputs, self._used = sheets, places, inputs, used
        self._outside = outside or {}

    def read(self, inputs: Inputs, repairs: Sequence[Repair] = ()) -> Reading:
        """Set the inputs, and cells that are put right; calculate; read what is shown."""
        for block in self._inputs:
            if block.name in inputs:
                self._put(self._places[block.name], inputs[block.name].tolist())
        for repair in repairs:
            self._sheets.fill(*repair)
        self._sheets.calculate()
        return self._read()

    def _put(self, place: Place, rows: list[list[Any]]) -> None:
        """Put an input where it stands, at once if it can be: LibreOffice takes ms a request."""
        given = [[one if isinstance(one, str) else float(one) for one in row] for row in rows]
        if place.whole:
            self._sheets.fill(place.sheet, place.rows[0], place.columns[0], given)
            return
        for row, values in zip(place.rows, given, strict=True):
            for column, value in zip(place.columns, values, strict=True):
                self._sheets.set(place.sheet, row, column, value)

    def _read(self) -> Reading:
        reading = Reading()
        for sheet, last in self._used.items():
            if last.row * last.column <= MOST_READ_WHOLE:
                reading.around[sheet] = self._sheets.read(sheet, 1, 1, last.row, last.column)
            else:
                reading.beside |= self._beside(sheet)
        for name, place in self._places.items():
            whole = reading.around.get(place.sheet)
            if whole is not None:
                reading.values[name] = _cut_out(whole, place, Cell(1, 1))
            else:
                first, shape = place.area.first, place.area.shape
                grid = self._sheets.read(place.sheet, first.row, first.column, *shape)
                reading.values[name] = _cut_out(grid, place, first)
        return reading

    def _beside(self, sheet: str) -> dict[tuple[str, int, int], Value]:
        """Read the formulas outside of the blocks, if they are not all over the page."""
        outside = self._outside.get(sheet, ())
        found = {}
        for area in outside if len(outside) <= _MOST_PIECES else ():
            first = area.first
            for i, row in enumerate(self._sheets.read(sheet, first.row, first.column, *area.shape)):
                for j, value in enumerate(row):
                    found[sheet, first.row + i, first.column + j] = value
        return found


def _cut_out(grid: Grid, place: Place, first: Cell) -> Grid:
    """Return the cells of a block out of a grid that begins with a cell."""
    rows = (grid[row - first.row] for row in place.rows)
    if place.whole:  # nearly always
        left, right = place.columns[0] - first.column, place.columns[-1] - first.column
        return [row[left : right + 1] for row in rows]
    return [[row[column - first.column] for column in place.columns] for row in rows]
