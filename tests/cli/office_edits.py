"""Edit a workbook with LibreOffice as a reader would: for a Python that has uno.

Called as `office_edits.py SOFFICE BOOK FOLDER`; prints the edited files by the edit's name.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def rename(sheets):
    sheets.getByName("forward").setName("Tom's page (1) ✓")


def delete(sheets):
    sheets.removeByName("equations")


def delete_steps(sheets):
    sheets.removeByName("forward")


def move(sheets):
    sheets.moveByName("forward", 5)


def insert_outside(sheets):
    page = sheets.getByName("forward")
    page.Rows.insertByIndex(2, 3)
    page.Columns.insertByIndex(0, 2)


def insert_step(sheets):
    sheets.getByName("forward").Columns.insertByIndex(9, 1)  # an empty one between steps 2 and 3


def insert_unit(sheets):
    sheets.getByName("forward").Rows.insertByIndex(35, 1)  # an empty one between units 1 and 2 of h


def delete_rows(sheets):
    sheets.getByName("forward").Rows.removeByIndex(34, 3)  # all of h


def delete_unit(sheets):
    sheets.getByName("forward").Rows.removeByIndex(17, 1)  # a unit of W_xh and of a_x


def nothing(sheets):
    pass


EDITS = (rename, delete, delete_steps, move, insert_outside, insert_step, insert_unit,
         delete_rows, delete_unit, nothing)  # fmt: skip


def main(soffice, book, folder):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        pipe = f"xlrnntest{time.monotonic_ns()}"
        accept = f"pipe,name={pipe};urp;StarOffice.ComponentContext"
        process = subprocess.Popen(
            [soffice, "--headless", "--norestore", "--nologo", f"--accept={accept}",
             f"-env:UserInstallation={Path(profile).as_uri()}"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            desktop = connect(f"uno:{accept}")
            made = {edit.__name__: apply(desktop, edit, book, folder) for edit in EDITS}
            desktop.terminate()
            process.wait(20)
        finally:
            process.kill()
    print(json.dumps(made))


def connect(connection):
    local = uno.getComponentContext()
    manager = local.ServiceManager
    resolver = manager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(connection)
        except Exception:
            time.sleep(0.1)
        else:
            service = "com.sun.star.frame.Desktop"
            return context.ServiceManager.createInstanceWithContext(service, context)
    raise TimeoutError("soffice does not answer")


def apply(desktop, edit, book, folder):
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(Path(book).as_uri(), "_blank", 0, (hidden,))
    edit(document.Sheets)
    target = Path(folder) / f"{edit.__name__}.xlsx"
    as_xlsx = PropertyValue(Name="FilterName", Value="Calc MS Excel 2007 XML")
    document.storeToURL(target.as_uri(), (as_xlsx,))
    document.close(True)
    return str(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
