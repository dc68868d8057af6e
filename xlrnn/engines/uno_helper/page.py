"""A page of a loaded workbook: cells are set and read, each area is asked for once."""

from typing import Any

from .area import Area
from .document import Document


class RefusedError(Exception):
    """A request that cannot be fulfilled, while the next one may be."""


class Page:
    """A sheet and the areas of it that were asked for.

    Args:
        document: the workbook.
        sheet: the sheet, as LibreOffice has it.
        name: its name.
    """

    def __init__(self, document: Document, sheet: Any, name: str) -> None:
        self._document, self._sheet, self._name = document, sheet, name
        self._areas: dict[tuple[int, int, int, int], Area] = {}
        self._open = False

    def set(self, row: int, column: int, value: "float | str") -> None:
        """Put a number or a text into a cell."""
        cell = self._sheet.getCellByPosition(column - 1, row - 1)
        if cell.getArrayFormula():
            raise RefusedError(
                f"{self._name}!R{row}C{column} cannot be changed: it is part of an array"
            )
        self._unprotect()
        text = isinstance(value, str)
        if not text:
            cell.NumberFormat = 0  # 1 in a cell that held TRUE would still look like TRUE
        (cell.setString if text else cell.setValue)(value)

    def fill(self, row: int, column: int, rows: "list[list[Any]]") -> None:
        """Put numbers and texts into a block of cells, at once where no array stands in it."""
        area = self._area(row, column, len(rows), len(rows[0]))
        if area.has_arrays:
            for r, values in enumerate(rows, row):
                for c, value in enumerate(values, column):
                    self.set(r, c, value)
            return
        self._unprotect()
        area.put(rows)

    def read(self, row: int, column: int, height: int, width: int) -> "list[list[Any]]":
        """Return what a block of cells holds."""
        return self._area(row, column, height, width).values()

    def _area(self, row: int, column: int, height: int, width: int) -> Area:
        place = row, column, height, width
        if place not in self._areas:
            self._areas[place] = Area(self._document, self._sheet, *place)
        return self._areas[place]

    def _unprotect(self) -> None:
        if not self._open and self._sheet.isProtected():
            try:
                self._sheet.unprotect("")
            except Exception:
                raise RefusedError(f"sheet {self._name!r} is protected by a password") from None
        self._open = True
