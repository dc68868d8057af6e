"""The copy of a workbook, in an engine: sheets are called here as the workbook calls them."""

from pathlib import Path

from xlrnn.engines.base import Engine, Sheets
from xlrnn.formula.value import Value
from xlrnn.xlsx.planting.exact_sheets import name_in_copy


def load_copy(engine: Engine, copy: Path) -> Sheets:
    """Load a copy that `write_calculation_copy` wrote.

    Raises:
        EngineError: as `Engine.load` does.
    """
    return _Copied(engine.load(copy))


class _Copied(Sheets):
    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        self._sheets.set(name_in_copy(sheet), row, column, value)

    def fill(self, sheet: str, row: int, column: int, rows: list[list[float | str]]) -> None:
        self._sheets.fill(name_in_copy(sheet), row, column, rows)

    def calculate(self) -> None:
        self._sheets.calculate()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        return self._sheets.read(name_in_copy(sheet), row, column, height, width)

    def close(self) -> None:
        self._sheets.close()
