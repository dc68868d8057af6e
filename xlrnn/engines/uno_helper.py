"""LibreOffice's near end: ``python3 -I uno_helper.py SOFFICE PROFILE``, for a Python with uno.

Stands alone (standard library and uno), because that Python is often not the one that runs xlrnn.
Starts soffice with the throw-away profile that `xlrnn.engines.profile` wrote, and answers the
requests of `xlrnn.engines.isolation.process`.
"""

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno

_FLAGS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_ERRORS, _STRINGS = 4, 2  # com.sun.star.sheet.FormulaResult
_LOGICAL = 1024  # com.sun.star.util.NumberFormat
_FORMULAS = 16  # com.sun.star.sheet.CellFlags
_GRACE = 1.5
_FEW = 8  # errors that are asked for one by one
_LIKE_ERRORS = ("#", "Err:")
# What LibreOffice lets look like a boolean where Excel has a number: =--(A1>0), =MAX(A1:A3).
_NUMERIC = re.compile(
    r"[-+]|(MAXA?|MINA?|SUM|SUMPRODUCT|PRODUCT|AVERAGE|MEDIAN|LARGE|SMALL|ABS|SIGN|N|MMULT)\("
)


class RefusedError(Exception):
    """A request that cannot be fulfilled, while the next one may be."""


