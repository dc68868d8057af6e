"""The part of `screens.py` that LibreOffice's Python runs: open, show each page, take a picture."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

PIPE = f"screens{os.getpid()}"
PATIENCE = 60.0
# So long a page takes until it is drawn.
DRAWN = 0.7


def main() -> None:
    """Show the workbooks named on the standard input."""
    soffice, profile, size = sys.argv[1:]
    office = subprocess.Popen(
        [
            *(soffice, "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={PIPE};urp;StarOffice.ComponentContext",
        ]
    )
    try:
        desktop = _connect(office)
        for job in json.load(sys.stdin):
            _show(desktop, Path(job["book"]), Path(job["folder"]), *map(int, size.split("x")))
    finally:
        office.terminate()
        office.wait()


def _connect(office: Any) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except Exception:  # uno raises what the other side raised
            if office.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)


def _show(desktop: Any, book: Path, folder: Path, width: int, height: int) -> None:
    read_only = PropertyValue(Name="ReadOnly", Value=False)
    document = desktop.loadComponentFromURL(book.as_uri(), "_blank", 0, (read_only,))
    controller = document.CurrentController
    controller.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)
    sheets = [sheet for sheet in document.Sheets if sheet.IsVisible]
    for number, sheet in enumerate(sheets, start=1):
        controller.setActiveSheet(sheet)
        time.sleep(DRAWN)
        picture = folder / f"{number:02}-{sheet.Name}.png"
        subprocess.run(["import", "-window", "root", str(picture)], check=True)
    document.close(True)
    print(f"{folder}: {len(sheets)} pages", file=sys.stderr)


if __name__ == "__main__":
    main()
