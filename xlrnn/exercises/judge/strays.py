"""Formulas that stand outside of all blocks: helper cells, and answers in the wrong place."""

from collections.abc import Iterable, Mapping

from xlrnn.formula.area import Area
from xlrnn.formula.place import Place
from xlrnn.xlsx.reading.read import Workbook


def strays(file: Workbook, places: Mapping[str, Place], sheet: str) -> list[tuple[int, int]]:
    """Return the row and column of each such formula of a sheet, from top to bottom."""
    taken = {
        (row, column)
        for place in places.values()
        if place.sheet == sheet
        for row in place.rows
        for column in place.columns
    }
    return sorted(file.sheets[sheet].formulas.keys() - taken)


def pieces(cells: Iterable[tuple[int, int]]) -> list[Area]:
    """Return the areas that cells make up, a column's neighbours together."""
    found: list[Area] = []
    for column, row in sorted((column, row) for row, column in cells):
        last = found[-1] if found else None
        if last and (last.last.column, last.last.row) == (column, row - 1):
            found[-1] = Area.at(last.first.row, column, row - last.first.row + 1, 1)
        else:
            found.append(Area.at(row, column, 1, 1))
    return found
