"""Show every page of a workbook as a person sees it: in a LibreOffice window, and in print.

    python docs/pictures/screens.py FOLDER [workbooks/hello-forward.xlsx …] [--size 1366x768]

Writes FOLDER/LESSON-WIDTH/NUMBER-PAGE.png of each page in a window that fills a screen of that
size, and FOLDER/LESSON-print/NUMBER.png of each printed sheet. Needs LibreOffice with its Python,
an X server without a screen (`Xvfb`), ImageMagick (`import`) and poppler (`pdftoppm`).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xlrnn.engines.libreoffice import find_python, find_soffice

HERE = Path(__file__).resolve().parent
WORKBOOKS = HERE.parents[1] / "workbooks"
SIZES = ("1366x768", "1920x1080")
RESOLUTION = "80"
# A server that is there does not answer at once on a busy machine.
SETTLED = 1.0

_QUIET = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay"
oor:op="fuse"><value>false</value></prop><prop oor:name="FirstRun" oor:op="fuse"><value>false
</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse">
<value>99.0</value></prop></item>
</oor:items>
"""


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("workbooks", type=Path, nargs="*", help="all lessons if none is named")
    parser.add_argument("--size", action="append", help="of the screen; several may be given")
    parser.add_argument("--no-print", action="store_true", help="the screens alone")
    options = parser.parse_args()
    books = options.workbooks or sorted(WORKBOOKS.glob("*.xlsx"))
    for size in options.size or SIZES:
        show(books, size, options.folder)
    if not options.no_print:
        for book in books:
            print_out(book, options.folder / f"{book.stem}-print")


def show(books: Sequence[Path], size: str, folder: Path) -> None:
    """Take a picture of each page of some workbooks on a screen of that size."""
    soffice = find_soffice()
    jobs = [
        {"book": str(book.resolve()), "folder": str(_made(folder / f"{book.stem}-{size}"))}
        for book in books
    ]
    with tempfile.TemporaryDirectory() as profile, screen(size) as display:
        user = Path(profile, "user")
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_QUIET, "utf-8")
        command = [find_python(soffice), HERE / "uno_screens.py", soffice, profile, size]
        subprocess.run(
            [str(word) for word in command],
            input=json.dumps(jobs),
            text=True,
            check=True,
            env={**os.environ, "DISPLAY": display},
        )


@contextmanager
def screen(size: str) -> Iterator[str]:
    """Give an X server of that size, by the name of its display."""
    display = f":{100 + os.getpid() % 10_000}"  # of its own, whoever else draws at the time
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        stderr=None,
    )
    socket = Path(f"/tmp/.X11-unix/X{display[1:]}")
    try:
        while not socket.exists() and server.poll() is None:
            time.sleep(0.05)
        time.sleep(SETTLED)
        yield display
    finally:
        server.terminate()
        server.wait()


def print_out(book: Path, folder: Path) -> None:
    """Draw each sheet of paper that LibreOffice prints of a workbook."""
    _made(folder)
    with tempfile.TemporaryDirectory() as name:
        profile = f"-env:UserInstallation={Path(name, 'profile').as_uri()}"
        convert = [find_soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*map(str, convert), str(book)], check=True, capture_output=True)
        pdf = Path(name, f"{book.stem}.pdf")
        subprocess.run(
            ["pdftoppm", "-r", RESOLUTION, "-png", str(pdf), str(folder / "sheet")], check=True
        )
    print(f"{folder}: {len(list(folder.glob('*.png')))} sheets", file=sys.stderr)


def _made(folder: Path) -> Path:
    """Make a folder, without the pictures of last time."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        picture.unlink()
    return folder.resolve()


if __name__ == "__main__":
    main()
