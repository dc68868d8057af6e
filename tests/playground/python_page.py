"""Python's files for the page, and what the line says in which NumPy speaks."""

import os
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.playground.conftest import Watched, serving
from tests.playground.documents import Document
from tests.playground.fetch import is_here
from tests.requirements import need
from xlrnn.playground.pinned import PINNED

HINT = "run python -m tests.playground.fetch"
# The tests of engines take another cache folder; the files are where they were at the beginning.
CACHE = os.environ.get("XLRNN_CACHE")


@contextmanager
def usual_cache():
    """The cache folder is that of the beginning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("XLRNN_CACHE", raising=False)
        if CACHE is not None:
            patch.setenv("XLRNN_CACHE", CACHE)
        yield


@contextmanager
def needed_python():
    """Skip the test if Python for browsers is not here, or fail if `XLRNN_REQUIRE` names it."""
    with usual_cache():
        need("pyodide", is_here(*PINNED), HINT)
        yield


@contextmanager
def open_page(chromium, files):
    """A page of these files that stays open; in the end nothing may have gone wrong in it."""
    with serving(files) as server:
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, base_url=server.address
        )
        context.set_default_timeout(30_000)
        watched, page = Watched(), context.new_page()
        watched.watch(page)
        line = Line(Document(page).open("hello-forward"))
        yield line
        context.close()
        assert watched.console == []
        assert [one for one in watched.requests if not one.startswith(server.address)] == []


def as_it_was(document):
    """Take back all that was typed."""
    while document.page.get_by_role("button", name="Undo").is_enabled():
        document.undo()


class Line:
    """The line in which NumPy speaks."""

    def __init__(self, document):
        self.document, self.page = document, document.page
        self.element = self.page.locator("#python")

    def open(self):
        self.page.get_by_role("button", name=re.compile("^(Prove|Check)$")).click()

    def close(self):
        self.element.get_by_role("button", name="✕").click()

    def said(self):
        """What it says when it has an answer to what was last changed."""
        self.page.wait_for_timeout(400)  # it waits a while for what is typed next
        self.element.and_(self.page.locator(":not(.waiting)")).wait_for(timeout=120_000)
        return self.page.locator(".python-words").inner_text()


def switch(document, name):
    """Open another workbook of the page; Python stays."""
    document.page.get_by_role("combobox", name="Workbook").select_option(name)
    shown(document, name)


def shown(document, name):
    """Wait until a workbook is open and the engine calculates it."""
    from playwright.sync_api import expect

    expect(document.page).to_have_title(re.compile(f"^{name} – "))
    document.settled()


def saved(document, folder: Path) -> Path:
    path = folder / "saved.xlsx"
    path.write_bytes(document.save())
    return path
