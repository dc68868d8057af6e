"""A workbook that an engine holds in another process."""

from pathlib import Path
from typing import Any

from xlrnn.engines.base import Sheets
from xlrnn.engines.files import check_block, check_value
from xlrnn.engines.isolation import wire
from xlrnn.engines.isolation.process import Child
from xlrnn.errors import EngineError
from xlrnn.formula.value import Value


class RemoteSheets(Sheets):
    """The workbook's near end: every method is one request.

    Args:
        child: the process.
        path: what it shall load.
        private: end the process together with the workbook.
    """

    def __init__(self, child: Child, path: Path, *, private: bool) -> None:
        self._child, self._private, self._closed = child, private, False
        self._book: int = child.ask({"do": "load", "path": str(path)})

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell."""
        check_block(row, column)
        self._ask("set", sheet=sheet, row=row, column=column, value=check_value(value))

    def fill(self, sheet: str, row: int, column: int, rows: list[list[float | str]]) -> None:
        """Put numbers and texts into a block of cells, row by row: with one request."""
        width = max(map(len, rows), default=0)
        if not width:
            return
        check_block(row, column, len(rows), width)
        checked = [[check_value(value) for value in values] for values in rows]
        self._ask("fill", sheet=sheet, row=row, column=column, rows=checked)

    def calculate(self) -> None:
        """Recalculate every formula."""
        self._ask("calculate")

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds."""
        check_block(row, column, height, width)
        return wire.decode(
            self._ask("read", sheet=sheet, row=row, column=column, height=height, width=width)
        )

    def close(self) -> None:
        """Let go of the workbook, and of a process that has nothing else to do."""
        if self._closed:
            return
        try:
            if self._child.alive and not self._private:
                self._ask("close")
        except EngineError:
            pass  # what is dead has let go
        finally:
            self._closed = True
            if self._private:
                self._child.close()

    def _ask(self, verb: str, **arguments: Any) -> Any:
        if self._closed:
            raise EngineError("the workbook is closed")
        return self._child.ask({"do": verb, "book": self._book, **arguments})
