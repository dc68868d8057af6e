"""Names in the formulas of a workbook that we wrote, as the ranges that they stand for.

ironcalc copies all names for each formula that it loads: half of the time that a thousand names
take goes into that. What a name stands for, the workbook says; the formula reads the same cells.
"""

import re
from dataclasses import replace
from typing import Final

from xlrnn.formula.parsing.tokens import joined, only_range, tokens_of
from xlrnn.xlsx.reading.contents import Contents, NameEntry
from xlrnn.xlsx.reading.escapes import escape, unescape

_FORMULA: Final = re.compile(r"(<f(?: [^<>]*+)?>)([^<]++)")
_WORD: Final = re.compile(r"[^\W\d][\w.?\\]*")
# A name of cells that move with the formula is another range in each cell.
_FIXED: Final = re.compile(r"\$[A-Z]+\$[0-9]+(?::\$[A-Z]+\$[0-9]+)?")


class NamedRanges:
    """Which names stand for fixed cells.

    Args:
        contents: what the workbook holds.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._sheets = {sheet.name for sheet in contents.sheets if sheet.part}
        found = [name for name in contents.names if not name.scope and self._is_fixed(name)]
        own = {name.name.casefold() for name in contents.names if name.scope}
        self._ranges = {
            name.name.casefold(): name.text.removeprefix("=")
            for name in found
            if name.name.casefold() not in own
        }

    def _is_fixed(self, name: NameEntry) -> bool:
        cells = only_range(name.text)
        return (
            cells is not None
            and cells.sheet in self._sheets
            and _FIXED.fullmatch(cells.word) is not None
        )

    @property
    def others(self) -> Contents:
        """The same contents with no names but those that formulas still need."""
        names = (n for n in self._contents.names if n.name.casefold() not in self._ranges)
        return replace(self._contents, names=tuple(names))

    def written_out(self, rows: str) -> str:
        """Return the rows of a sheet, as XML, with ranges for names in their formulas."""
        return _FORMULA.sub(self._formula, rows)

    def _formula(self, match: re.Match[str]) -> str:
        known = self._ranges.keys()
        if known.isdisjoint(map(str.casefold, _WORD.findall(match[2]))):
            return match[0]
        tokens = tokens_of(unescape(match[2]))
        ranges = {
            at: self._ranges[token.word.casefold()]
            for at, token in enumerate(tokens)
            if token.kind == "name" and not token.sheet and token.word.casefold() in known
        }
        return match[1] + escape(joined(tokens, ranges))
