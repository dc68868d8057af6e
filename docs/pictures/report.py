"""Make the picture of the page that `xlrnn verify --format html` writes, of a wrong workbook.

    python docs/pictures/report.py

Needs Chromium and `pip install playwright`.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

import openpyxl
from playwright.sync_api import sync_playwright

from xlrnn import api

HERE = Path(__file__).resolve().parent
SIZE = {"width": 1100, "height": 1720}


def main() -> None:
    """Write the picture."""
    with (
        tempfile.TemporaryDirectory() as name,
        contextlib.chdir(name),  # so that the page names the workbook without its folder
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)
        page.goto(report().resolve().as_uri())
        page.evaluate("document.querySelector('h3').scrollIntoView()")  # the first difference
        page.screenshot(path=HERE / "verify.png")
        browser.close()


def report() -> Path:
    """Return the page about the article's workbook with one sign changed."""
    (path,) = api.build("hello-forward", ".")
    book = openpyxl.load_workbook(path)
    book["forward"]["I36"] = "=TANH(I18-I30)"
    book.save(path)
    page = Path("report.html")
    api.verify(path, output=page, form="html")
    return page


if __name__ == "__main__":
    main()