class Office:
    """One soffice process and the workbooks that it has loaded, by number."""

    def __init__(self, soffice: str, profile: Path) -> None:
        os.environ["TMPDIR"] = str(profile)  # what a killed soffice leaves goes with the profile
        pipe = f"xlrnn{os.getpid()}x{time.monotonic_ns()}"
        self._process = subprocess.Popen(
            [
                soffice,
                *_FLAGS,
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self._connection = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self._desktop: Any = None
        self._books: dict[int, Any] = {}

    def connect(self) -> None:
        """Wait until soffice answers; how long is up to whoever asks."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        while self._desktop is None:
            try:
                context = resolver.resolve(self._connection)
                self._desktop = context.ServiceManager.createInstanceWithContext(
                    "com.sun.star.frame.Desktop", context
                )
            except Exception as error:  # uno raises what the other side raised
                status = self._process.poll()
                if status is not None:
                    raise RuntimeError(f"soffice ended with status {status}") from error
                time.sleep(0.02)

    def end(self) -> None:
        """End soffice, by force if it is busy."""
        if self._desktop is not None:
            # Asked politely, it takes its sockets in /tmp away.
            threading.Thread(target=self._desktop.terminate, daemon=True).start()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
        self._process.kill()

    def load(self, path: str) -> int:
        """Load a workbook as an untitled copy, so that no lock file appears beside it."""
        arguments = {
            "Hidden": True,
            "ReadOnly": True,
            "AsTemplate": True,
            "MacroExecutionMode": 0,  # never
            "UpdateDocMode": 0,  # links are not followed
            "FilterName": "calc8" if path.endswith(".ods") else "Calc MS Excel 2007 XML",
        }
        values = tuple(_property(name, value) for name, value in arguments.items())
        book = self._desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, values)
        if book is None or not hasattr(book, "Sheets"):
            raise RefusedError("LibreOffice does not take the file for a workbook")
        book.enableAutomaticCalculation(False)
        number = len(self._books)
        self._books[number] = book
        return number

    def set(self, book: int, sheet: str, row: int, column: int, value: Any) -> None:
        """Put a number or a text into a cell."""
        page = self._sheet(book, sheet)
        cell = page.getCellByPosition(column - 1, row - 1)
        if cell.getArrayFormula():
            raise RefusedError(f"{sheet}!R{row}C{column} cannot be changed: it is part of an array")
        _unprotect(page, sheet)
        text = isinstance(value, str)
        if not text:
            cell.NumberFormat = 0  # 1 in a cell that held TRUE would still look like TRUE
        (cell.setString if text else cell.setValue)(value)

    def fill(self, book: int, sheet: str, row: int, column: int, rows: list[list[Any]]) -> None:
        """Put numbers and texts into a block of cells, at once where no formula stands in it."""
        page = self._sheet(book, sheet)
        last = column + len(rows[0]) - 2, row + len(rows) - 2
        area = page.getCellRangeByPosition(column - 1, row - 1, *last)
        if area.queryContentCells(_FORMULAS).Count:
            for r, values in enumerate(rows, row):
                for c, value in enumerate(values, column):
                    self.set(book, sheet, r, c, value)
            return
        _unprotect(page, sheet)
        area.setDataArray(tuple(map(tuple, rows)))

    def calculate(self, book: int) -> None:
        """Recalculate every formula, also those that LibreOffice thinks unchanged."""
        self._books[book].calculateAll()

    def read(
        self, book: int, sheet: str, row: int, column: int, height: int, width: int
    ) -> list[list[Any]]:
        """Return what a block of cells holds."""
        page = self._sheet(book, sheet)
        area = page.getCellRangeByPosition(
            column - 1, row - 1, column + width - 2, row + height - 2
        )
        rows = [list(values) for values in area.getDataArray()]
        return _Block(page, area, row - 1, column - 1, rows).typed(self._books[book])

    def close(self, book: int) -> None:
        """Let go of a workbook."""
        self._books.pop(book).close(True)

    def _sheet(self, book: int, name: str) -> Any:
        sheets = self._books[book].Sheets
        if name not in sheets.ElementNames:
            there = ", ".join(map(repr, sheets.ElementNames))
            raise RefusedError(f"there is no sheet {name!r}; the workbook has {there}")
        return sheets.getByName(name)


def _unprotect(page: Any, name: str) -> None:
    if page.isProtected():
        try:
            page.unprotect("")
        except Exception:
            raise RefusedError(f"sheet {name!r} is protected by a password") from None


class _Block:
    """A block's data array, in which errors are None, booleans 1.0 or 0.0, empty cells ''."""

    def __init__(self, page: Any, area: Any, row: int, column: int, rows: list[list[Any]]) -> None:
        self._page, self._area, self._rows = page, area, rows
        self._row, self._column = row, column

    def typed(self, book: Any) -> list[list[Any]]:
        """Return the rows with errors, booleans and empty cells told from everything else.

        Each question costs a round trip, so only those are asked that can matter.
        """
        present = {value for row in self._rows for value in row if not value or value == 1.0}
        if "" in present:
            self._empty_cells()
        if None in present:
            self._errors(book)
        if 0.0 in present or 1.0 in present:
            self._booleans(book)
        return self._rows

    def _empty_cells(self) -> None:
        texts = set(self._cells(self._area.queryFormulaCells(_STRINGS)))
        for i, row in enumerate(self._rows):
            for j, value in enumerate(row):
                if value == "" and (i, j) not in texts:
                    row[j] = None

    def _errors(self, book: Any) -> None:
        places = self._cells(self._area.queryFormulaCells(_ERRORS))
        shown = self._shown(book) if len(places) > _FEW else None
        for i, j in places:
            text = shown[i][j] if shown else ""
            if not text.startswith(_LIKE_ERRORS):
                cell = self._page.getCellByPosition(self._column + j, self._row + i)
                text = cell.getString()
            self._rows[i][j] = {"error": text}

    def _shown(self, book: Any) -> "list[list[str]] | None":
        """Return what all cells show, as copied to the clipboard; None where that is not clear.

        One question for the whole block. It is not clear on a hidden page, which cannot be gone to
        (what is copied is then another page's), where rows are filtered, and where texts have tabs
        or lines in them.
        """
        if not self._page.IsVisible:
            return None
        view = book.getCurrentController()
        with suppress(Exception):  # uno raises what the other side raised
            view.setActiveSheet(self._page)
            view.select(self._area)
            copied = view.getTransferable()
            flavors = {one.MimeType: one for one in copied.getTransferDataFlavors()}
            text = copied.getTransferData(flavors["text/plain;charset=utf-16"])
            shown = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
            if list(map(len, shown)) == list(map(len, self._rows)):
                return shown
        return None

    def _booleans(self, book: Any) -> None:
        # LibreOffice has no booleans, only numbers that look like them.
        formats, formulas = book.NumberFormats, None
        for ranges in self._area.getUniqueCellFormatRanges():
            if formats.getByKey(ranges.NumberFormat).Type & _LOGICAL:
                formulas = formulas or self._area.getFormulaArray()
                for i, j in self._cells(ranges):
                    if self._rows[i][j] in (0.0, 1.0) and not _gives_number(formulas[i][j]):
                        self._rows[i][j] = self._rows[i][j] == 1.0

    def _cells(self, ranges: Any) -> "list[tuple[int, int]]":
        return [
            (row - self._row, column - self._column)
            for area in ranges.getRangeAddresses()
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        ]


def _gives_number(formula: str) -> bool:
    """Return whether a formula calculates a number, whatever its cell looks like."""
    outside, before = re.sub(r'"[^"]*"', "", formula.strip("{}").removeprefix("=")), ""
    while outside != before:
        before, outside = outside, re.sub(r"\([^()]*\)", "[]", outside)
    if re.search("[=<>]", outside):  # the outermost operator compares
        return False
    return bool(_NUMERIC.match(formula.strip("{}").removeprefix("=").lstrip()))


def _property(name: str, value: Any) -> Any:
    result = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    result.Name, result.Value = name, value
    return result


def _listen(requests: "queue.SimpleQueue[str]", at_end: Callable[[], None]) -> None:
    for line in sys.stdin:
        requests.put(line)
    at_end()


def _answer(office: Office, request: "dict[str, Any]") -> "dict[str, Any]":
    verb = request.pop("do")
    try:
        return {"ok": getattr(office, verb)(**request)}
    except RefusedError as error:
        return {"failed": str(error)}
    except Exception as error:
        text = str(error).strip() or type(error).__name__
        text = f"{type(error).__name__}: {text}"
        if "Disposed" in text or isinstance(error, RuntimeError):
            return {"failed": f"soffice has died: {text}", "fatal": True}
        return {"failed": text}


def main(soffice: str, folder: str) -> None:
    """Run soffice and answer requests until standard input ends."""
    office, profile = Office(soffice, Path(folder)), Path(folder)

    def stop() -> None:
        # Whoever asked is gone, perhaps while soffice is busy: nobody else would end it.
        office.end()
        shutil.rmtree(profile, ignore_errors=True)
        os._exit(0)

    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, stop), daemon=True).start()
    while True:
        answer = _answer(office, json.loads(requests.get()))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
