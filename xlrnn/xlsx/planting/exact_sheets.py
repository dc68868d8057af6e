"""Sheets in formulas, as the workbook writes them: `FORWARD!I30` means the sheet `forward`.

Upper and lower case are alike in spreadsheet programs. ironcalc finds a sheet only if its name is
written to the letter, so the copy that engines get is written so.
"""

from collections.abc import Iterable
from typing import Final

from xlrnn.formula.cell import quote_sheet
from xlrnn.formula.parsing.tokens import Token, joined, tokens_of

_BETWEEN: Final = ":"  # sheets, as in 'first:last'!A1


class ExactSheets:
    """Writes the names of sheets in formulas as the workbook does.

    Args:
        names: the workbook's sheets.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._by_key = {name.casefold(): name for name in self._names}

    def changes(self, sheet: str) -> bool:
        """Tell whether a sheet's name in a formula has to be written otherwise."""
        return self._exact(sheet) != sheet

    def token(self, token: Token) -> Token:
        """Return a piece of a formula with its sheet as the workbook writes it."""
        exact = self._exact(token.sheet)
        if exact == token.sheet:
            return token
        after = token.text[token.text.rindex("!", 0, len(token.text) - len(token.word)) :]
        return token._replace(text=_quoted(exact) + after, sheet=exact)

    def formula(self, text: str) -> str:
        """Return a formula with all its sheets as the workbook writes them.

        Example:
            >>> ExactSheets(["forward", "it's"]).formula("FORWARD!A1+'IT''S'!B2")
            "forward!A1+'it''s'!B2"
        """
        tokens = tokens_of(text)
        return joined(tokens, {at: self.token(token).text for at, token in enumerate(tokens)})

    def _exact(self, sheet: str) -> str:
        if not sheet or sheet in self._names:
            return sheet
        parts = [sheet] if sheet.casefold() in self._by_key else sheet.split(_BETWEEN)
        exact = [self._by_key.get(part.casefold()) for part in parts]
        return _BETWEEN.join(name for name in exact if name) if all(exact) else sheet


def _quoted(sheet: str) -> str:
    """Quote a sheet, or the first and the last of several."""
    parts = [quote_sheet(part) for part in sheet.split(_BETWEEN)]
    if len(parts) == 1 or not any(part.startswith("'") for part in parts):
        return _BETWEEN.join(parts)
    return "'" + sheet.replace("'", "''") + "'"
