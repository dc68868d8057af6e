"""A block of cells in LibreOffice: what it holds, each value as what it is.

Its data array has None for errors, 1.0 and 0.0 for booleans, '' for empty cells. Each question
that tells them from everything else costs a round trip, so only those are asked that can matter;
which cells have formulas is asked once: a number may come in place of one, and no formula does.
"""

import re
from contextlib import suppress
from typing import Any

from .document import Document

_ERRORS, _STRINGS = 4, 2  # com.sun.star.sheet.FormulaResult
_FORMULAS = 16  # com.sun.star.sheet.CellFlags
_FEW = 8  # errors that are asked for one by one
_ARRAY = "{="
_FORMULA = ("=", _ARRAY)
_LIKE_ERRORS = ("#", "Err:")
# What LibreOffice lets look like a boolean where Excel has a number: =--(A1>0), =MAX(A1:A3).
_NUMERIC = re.compile(
    r"[-+]|(MAXA?|MINA?|SUM|SUMPRODUCT|PRODUCT|AVERAGE|MEDIAN|LARGE|SMALL|ABS|SIGN|N|MMULT)\("
)


class Area:
    """A block of cells of a sheet.

    Args:
        document: the workbook.
        sheet: the sheet, as LibreOffice has it.
        row: its first row, from 1 on, as everywhere.
        column: its first column.
        height: how many rows it has.
        width: how many columns it has.
    """

    def __init__(
        self, document: Document, sheet: Any, row: int, column: int, height: int, width: int
    ) -> None:
        self._document, self._sheet = document, sheet
        self._row, self._column = row - 1, column - 1
        self._area = sheet.getCellRangeByPosition(
            self._column, self._row, self._column + width - 1, self._row + height - 1
        )
        self._numbers: set[tuple[int, int]] | None = None
        self._typed: set[tuple[int, int]] = set()
        self._arrays: bool | None = None
        self._looks_plain = False

    @property
    def has_arrays(self) -> bool:
        """Whether a cell of it belongs to an array formula, which nothing replaces."""
        if self._arrays is None:
            self._arrays = self._area.queryContentCells(_FORMULAS).Count > 0 and any(
                formula.startswith(_ARRAY)
                for row in self._area.getFormulaArray()
                for formula in row
            )
        return self._arrays

    def put(self, rows: "list[list[Any]]") -> None:
        """Put numbers and texts into all cells, of which none is part of an array."""
        if not self._looks_plain:
            self._area.NumberFormat = 0  # 1 in a cell that held TRUE would still look like TRUE
            self._looks_plain = True
        self._area.setDataArray(tuple(map(tuple, rows)))

    def values(self) -> "list[list[Any]]":
        """Return what the cells hold."""
        rows = [list(values) for values in self._area.getDataArray()]
        present = {value for row in rows for value in row if not value or value == 1.0}
        if "" in present:
            self._tell_empty(rows)
        if None in present:
            self._tell_errors(rows)
        if 0.0 in present or 1.0 in present:
            self._tell_booleans(rows)
        return rows

    def _tell_empty(self, rows: "list[list[Any]]") -> None:
        texts = set(self._cells(self._area.queryFormulaCells(_STRINGS)))
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value == "" and (i, j) not in texts:
                    row[j] = None

    def _tell_errors(self, rows: "list[list[Any]]") -> None:
        places = self._cells(self._area.queryFormulaCells(_ERRORS))
        shown = self._shown(places) if len(places) > _FEW else {}
        for i, j in places:
            text = shown.get((i, j), "")
            if not text.startswith(_LIKE_ERRORS):
                cell = self._sheet.getCellByPosition(self._column + j, self._row + i)
                text = cell.getString()
            rows[i][j] = {"error": text}

    def _shown(self, places: "list[tuple[int, int]]") -> "dict[tuple[int, int], str]":
        """Return what the cells show, as copied to the clipboard, as far as that is clear.

        One question for the smallest block that has them all, else one for each row. It is not
        clear on a hidden page, which cannot be gone to (what is copied is then another page's),
        where rows are filtered, and where texts have tabs or lines in them.
        """
        if not self._sheet.IsVisible:
            return {}
        shown = self._copied(places)
        if not shown:
            for row in {i for i, _ in places}:
                shown |= self._copied([place for place in places if place[0] == row])
        return shown

    def _copied(self, places: "list[tuple[int, int]]") -> "dict[tuple[int, int], str]":
        rows, columns = [i for i, _ in places], [j for _, j in places]
        top, left, bottom, right = min(rows), min(columns), max(rows), max(columns)
        block = self._area.getCellRangeByPosition(left, top, right, bottom)
        view = self._document.model.getCurrentController()
        with suppress(Exception):  # uno raises what the other side raised
            view.setActiveSheet(self._sheet)
            view.select(block)
            copied = view.getTransferable()
            flavors = {one.MimeType: one for one in copied.getTransferDataFlavors()}
            text = copied.getTransferData(flavors["text/plain;charset=utf-16"])
            lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
            if list(map(len, lines)) == [right - left + 1] * (bottom - top + 1):
                return {(i, j): lines[i - top][j - left] for i, j in places}
        return {}

    def _tell_booleans(self, rows: "list[list[Any]]") -> None:
        """LibreOffice has no booleans, only numbers that look like them."""
        numbers = self._sure_numbers()
        maybe = {
            (i, j)
            for i, row in enumerate(rows)
            for j, value in enumerate(row)
            if value in (0.0, 1.0) and (i, j) not in numbers
        }
        if not maybe:
            return
        for ranges in self._area.getUniqueCellFormatRanges():
            if self._document.is_logical(ranges.NumberFormat):
                booleans = maybe.intersection(self._cells(ranges))
                for i, j in booleans:
                    rows[i][j] = rows[i][j] == 1.0
                maybe -= booleans
        numbers |= maybe & self._typed  # a format changes where a formula is calculated only

    def _sure_numbers(self) -> "set[tuple[int, int]]":
        """Return where no boolean can be."""
        if self._numbers is None:
            self._numbers, self._typed = set(), set()
            for i, row in enumerate(self._area.getFormulaArray()):
                for j, formula in enumerate(row):
                    if not formula.startswith(_FORMULA):
                        self._typed.add((i, j))
                    elif gives_number(formula):
                        self._numbers.add((i, j))
        return self._numbers

    def _cells(self, ranges: Any) -> "list[tuple[int, int]]":
        return [
            (row - self._row, column - self._column)
            for area in ranges.getRangeAddresses()
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        ]


def gives_number(formula: str) -> bool:
    """Return whether a formula calculates a number, whatever its cell looks like."""
    outside, before = re.sub(r'"[^"]*"', "", formula.strip("{}").removeprefix("=")), ""
    while outside != before:
        before, outside = outside, re.sub(r"\([^()]*\)", "[]", outside)
    if re.search("[=<>]", outside):  # the outermost operator compares
        return False
    return bool(_NUMERIC.match(formula.strip("{}").removeprefix("=").lstrip()))
