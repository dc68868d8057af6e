"""Cells of a sheet: whole blocks go in at once, and whole rows come out.

XlsxWriter takes one cell a call, and writes each through a chain of questions of what it may be.
What our pages hold by the thousand, numbers, words, and formulas with their results, is written
here to the same letters; whatever else there is, XlsxWriter writes as always. If it renames what
is used here, the tests of `write` say so.

LibreOffice takes stored results for true, but not in a shared formula: so every formula is a
shared one, shared by its own cell alone, as Excel writes it, too.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import (
    CellArrayFormulaTuple,
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
)

from xlrnn.formula.area import Area
from xlrnn.formula.cell import column_letters
from xlrnn.xlsx.writing.shapes import DrawnSheet
from xlrnn.xlsx.writing.words import RARE, QuickWords

Line = Sequence[float | str]

# So many rows share what XlsxWriter says of how wide they are.
_ALIKE: Final = 16
# A cell takes twice as much, and XlsxWriter cuts what is longer.
_LONG: Final = 16_000
_ERRORS: Final = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class RowSheet(QuickWords, DrawnSheet):
    """A worksheet that takes blocks and writes rows."""

    def __init__(self) -> None:
        super().__init__()
        self._shared = 0

    # In.

    def put_formulas(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        texts: Sequence[Sequence[str]],
        results: Sequence[Line],
        look: Format,
    ) -> None:
        """Put formulas, without their `=`, and their results into cells counted from 1."""
        self._stretch(rows, columns)
        places = [column - 1 for column in columns]
        for row, line, shown in zip(rows, texts, results, strict=True):
            into = self.table[row - 1]
            for column, text, result in zip(places, line, shown, strict=True):
                into[column] = CellFormulaTuple(text, look, result)

    def put_arrays(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        texts: Sequence[Sequence[str]],
        results: Sequence[Line],
        look: Format,
    ) -> None:
        """Put formulas that are array formulas of a single cell, as `put_formulas` does."""
        self._stretch(rows, columns)
        for row, line, shown in zip(rows, texts, results, strict=True):
            into = self.table[row - 1]
            for column, text, result in zip(columns, line, shown, strict=True):
                place = f"{column_letters(column)}{row}"
                into[column - 1] = CellArrayFormulaTuple(text, look, result, place, "static")

    def put_text(self, row: int, column: int, text: str, look: Format) -> None:
        """Put a text into a cell, counted from 0."""
        if len(text) > _LONG:
            self.write_string(row, column, text, look)
            return
        self._check_dimensions(row, column)
        word = self.str_table._get_shared_string_index(text)
        self.table[row][column] = CellStringTuple(word, look)

    def put_values(
        self, rows: Sequence[int], columns: Sequence[int], values: Sequence[Line], look: Format
    ) -> None:
        """Put numbers and words into cells counted from 1."""
        self._stretch(rows, columns)
        places = [column - 1 for column in columns]
        for row, line in zip(rows, values, strict=True):
            into = self.table[row - 1]
            for column, value in zip(places, line, strict=True):
                if isinstance(value, str):
                    self.put_text(row - 1, column, value, look)
                elif math.isfinite(value):
                    into[column] = CellNumberTuple(value, look)
                else:
                    self.write_number(row - 1, column, value, look)  # which refuses it

    def put_array(self, area: Area, text: str, results: Sequence[Line], look: Format) -> None:
        """Put one formula, without its `=`, and its results into all cells of an area."""
        first, last = area.first, area.last
        columns = range(first.column, last.column + 1)
        # What is inside is a number for XlsxWriter; the corner is put over the first of them.
        inside = [[0.0, *results[0][1:]], *results[1:]]
        self.put_values(range(first.row, last.row + 1), columns, inside, look)
        self.table[first.row - 1][first.column - 1] = CellArrayFormulaTuple(
            text, look, results[0][0], str(area), "static"
        )

    def _stretch(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Let the sheet reach as far as these cells do."""
        self._check_dimensions(rows[0] - 1, columns[0] - 1)
        self._check_dimensions(rows[-1] - 1, columns[-1] - 1)

    # Out.

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        looks: dict[int, str] = {}
        spans = self._spans()
        usual = self.default_row_height == self.original_row_height and self.excel_version == 2007
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            # A row is not needed any more, and all rows take more memory than the file.
            cells, about = self.table.pop(row, None), self.row_info.get(row)
            if cells and about is None and usual:
                self.fh.write(f'<row r="{row + 1}" spans="{spans[row // _ALIKE]}">')
                self._write_cells(row, cells, looks)
                self.fh.write("</row>")
            elif cells:
                self._write_row(row, spans[row // _ALIKE], about)
                self._write_cells(row, cells, looks)
                self.fh.write("</row>")
            elif about is not None:
                self._write_empty_row(row, spans.get(row // _ALIKE), about)

    def _spans(self) -> dict[int, str]:
        """Return the first and last column of every few rows."""
        found: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = min(cells), max(cells)
                least, most = found.get(row // _ALIKE, (first, last))
                found[row // _ALIKE] = min(first, least), max(last, most)
        return {group: f"{first + 1}:{last + 1}" for group, (first, last) in found.items()}

    def _write_cells(self, row: int, cells: Mapping[int, Any], looks: dict[int, str]) -> None:
        """Write the cells of a row."""
        out: list[str] = []
        for column in sorted(cells):
            cell = cells[column]
            look = looks.get(id(cell.format))
            if look is None:
                look = looks[id(cell.format)] = self._look(cell.format)
            text = None
            if look:
                text = self._cell_text(f"{column_letters(column + 1)}{row + 1}", look, cell)
            if text is None:
                self.fh.write("".join(out))
                out.clear()
                self._write_cell(row, column, cell)
            else:
                out.append(text)
        self.fh.write("".join(out))

    def _look(self, look: Format | None) -> str:
        """Return how a cell says how it looks, "" if its row or column may say it."""
        if look is not None:
            return f'" s="{look._get_xf_index()}"'
        return "" if self.row_info or self.col_info else '"'

    def _cell_text(self, place: str, look: str, cell: Any) -> str | None:
        """Return a cell's XML; None if it is none of those that there are by the thousand."""
        kind = type(cell)
        if kind is CellNumberTuple:
            return f'<c r="{place}{look}><v>{cell.number:.16G}</v></c>'
        if kind is CellStringTuple:
            return f'<c r="{place}{look} t="s"><v>{cell.string}</v></c>'
        if kind is CellBlankTuple:
            return f'<c r="{place}{look}/>'
        if kind is CellFormulaTuple:
            return self._formula_text(place, look, cell.formula, cell.value)
        if kind is CellArrayFormulaTuple:
            return self._array_text(place, look, cell)
        return None

    def _array_text(self, place: str, look: str, cell: CellArrayFormulaTuple) -> str | None:
        """Return a cell with an array formula, None if it or its result is an unusual one."""
        if type(cell.value) is not float or cell.atype != "static" or RARE.search(cell.formula):
            return None
        text = self._escape_data(cell.formula)
        about = f't="array" ref="{cell.range}"'
        return f'<c r="{place}{look}><f {about}>{text}</f><v>{cell.value}</v></c>'

    def _formula_text(self, place: str, look: str, formula: str, result: float | str) -> str:
        """Return a cell with a formula that it shares with no other."""
        kind = ""
        if type(result) is not float:
            kind = _kind_of(result)
            result = self._escape_data(result)
        shared = f't="shared" ref="{place}" si="{self._shared}"'
        self._shared += 1
        text = self._escape_data(formula)
        return f'<c r="{place}{look}{kind}><f {shared}>{text}</f><v>{result}</v></c>'


def _kind_of(result: object) -> str:
    """Say what a result is that is no number."""
    if not isinstance(result, str) or not result:
        return ""
    return f' t="{"e" if result in _ERRORS else "str"}"'
