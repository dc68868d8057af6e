"""Sheets in formulas, as the workbook writes them: `FORWARD!I30` means the sheet `forward`.

Upper and lower case are alike in spreadsheet programs. ironcalc finds a sheet only if its name is
written to the letter, so the copy that engines get is written so; and it cannot read a sheet with
an exclamation mark in its name, so there such a sheet is called otherwise.
"""

from collections.abc import Iterable
from typing import Final

from xlrnn.formula.cell import quote_sheet
from xlrnn.formula.parsing.tokens import Token, joined, tokens_of

_BETWEEN: Final = ":"  # sheets, as in 'first:last'!A1
# A letter that looks like the mark, and that nobody types.
_MARK, _LETTER = "!", "\u01c3"


def name_in_copy(sheet: str) -> str:
    """Return what a sheet is called in the copy that engines get.

    Example:
        >>> name_in_copy("x!y"), name_in_copy("forward")
        ('xǃy', 'forward')
    """
    return sheet.replace(_MARK, _LETTER)


class ExactSheets:
    """Writes the names of sheets in formulas as the workbook does.

    Args:
        names: the workbook's sheets.
        copied: write them as the copy for engines does.
    """

    def __init__(self, names: Iterable[str], *, copied: bool = False) -> None:
        names = list(names)
        self._written = {name: name_in_copy(name) if copied else name for name in names}
        self._by_key = {name.casefold(): name for name in names}

    @property
    def renames(self) -> bool:
        """Whether any sheet is called otherwise than in the workbook."""
        return any(name != written for name, written in self._written.items())

    def changes(self, sheet: str) -> bool:
        """Tell whether a sheet's name in a formula has to be written otherwise."""
        return self._exact(sheet) != sheet

    def formula(self, text: str) -> str:
        """Return a formula with all its sheets as the workbook writes them.

        Example:
            >>> ExactSheets(["forward", "it's"]).formula("FORWARD!A1+'IT''S'!B2")
            "forward!A1+'it''s'!B2"
        """
        tokens = tokens_of(text)
        changed = {at: self._token(t) for at, t in enumerate(tokens) if self.changes(t.sheet)}
        return joined(tokens, changed) if changed else text

    def _token(self, token: Token) -> str:
        """Return a piece of a formula with its sheet as the workbook writes it."""
        mark = token.text.rindex(_MARK, 0, _start_of_word(token))
        return _quoted(self._exact(token.sheet)) + token.text[mark:]

    def _exact(self, sheet: str) -> str:
        if not sheet:
            return sheet
        if sheet in self._written:
            return self._written[sheet]
        parts = [sheet] if sheet.casefold() in self._by_key else sheet.split(_BETWEEN)
        exact = [self._by_key.get(part.casefold()) for part in parts]
        return _BETWEEN.join(self._written[name] for name in exact if name) if all(exact) else sheet


def _start_of_word(token: Token) -> int:
    """Return where the address or name after a sheet begins; an error may hold a mark itself."""
    return len(token.text) - len(token.word) if token.text.endswith(token.word) else len(token.text)


def _quoted(sheet: str) -> str:
    """Quote a sheet, or the first and the last of several."""
    parts = [quote_sheet(part) for part in sheet.split(_BETWEEN)]
    if len(parts) == 1 or not any(part.startswith("'") for part in parts):
        return _BETWEEN.join(parts)
    return "'" + sheet.replace("'", "''") + "'"
