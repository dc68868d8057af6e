"""Which blocks and cells a student's formula reads, through helper cells if need be.

Only what the formula says is looked at; what OFFSET and INDIRECT reach is not known.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.exercises.written import Written, written
from xlrnn.sheet.block import Place
from xlrnn.sheet.cell import Area, Cell
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
        self._written: dict[tuple[str, str], Written] = {}

    def of(self, sheet: str, formula: str) -> frozenset[str]:
        """Return the names of the blocks that a formula on a sheet reads."""
        key = sheet, formula
        if key not in self._known:
            self._known[key] = self._find(sheet, formula)
        return self._known[key]

    def written(self, sheet: str, formula: str) -> Written:
        """Return what stands in a formula on a sheet, and in the helper cells that it reads."""
        key = sheet, formula
        if key not in self._written:
            through = self._through(sheet, formula)
            areas = [area for where, text in through for area in self._areas(where, text)]
            texts = [text for _, text in through]
            unsure = any(map(self._names_more_than_areas, texts))
            self._written[key] = written(texts, areas, unsure=unsure)
        return self._written[key]

    def _names_more_than_areas(self, formula: str) -> bool:
        """Tell whether a formula has a name that stands for something else than cells."""
        names = {match["name"] for match in _TOKEN.finditer(formula) if match["name"]}
        defined = (name for name in names if name.casefold() in self._file.names)
        return any(self._file.area(name) is None for name in defined)

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
        return frozenset(
            block
            for where, text in self._through(sheet, formula)
            for other, area in self._areas(where, text)
            for block in self._blocks(other, area)
        )

    def _through(self, sheet: str, formula: str) -> list[tuple[str, str]]:
        """Return a formula and those of the helper cells that it reads, with their sheets."""
        waiting, seen = [(sheet, formula)], {(sheet, formula): None}
        while waiting and len(seen) < _MOST:
            where, text = waiting.pop()
            for other, area in self._areas(where, text):
                for helper in () if self._blocks(other, area) else self._helpers(other, area):
                    if helper not in seen:
                        seen[helper] = None
                        waiting.append(helper)
        return list(seen)

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
