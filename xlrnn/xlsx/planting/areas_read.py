"""The areas that a formula in plain references reads, as far as it says so."""

from collections.abc import Iterator

from xlrnn.formula.area import Area, area_of
from xlrnn.formula.parsing.single_values import parsed
from xlrnn.xlsx.reading.read import Workbook


class AreasRead:
    """Finds what formulas of a workbook read.

    Args:
        file: the workbook.
    """

    def __init__(self, file: Workbook) -> None:
        self._file = file
        self._order = list(file.sheets)
        self._sheets = {name.casefold(): name for name in file.sheets}

    def of(self, sheet: str, formula: str) -> Iterator[tuple[str, Area]]:
        """Yield the areas that a formula on a sheet reads, with their sheets.

        Areas are those that stand in it, and those for which its defined names stand.
        """
        found = parsed(formula)
        for token in found.tokens:
            if token.word.casefold() in found.bound and not token.sheet:
                continue
            if token.kind == "area" and (area := area_of(token.word)) is not None:
                yield from ((name, area) for name in self._named(token.sheet or sheet))
            elif token.kind == "name" and (named := self._file.area(token.word)) is not None:
                yield named

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
