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
        self._known_filled: dict[tuple[int, int, int, int], list[int]] = {}
        self._calculated = False

    def set(self, sheet: str, row: int, column: int, value: float | str) -> None:
        """Put a number or a text into a cell."""
        self.fill(sheet, row, column, [[value]])

    def fill(self, sheet: str, row: int, column: int, rows: list[list[float | str]]) -> None:
        """Put numbers and texts into a block of cells."""
        model, index = self._open(), sheet_index(self._sheets, sheet)
        width = max(map(len, rows), default=0)
        if not width:
            return
        check_block(row, column, len(rows), width)
        for i, values in enumerate(rows, row):
            for j, value in enumerate(map(check_value, values), column):
                text = isinstance(value, str)
                if self._known_filled and model.is_empty_cell(index, i, j):
                    self._known_filled.clear()
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
        self._calculated = True

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> list[list[Value]]:
        """Return what a block of cells holds."""
        self._open()
        index = sheet_index(self._sheets, sheet)
        check_block(row, column, height, width)
        with _as_engine_errors(f"ironcalc cannot read {sheet}"):
            return [
                self._read_row(index, r, column, width, self._filled(index, r, column, width))
                for r in range(row, row + height)
            ]

    def _read_row(
        self, index: int, row: int, column: int, width: int, filled: list[int]
    ) -> list[Value]:
        get = self._model.get_cell_value
        values: list[Value] = [get(index, row, c) for c in filled]
        # Asking for the type of every cell would double the time; only a text can be an error.
        if str in set(map(type, values)):
            self._mark_errors(index, row, filled, values)
        if len(filled) == width:
            return values
        whole: list[Value] = [None] * width
        for c, value in zip(filled, values, strict=True):
            whole[c - column] = value
        return whole

    def _filled(self, index: int, row: int, column: int, width: int) -> list[int]:
        """Return the columns of a row that hold anything; no formula spills into the others.

        The first calculation fills the cells of array formulas.
        """
        if not self._calculated:
            return [*range(column, column + width)]
        key = index, row, column, width
        if key not in self._known_filled:
            is_empty = self._model.is_empty_cell
            self._known_filled[key] = [
                c for c in range(column, column + width) if not is_empty(index, row, c)
            ]
        return self._known_filled[key]

    def _mark_errors(self, index: int, row: int, columns: list[int], values: list[Value]) -> None:
        marked = [i for i, value in enumerate(values) if type(value) is str and value[:1] == "#"]
        for i in marked:
            if self._model.get_cell_type(index, row, columns[i]) == self._error_type:
                values[i] = CellError(str(values[i]))

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
