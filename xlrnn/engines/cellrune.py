"""CellRune, the second embedded engine: right on array formulas, typed errors; young and slower.

It is installed with xlrnn where it has wheels, pinned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.files import check_block, check_value, checked, sheet_index
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.formula.cell import column_letters
from xlrnn.formula.value import CellError, Value

# What CellRune knows nothing about is, in a spreadsheet's words, an unknown name.
_UNKNOWN_NAMES = {"calculation.unsupported_name", "calculation.unsupported_function"}
_CIRCULAR = "calculation.circular_reference"


class CellRune(Engine):
    """CellRune (https://github.com/emulette/cellrune), a calculation engine in Rust."""

    name = "cellrune"
    good_for = "second embedded engine, right on array formulas; slow when large"
    ignores = frozenset({"rounds"})

    def version(self) -> str:
        """Return the version of the installed package."""
        from importlib import metadata

        _module()
        return metadata.version("cellrune")

    def load(self, path: Path) -> "CellRuneSheets":
        """Load a workbook into this process."""
        module, file = _module(), checked(path)
        with _as_engine_errors(f"cellrune cannot load {path}"):
            return CellRuneSheets(module.Workbook.open_path(file))


class CellRuneSheets(Sheets):
    """A workbook in CellRune's memory."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._sheets = [sheet["name"] for sheet in book.summary()["sheets"]]
        # Cells change all at once: each edit takes as long as hundreds of them together.
        self._waiting: dict[tuple[str, str], dict[str, Any]] = {}

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell."""
        sheet_index(self._sheets, sheet)
        check_block(row, column)
        kind = "text" if isinstance(value, str) else "number"
        address = f"{column_letters(column)}{row}"
        self._waiting[sheet, address] = {"kind": kind, "value": check_value(value)}

    def calculate(self) -> None:
        """Recalculate every formula that can have changed, all of them the first time."""
        changes = [
            {"kind": "set_value", "sheet": sheet, "address": address, "value": value}
            for (sheet, address), value in self._waiting.items()
        ]
        self._waiting.clear()
        with _as_engine_errors("cellrune cannot calculate the workbook"):
            if changes:
                self._book.apply_changes(self._book.summary()["semantic_revision"], changes)
            self._book.recalculate()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds."""
        sheet_index(self._sheets, sheet)
        check_block(row, column, height, width)
        first = f"{column_letters(column)}{row}"
        last = f"{column_letters(column + width - 1)}{row + height - 1}"
        with _as_engine_errors(f"cellrune cannot read {sheet}!{first}:{last}"):
            rows = self._book.read_values(sheet, first, last)
        return [[_value(value) for value in values] for values in rows]

    def close(self) -> None:
        """Let go of the workbook."""
        self._book.close()


def _value(value: dict[str, Any]) -> Value:
    kind = value["kind"]
    if kind == "blank":
        return None
    if kind == "error":
        return CellError(value["value"])
    if kind == "unavailable":
        if value["code"] in _UNKNOWN_NAMES:
            return CellError("#NAME?")
        if value["code"] == _CIRCULAR:
            return CellError("#CIRC!")
        return CellError(f"#UNCALCULATED! {value['message']}")
    if kind in ("number", "text", "logical"):
        content: Value = value["value"]
        return content
    return CellError(f"#UNCALCULATED! {kind}")


def _module() -> Any:
    try:
        import cellrune
    except ImportError as error:
        raise EngineMissingError(
            f"cellrune cannot be imported ({error}): run pip install cellrune==0.2.0"
        ) from error
    return cellrune


@contextmanager
def _as_engine_errors(what: str) -> Iterator[None]:
    try:
        yield
    except _module().CellRuneError as error:
        raise EngineError(f"{what}: {error} ({error.code})") from error
