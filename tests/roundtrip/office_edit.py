"""Edit workbooks in LibreOffice, as a user does: ``python3 -I office_edit.py SOFFICE PROFILE``.

Runs in a Python that has uno. Reads one JSON object a line, ``{"open", "save", "edits", "see"}``,
and answers ``{"ok": […]}``, what the cells to see show, or ``{"failed": …}``. Rows and columns
count from 1; what is not to be saved has no "save".
"""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.connection import NoConnectException

FLAGS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


class Document:
    """An open workbook and what a user does to it."""

    def __init__(self, book):
        self.book = book

    def _cell(self, sheet, row, column):
        return self.book.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1)

    def insert_rows(self, sheet, row, count):
        self.book.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, count)

    def insert_columns(self, sheet, column, count):
        self.book.Sheets.getByName(sheet).Columns.insertByIndex(column - 1, count)

    def delete_rows(self, sheet, row, count):
        self.book.Sheets.getByName(sheet).Rows.removeByIndex(row - 1, count)

    def rename_sheet(self, sheet, name):
        self.book.Sheets.getByName(sheet).setName(name)

    def move_sheet(self, sheet, position):
        self.book.Sheets.moveByName(sheet, position)

    def add_sheet(self, name, position):
        self.book.Sheets.insertNewByName(name, position)

    def move_cells(self, sheet, area, to_sheet, row, column):
        source = self.book.Sheets.getByName(sheet).getCellRangeByName(area)
        target = self._cell(to_sheet, row, column).CellAddress
        source.Spreadsheet.moveRange(target, source.RangeAddress)

    def number(self, sheet, row, column, value):
        self._cell(sheet, row, column).Value = value

    def text(self, sheet, row, column, value):
        self._cell(sheet, row, column).String = value

    def formula(self, sheet, row, column, value):
        self._cell(sheet, row, column).Formula = value

    def colour(self, sheet, row, column, value):
        self._cell(sheet, row, column).CellBackColor = value

    def width(self, sheet, column, value):
        self.book.Sheets.getByName(sheet).Columns.getByIndex(column - 1).Width = value

    def hide_rows(self, sheet, row, count):
        rows = self.book.Sheets.getByName(sheet).Rows
        for number in range(row - 1, row - 1 + count):
            rows.getByIndex(number).IsVisible = False

    def note(self, sheet, row, column, value):
        page = self.book.Sheets.getByName(sheet)
        page.Annotations.insertNew(self._cell(sheet, row, column).CellAddress, value)

    def shown(self, sheet, row, column):
        cell = self._cell(sheet, row, column)
        return cell.getDataArray()[0][0]

    def recalculate(self):
        self.book.calculateAll()


def start(soffice, profile):
    """Start soffice with its own profile, and return the process and its desktop."""
    pipe = f"edit{time.monotonic_ns()}"
    process = subprocess.Popen(
        [
            soffice,
            *FLAGS,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    while process.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.05)
            continue
        name = "com.sun.star.frame.Desktop"
        return process, context.ServiceManager.createInstanceWithContext(name, context)
    raise RuntimeError(f"soffice ended with status {process.returncode}")


def edit(desktop, job):
    """Open, edit and save one workbook."""
    hidden, kind = property_of("Hidden", True), filter_of(job["open"])
    book = desktop.loadComponentFromURL(Path(job["open"]).as_uri(), "_blank", 0, (hidden, kind))
    try:
        document = Document(book)
        for verb, *arguments in job["edits"]:
            getattr(document, verb)(*arguments)
        seen = [document.shown(*cell) for cell in job["see"]]
        if job["save"]:
            book.storeToURL(Path(job["save"]).as_uri(), (filter_of(job["save"]),))
    finally:
        book.close(True)
    return seen


def filter_of(path):
    """Return what reads and writes a file, by the ending of its name."""
    return property_of("FilterName", FILTERS[Path(path).suffix])


def property_of(name, value):
    """Return one of UNO's named values."""
    result = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    result.Name, result.Value = name, value
    return result


def main(soffice, profile):
    """Answer until standard input ends."""
    process, desktop = start(soffice, profile)
    try:
        for line in sys.stdin:
            try:
                answer = {"ok": edit(desktop, json.loads(line))}
            except Exception as error:
                answer = {"failed": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        # soffice is a script that starts the program: killing it alone would leave that behind.
        with suppress(Exception):
            desktop.terminate()
        process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
