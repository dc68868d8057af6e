"""Workbooks laid out by hand, as people do, with the map that says what they hold.

Each file here is one manner: `MANNER` has the cells, the map, and formulas that are wrong. Numbers
that stand beside formulas come from the plain loops in `loops`, so that a workbook that nobody
has calculated shows whether NumPy agrees with them. No xlrnn code is behind either.
"""

from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell


@dataclass
class Page:
    """The cells of one sheet: constants, and formulas with their numbers."""

    cells: dict = field(default_factory=dict)

    def numbers(self, cell, matrix):
        """Put a matrix of constants."""
        for address, value in _spread(cell, matrix):
            self.cells[address] = value

    def formulas(self, cell, texts, values):
        """Put a matrix of formulas with the numbers that the loops have found."""
        shown = dict(_spread(cell, values))
        for address, text in _spread(cell, texts):
            self.cells[address] = (text, shown[address])

    def array(self, area, text, values):
        """Put one array formula."""
        for number, (address, value) in enumerate(_spread(area.split(":")[0], values)):
            self.cells[address] = ((text, area) if number == 0 else None, value)


@dataclass
class Manner:
    """A workbook, its map, and what can be wrong in it.

    Attributes:
        sheets: the pages by name.
        map: what the map says.
        checked: how many cells it checks.
        wrong: for each mistake a dict of cells, `sheet!cell` and what stands there instead, and
            the place that is named: `sheet!cell (quantity, unit …)`.
        names: defined names.
    """

    sheets: dict
    map: str
    checked: int
    wrong: dict
    names: dict = field(default_factory=dict)

    def write(self, path, changes=None):
        """Write the workbook, with some cells changed."""
        with xlsxwriter.Workbook(path) as book:
            for name, page in self.sheets.items():
                own = {
                    cell.partition("!")[2]: content
                    for cell, content in (changes or {}).items()
                    if cell.partition("!")[0] == name
                }
                _write(book.add_worksheet(name), {**page.cells, **own})
            for name, target in self.names.items():
                book.define_name(name, f"={target}")
        return path


def _write(sheet, cells):
    for cell, content in cells.items():
        if not isinstance(content, tuple):
            sheet.write(cell, content)
        elif content[0] is None:
            sheet.write_number(cell, content[1])
        elif isinstance(content[0], tuple):
            sheet.write_array_formula(content[0][1], f"{{{content[0][0]}}}", None, content[1])
        else:
            sheet.write_formula(cell, content[0], None, content[1])


def _spread(cell, matrix):
    row, column = xl_cell_to_rowcol(cell)
    for i, line in enumerate(matrix):
        for j, value in enumerate(line):
            yield xl_rowcol_to_cell(row + i, column + j), value


def at(cell, down=0, right=0):
    """Return the address so many rows below and columns to the right of a cell."""
    row, column = xl_cell_to_rowcol(cell)
    return xl_rowcol_to_cell(row + down, column + right)


def columns(vectors):
    """Return lists as the columns of a matrix, and the other way round."""
    return [list(line) for line in zip(*vectors, strict=True)]


def column(vector):
    """Return a list as a matrix of one column."""
    return [[value] for value in vector]
