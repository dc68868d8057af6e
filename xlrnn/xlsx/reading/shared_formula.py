"""Give every formula cell its own text, also where the file stores one text for many cells.

A filled formula is stored once and shared: each cell's own text is the first one's, its relative
references shifted by the distance between the two. An array formula is stored in one cell of its
block. Functions newer than the format carry a prefix, which no program shows.
"""

import re
from typing import Final

from xlrnn.formula.area import Area, parse_area
from xlrnn.formula.cell import Cell, Position
from xlrnn.formula.parsing.shift import shift
from xlrnn.xlsx.reading.escapes import unescape
from xlrnn.xlsx.reading.scan import TOO_MANY_CELLS, plain_attributes
from xlrnn.xlsx.reading.xml import RefusedError

_FUTURE: Final = re.compile(r"""(["'])(?:(?!\1).)*\1|\b(?:_xl(?:fn|ws|pm|udf)\.)+""", re.IGNORECASE)


def own_text(stored: str) -> str:
    """Return a formula as a program shows it, given how the XML stores it.

    Example:
        >>> own_text("_xlfn._xlws.SORT(A1:A3)&amp;&quot;_xlfn.&quot;")
        'SORT(A1:A3)&"_xlfn."'
    """
    if "&" in stored:
        stored = unescape(stored)
    if "_xl" in stored or "_XL" in stored:
        stored = _FUTURE.sub(lambda match: match[0] if match[1] else "", stored)
    return stored[1:] if stored[:1] == "=" else stored


class FormulaCollector:
    """Collect the formulas of one sheet; `finish` when all are added.

    Attributes:
        formulas: each formula cell's own text.
        arrays: the block that a cell of an array formula belongs to.

    Args:
        most: how many cells there may be.
        shown: whether formulas are wanted as a program shows them, without prefixes.
    """

    def __init__(self, most: int, *, shown: bool = True) -> None:
        self.formulas: dict[Position, str] = {}
        self.arrays: dict[Position, Area] = {}
        self._most = most
        self._text = own_text if shown else unescape
        self._blocks: list[tuple[Area, str]] = []
        self._masters: dict[str, tuple[str, Position]] = {}
        self._waiting: list[tuple[str, Position]] = []

    def add(self, place: Position, attributes: str, stored: str) -> None:
        """Add one `<f>` tag, given its attributes and its text as the XML stores them."""
        found = plain_attributes(attributes)
        kind = found.get("t", "normal")
        text = self._text(stored)
        if kind == "dataTable":
            text = f"TABLE({found.get('r1', '')},{found.get('r2', '')})"
        if kind == "shared":
            self._add_shared(place, found, text)
        elif text and kind in {"array", "dataTable"}:
            self._add_block(place, found, text)
        elif text:
            self.formulas[place] = text

    def _add_shared(self, place: Position, found: dict[str, str], text: str) -> None:
        index = found.get("si", "")
        if text and ("ref" in found or index not in self._masters):
            self._masters[index] = text, place
        if text:
            self.formulas[place] = text
        elif index in self._masters:
            self._share(place, index)
        else:
            self._waiting.append((index, place))

    def _share(self, place: Position, index: str) -> None:
        text, (row, column) = self._masters[index]
        self.formulas[place] = shift(text, place[0] - row, place[1] - column)

    def _add_block(self, place: Position, found: dict[str, str], text: str) -> None:
        area = parse_area(found.get("ref", str(Cell(*place))))
        height, width = area.shape
        self._most -= height * width
        if self._most < 0:
            raise RefusedError(TOO_MANY_CELLS)
        self.formulas[place] = text
        self._blocks.append((area, text))

    def finish(self) -> None:
        """Expand what could not be expanded before the whole sheet was seen."""
        for index, place in self._waiting:
            if index not in self._masters:
                raise RefusedError(f"cell {Cell(*place)} shares a formula that is not there")
            self._share(place, index)
        for area, text in self._blocks:
            for place in places(area):
                self.formulas.setdefault(place, text)
                self.arrays[place] = area


def places(area: Area) -> list[Position]:
    """Return the (row, column) of each cell of a range."""
    columns = range(area.first.column, area.last.column + 1)
    return [(row, col) for row in range(area.first.row, area.last.row + 1) for col in columns]
