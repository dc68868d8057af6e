"""Which blocks and cells a student's formula reads, through helper cells if need be.

Only what the formula says is looked at; what OFFSET and INDIRECT reach is not known.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.sheet.block import Place
from xlrnn.sheet.cell import Area, Cell
from xlrnn.xlsx.handout import Index
from xlrnn.xlsx.read import Workbook
from xlrnn.xlsx.shared_formula import parse_area

_TOKEN: Final = re.compile(
    r"""
      "(?:[^"]|"")*"                                                    # a text
    | (?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
      (?P<area>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?)(?![\w(.])
    | (?P<name>[^\W\d][\w.]*)(?![\w(.!])
    """,
    re.VERBOSE,
)
# The same addresses stand in the formulas of a whole course.
_parsed: Final = lru_cache(maxsize=10_000)(parse_area)
# More helper cells than this nobody writes by hand.
_MOST = 400


class Precedents:
    """Finds the blocks that formulas read.

    Args:
        file: the student's workbook.
        places: where each block stands.
    """

    def __init__(self, file: Workbook, places: Mapping[str, Place]) -> None:
        self._file, self._places = file, places
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, sheet: str, formula: str) -> frozenset[str]:
        """Return the names of the blocks that a formula on a sheet reads."""
        key = sheet, formula
        if key not in self._known:
            self._known[key] = self._find(sheet, formula)
        return self._known[key]

    def cells(self, sheet: str, formula: str) -> frozenset[tuple[str, Index]]:
        """Return the cells of blocks that a formula itself reads."""
        return frozenset(
            (name, (i, t))
            for other, area in self._areas(sheet, formula)
            for name in self._blocks(other, area)
            for i, row in enumerate(self._places[name].rows)
            for t, column in enumerate(self._places[name].columns)
            if Cell(row, column) in area
        )

    def wanders(self, sheet: str, formula: str) -> bool:
        """Tell whether a formula itself reads a cell in which nothing stands."""
        return any(
            not self._blocks(other, area) and self._empty(other, area)
            for other, area in self._areas(sheet, formula)
        )

    def _empty(self, sheet: str, area: Area) -> bool:
        held = self._file.sheets[sheet]
        cells = (*held.formulas.items(), *held.values.items())  # an area may be the whole sheet
        return not any(content and Cell(*cell) in area for cell, content in cells)

    def _find(self, sheet: str, formula: str) -> frozenset[str]:
        found: set[str] = set()
        waiting, seen = [(sheet, formula)], {(sheet, formula)}
        while waiting and len(seen) < _MOST:
            where, text = waiting.pop()
            for other, area in self._areas(where, text):
                blocks = self._blocks(other, area)
                found |= blocks
                for helper in () if blocks else self._helpers(other, area):
                    if helper not in seen:
                        seen.add(helper)
                        waiting.append(helper)
        return frozenset(found)

    def _areas(self, sheet: str, formula: str) -> list[tuple[str, Area]]:
        areas = []
        for match in _TOKEN.finditer(formula):
            if match["area"]:
                named = (match["sheet"] or sheet).strip("'").replace("''", "'").casefold()
                other = next((one for one in self._file.sheets if one.casefold() == named), None)
                try:
                    areas += [] if other is None else [(other, _parsed(match["area"]))]
                except AddressError:
                    continue
            elif match["name"]:
                area = self._file.area(match["name"])
                areas += [] if area is None else [area]
        return areas

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
        cells = ((cell.row, cell.column) for cell in area.cells())
        return [(sheet, formulas[cell]) for cell in cells if cell in formulas]
