"""Where a block stands: a sheet, and the rows and columns of its cells."""

from dataclasses import dataclass
from functools import cached_property

from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell


@dataclass(frozen=True)
class Place:
    """Where a block stands: a sheet, and the rows and columns of its cells.

    They are lists and not two corners, since a reader may have inserted a row in the middle.
    """

    sheet: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, sheet: str, area: Area) -> "Place":
        """Return the place that fills an area."""
        place = cls(
            sheet,
            tuple(range(area.first.row, area.last.row + 1)),
            tuple(range(area.first.column, area.last.column + 1)),
        )
        place.__dict__["area"] = area  # it need not be found again
        return place

    @cached_property
    def area(self) -> Area:
        """The smallest area around it."""
        return Area(Cell(self.rows[0], self.columns[0]), Cell(self.rows[-1], self.columns[-1]))

    @cached_property
    def whole(self) -> bool:
        """Whether it has no gaps."""
        return self.area.shape == (len(self.rows), len(self.columns))

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell of an element, counted from 0."""
        return Cell(self.rows[row], self.columns[column])
