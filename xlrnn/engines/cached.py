"""What the program that saved the workbook stored in it: nothing is calculated.

The way to look at real Excel's own numbers where there is no Excel.
"""

from pathlib import Path

import xlrnn
from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.files import check_block, checked, sheet_index
from xlrnn.errors import EngineError, UnreadableError
from xlrnn.formula.value import Value


class Cached(Engine):
    """The results that stand in the file."""

    name = "cached"
    good_for = "what the saving program stored; calculates nothing"
    recalculates = False
    embedded = False

    def version(self) -> str:
        """Return our own version: the reader is part of this package."""
        return xlrnn.__version__

    def load(self, path: Path) -> "CachedSheets":
        """Read a workbook's stored results."""
        from xlrnn.xlsx.reading.read import read

        try:
            book = read(checked(path))
        except UnreadableError as error:
            raise EngineError(str(error)) from error
        return CachedSheets({name: sheet.values for name, sheet in book.sheets.items()})


class CachedSheets(Sheets):
    """Stored results, by sheet and by (row, column)."""

    def __init__(self, sheets: dict[str, dict[tuple[int, int], Value]]) -> None:
        self._sheets = sheets

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:  # noqa: ARG002
        """Refuse: nothing here follows a changed input."""
        raise EngineError(
            f"cached results cannot follow a changed input ({sheet}!R{row}C{column}): "
            "choose an engine that recalculates"
        )

    def calculate(self) -> None:
        """Do nothing; `Cached.recalculates` says so."""

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what is stored for a block of cells."""
        sheet_index(list(self._sheets), sheet)
        check_block(row, column, height, width)
        values = self._sheets[sheet]
        columns = range(column, column + width)
        return [[values.get((r, c)) for c in columns] for r in range(row, row + height)]

    def close(self) -> None:
        """Let go of the workbook."""
