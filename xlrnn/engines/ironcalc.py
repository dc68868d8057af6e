"""IronCalc, the embedded engine: fast, small, in this process.

Its errors come back as plain strings, and its panics are no `Exception`; both end here.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.files import check_block, check_value, checked, sheet_index
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.formula.value import CellError, Value

_stdout = threading.Lock()


class IronCalc(Engine):
    """IronCalc (https://www.ironcalc.com), a calculation engine in Rust."""

    name = "ironcalc"
    good_for = "embedded and fast: the one that `auto` takes"
    ignores = frozenset({"date1904", "rounds"})

    def version(self) -> str:
        """Return the version of the installed package."""
        return str(_module().__version__)

    def load(self, path: Path) -> "IronCalcSheets":
        """Load a workbook into this process."""
        module, file = _module(), checked(path)
        with _as_engine_errors(f"ironcalc cannot load {path}"), _quiet_stdout():
            return IronCalcSheets(module, module.load_from_xlsx(str(file), "en", "UTC"))


class IronCalcSheets(Sheets):
    """A workbook in IronCalc's memory."""

    def __init__(self, module: Any, model: Any) -> None:
        self._error_type = module.CellType.ErrorValue
        self._model: Any = model
        self._sheets = [sheet["name"] for sheet in model.get_worksheets_properties()]

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell."""
        model, index = self._open(), sheet_index(self._sheets, sheet)
        check_block(row, column)
        value = check_value(value)
        text = isinstance(value, str)
        put = model.update_cell_with_text if text else model.update_cell_with_number
        try:  # and not `with`: this runs for every input of every trial
            put(index, row, column, value)
        except BaseException as error:
            _raise_as_engine_error(f"ironcalc cannot set {sheet}!R{row}C{column}", error)

    def fill(self, sheet: str, row: int, column: int, rows: list[list[float | str]]) -> None:
        """Put numbers and texts into a block of cells."""
        model, index = self._open(), sheet_index(self._sheets, sheet)
        check_block(row, column, len(rows), max(map(len, rows), default=0))
        for i, values in enumerate(rows, row):
            for j, value in enumerate(map(check_value, values), column):
                text = isinstance(value, str)
                put = model.update_cell_with_text if text else model.update_cell_with_number
                try:  # and not `with`: this runs for every input of every trial
                    put(index, i, j, value)
                except BaseException as error:
                    _raise_as_engine_error(f"ironcalc cannot set {sheet}!R{i}C{j}", error)

    def calculate(self) -> None:
        """Recalculate every formula."""
        model = self._open()
        with _as_engine_errors("ironcalc cannot calculate the workbook"):
            model.evaluate()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds."""
        model, index = self._open(), sheet_index(self._sheets, sheet)
        check_block(row, column, height, width)
        get, columns = model.get_cell_value, range(column, column + width)
        with _as_engine_errors(f"ironcalc cannot read {sheet}"):
            rows = [[get(index, r, c) for c in columns] for r in range(row, row + height)]
            for r, values in enumerate(rows, row):
                # Asking for the type of every cell would double the time; only a text can be one.
                if str in set(map(type, values)):
                    self._mark_errors(index, r, column, values)
        return rows

    def _mark_errors(self, index: int, row: int, column: int, values: list[Value]) -> None:
        model = self._open()
        marked = [c for c, value in enumerate(values) if type(value) is str and value[:1] == "#"]
        for c in marked:
            if model.get_cell_type(index, row, column + c) == self._error_type:
                values[c] = CellError(str(values[c]))

    def close(self) -> None:
        """Let go of the workbook."""
        self._model = None

    def _open(self) -> Any:
        if self._model is None:
            raise EngineError("ironcalc: the workbook is closed")
        return self._model


def _module() -> Any:
    try:
        import ironcalc
    except ImportError as error:
        raise EngineMissingError(
            f"ironcalc cannot be imported ({error}): run pip install 'ironcalc>=0.9.1,<0.10'"
        ) from error
    return ironcalc


@contextmanager
def _as_engine_errors(what: str) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        _raise_as_engine_error(what, error)


def _raise_as_engine_error(what: str, error: BaseException) -> NoReturn:
    """Raise what IronCalc raised; pyo3's PanicException derives from BaseException."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | EngineError):
        raise error
    raise EngineError(f"{what}: {error}") from error


@contextmanager
def _quiet_stdout() -> Iterator[None]:
    """Send file descriptor 1 nowhere: IronCalc prints a line there per formula without result."""
    with _stdout:  # two threads at once would restore each other's nowhere
        if sys.stdout is not None:
            sys.stdout.flush()
        try:
            saved = os.dup(1)
        except OSError:  # a program without standard output
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(saved, 1)
            os.close(saved)
            os.close(nowhere)
