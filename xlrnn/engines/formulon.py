"""formulon, which shows what Excel itself would, to the last bit; up to some thousand cells.

An optional extra, pinned: ``pip install 'xlrnn[engines]'``. It is a WebAssembly module; its
compiled form is kept, see `xlrnn.engines.wasm_cache`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlrnn.engines import wasm_cache
from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.files import check_block, check_value, checked, sheet_index
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.formula.value import CellError, Value


class Formulon(Engine):
    """formulon, Excel's calculation rebuilt in C++ and compiled to WebAssembly."""

    name = "formulon"
    good_for = "Excel's own numbers to the last bit, up to some thousand cells"

    def version(self) -> str:
        """Return the version of the installed package."""
        return str(_module().__version__)

    def start(self) -> None:
        """Compile the WebAssembly module, or load what was compiled before."""
        with _as_engine_errors(_module(), "formulon cannot start"):
            wasm_cache.start()

    def load(self, path: Path) -> "FormulonSheets":
        """Load a workbook into the WebAssembly module's memory."""
        module, file = _module(), checked(path)
        with _as_engine_errors(module, f"formulon cannot load {path}"):
            wasm_cache.start()
            return FormulonSheets(module, module.Workbook.load(file.read_bytes()))


class FormulonSheets(Sheets):
    """A workbook in formulon's memory; its rows and columns count from 0."""

    def __init__(self, module: Any, book: Any) -> None:
        self._module, self._book = module, book
        self._sheets = [book.sheet_name(index) for index in range(book.sheet_count())]

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell."""
        index = sheet_index(self._sheets, sheet)
        check_block(row, column)
        value = check_value(value)
        with _as_engine_errors(self._module, f"formulon cannot set {sheet}!R{row}C{column}"):
            if isinstance(value, str):
                self._book.set_text(index, row - 1, column - 1, value)
            else:
                self._book.set_number(index, row - 1, column - 1, value)

    def calculate(self) -> None:
        """Recalculate every formula."""
        with _as_engine_errors(self._module, "formulon cannot calculate the workbook"):
            self._book.recalc()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds."""
        index = sheet_index(self._sheets, sheet)
        check_block(row, column, height, width)
        area = self._module.MergeRange(row - 1, column - 1, row + height - 2, column + width - 2)
        rows: list[list[Value]] = [[None] * width for _ in range(height)]
        with _as_engine_errors(self._module, f"formulon cannot read {sheet}"):
            for cell in self._cells(index, area):
                rows[cell.row - row + 1][cell.col - column + 1] = self._value(cell.value)
        return rows

    def _cells(self, index: int, area: Any) -> Iterator[Any]:
        cells, cursor = self._book.get_cells_in_range(index, area)
        yield from cells
        while cursor is not None:
            cells, cursor = self._book.get_cells_in_range(index, area, cursor)
            yield from cells

    def _value(self, value: Any) -> Value:
        plain = value.to_python()
        if plain is None or isinstance(plain, (float, str, bool)):
            return plain
        if value.kind == self._module.ValueKind.ERROR:
            return CellError(self._module.error_display_name(value.error_code))
        return CellError(f"#UNCALCULATED! {value.kind.name}")

    def close(self) -> None:
        """Let go of the workbook."""
        self._book.close()


def _module() -> Any:
    try:
        import formulon
    except (ImportError, OSError) as error:  # OSError: wasmtime's library is for another system
        raise EngineMissingError(
            f"formulon cannot be imported ({error}): run pip install 'xlrnn[engines]'"
        ) from error
    return formulon


@contextmanager
def _as_engine_errors(module: Any, what: str) -> Iterator[None]:
    try:
        yield
    except (module.FormulonError, ValueError) as error:
        raise EngineError(f"{what}: {error}") from error
