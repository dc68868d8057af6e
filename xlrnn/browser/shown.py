"""The page's engine as `verify` asks engines: what the page shows is what it has calculated."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.files import check_block
from xlrnn.errors import EngineError
from xlrnn.formula.cell import Position
from xlrnn.formula.value import CellError, Value

Told: TypeAlias = Mapping[str, Any]
"""A cell as the page tells it: sheet, row, column, value, and the formula if it has one."""


class Shown(Engine):
    """What the sheets of the page show.

    Args:
        name: of the engine that calculated there.
        version: its version.
    """

    embedded = False  # nothing is calculated here

    def __init__(self, name: str, version: str) -> None:
        self.name = name  # type: ignore[misc]  # of which the class knows nothing
        self._version = version
        self.values: dict[str, dict[Position, Value]] = {}

    def version(self) -> str:
        """Return the version of the page's engine."""
        return self._version

    def take(self, cells: Iterable[Told]) -> None:
        """Take cells whose values are others now."""
        for cell in cells:
            values = self.values.setdefault(cell["sheet"], {})
            values[cell["row"], cell["column"]] = value_of(cell["value"])

    def load(self, path: Path) -> "ShownSheets":  # noqa: ARG002
        """Return what is shown; the file is not looked at."""
        return ShownSheets(self.values)


class ShownSheets(Sheets):
    """Values by sheet, row and column."""

    def __init__(self, values: Mapping[str, Mapping[Position, Value]]) -> None:
        self._values = values

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:  # noqa: ARG002
        """Refuse: only the page changes its cells."""
        raise EngineError(f"{sheet}!R{row}C{column} is a cell of the page, which changes it itself")

    def calculate(self) -> None:
        """Do nothing: the page has calculated."""

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells shows, row by row."""
        check_block(row, column, height, width)
        values, columns = self._values.get(sheet, {}), range(column, column + width)
        return [[values.get((r, c)) for c in columns] for r in range(row, row + height)]

    def close(self) -> None:
        """Keep nothing."""


def value_of(told: Any) -> Value:
    """Return a value as the page tells it: an error is an object, every number a float."""
    if isinstance(told, dict):
        return CellError(told["error"])
    if isinstance(told, int) and not isinstance(told, bool):
        return float(told)
    value: Value = told
    return value
