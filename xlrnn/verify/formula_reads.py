"""The ranges that a formula names: addresses, defined names, and addresses written as texts."""

from collections.abc import Iterator
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.sheet.cell import MAX_COLUMN, MAX_ROW, Area, Cell, column_number
from xlrnn.xlsx.formula_tokens import tokens_of
from xlrnn.xlsx.read import Workbook
from xlrnn.xlsx.shared_formula import parse_area

# Names that stand for names, and texts in texts, are followed so far.
_DEEPEST: Final = 8


class FormulaReads:
    """Finds what formulas of a workbook read, as far as they say so.

    Args:
        file: the workbook.
    """

    def __init__(self, file: Workbook) -> None:
        self._file = file
        self._order = list(file.sheets)
        self._sheets = {name.casefold(): name for name in file.sheets}
        self._known: dict[tuple[str, str], tuple[tuple[str, Area], ...]] = {}

    def of(self, sheet: str, formula: str) -> tuple[tuple[str, Area], ...]:
        """Return the sheets and areas that a formula on a sheet reads."""
        key = sheet, formula
        if key not in self._known:
            self._known[key] = tuple(self._find(sheet, formula, 0))
        return self._known[key]

    def _find(self, sheet: str, formula: str, depth: int) -> Iterator[tuple[str, Area]]:
        """Yield what a formula reads; a text is taken for an address if INDIRECT may."""
        found = tokens_of(formula)
        by_text = any(token.word == "INDIRECT" for token in found.tokens)
        for token in found.tokens if depth <= _DEEPEST else ():
            if token.kind == "text" and by_text:
                yield from self._find(sheet, token.text[1:-1].replace('""', '"'), depth + 1)
            elif token.kind == "name" and token.word.casefold() not in found.bound:
                text = self._file.names.get(token.word.casefold(), "")
                yield from self._find(sheet, text, depth + 1) if text else ()
            elif token.kind == "area":
                area = _area(token.word)
                yield from ((there, area) for there in self._named(token.sheet or sheet) if area)

    def _named(self, written: str) -> list[str]:
        """Return the sheets that stand before an address; of a range of sheets, all of them."""
        name = written.casefold()
        if name in self._sheets:
            return [self._sheets[name]]
        first, _, last = name.partition(":")
        if first in self._sheets and last in self._sheets:
            ends = sorted(self._order.index(self._sheets[end]) for end in (first, last))
            return self._order[ends[0] : ends[1] + 1]
        return []


def _area(address: str) -> Area | None:
    """Return the cells of an address, which may be that of whole rows or columns."""
    first, _, last = address.replace("$", "").upper().partition(":")
    try:
        if first.isdigit():
            top, bottom = sorted((int(first), int(last)))
            return Area(Cell(top, 1), Cell(bottom, MAX_COLUMN))
        if first.isalpha():
            left, right = sorted((column_number(first), column_number(last)))
            return Area(Cell(1, left), Cell(MAX_ROW, right))
        return parse_area(address)
    except AddressError:
        return None
