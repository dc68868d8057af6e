"""One soffice process, and the workbooks that it has loaded."""

import itertools
import os
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno

from .document import Document
from .page import Page, RefusedError

_FLAGS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_GRACE = 1.5


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
        self._books: dict[int, tuple[Document, dict[str, Page]]] = {}
        self._numbers = itertools.count()

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
        number = next(self._numbers)
        self._books[number] = Document(book), {}
        return number

    def set(self, book: int, sheet: str, row: int, column: int, value: "float | str") -> None:
        """Put a number or a text into a cell."""
        self._page(book, sheet).set(row, column, value)

    def fill(self, book: int, sheet: str, row: int, column: int, rows: "list[list[Any]]") -> None:
        """Put numbers and texts into a block of cells."""
        self._page(book, sheet).fill(row, column, rows)

    def calculate(self, book: int) -> None:
        """Recalculate every formula, also those that LibreOffice thinks unchanged."""
        self._books[book][0].model.calculateAll()

    def read(
        self, book: int, sheet: str, row: int, column: int, height: int, width: int
    ) -> "list[list[Any]]":
        """Return what a block of cells holds."""
        return self._page(book, sheet).read(row, column, height, width)

    def close(self, book: int) -> None:
        """Let go of a workbook."""
        self._books.pop(book)[0].model.close(True)

    def _page(self, number: int, name: str) -> Page:
        document, pages = self._books[number]
        if name not in pages:
            sheets = document.model.Sheets
            if name not in sheets.ElementNames:
                there = ", ".join(map(repr, sheets.ElementNames))
                raise RefusedError(f"there is no sheet {name!r}; the workbook has {there}")
            pages[name] = Page(document, sheets.getByName(name), name)
        return pages[name]


def _property(name: str, value: Any) -> Any:
    result = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    result.Name, result.Value = name, value
    return result
