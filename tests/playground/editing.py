"""A sheet that is edited in a browser: the page's own parts around a small workbook."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.playground.conftest import serving
from xlrnn.playground.books import LESSON, PageBook
from xlrnn.playground.site import site_files

HERE = Path(__file__).parent / "edit_page"


def workbook() -> bytes:
    """A workbook that has what editing meets: rules, arrays, merges, names, a protected sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    free = book.add_format({"locked": False})
    main = book.add_worksheet("main")
    for row, texts in enumerate(
        [
            ["word", None, 1, 2, 3],
            ["letter", "h", 4, 5, 6],
            ["state", 0.5, "=C1+D1", "=D1*2", None],
            ["row", 1],
            ["weight", 0.1, "=weights!A1", "=C3+C5", "=SUM(W_xh)"],
        ]
    ):
        for column, text in enumerate(texts):
            main.write(row, column, text)
    main.write("A7", "merged")
    main.merge_range("B7:D7", "wide")
    main.write("A8", "array")
    main.write_array_formula("B8:B9", "{=C1:C2+1}", None, 2)
    _rules(main)
    weights = book.add_worksheet("weights")
    for row, numbers in enumerate([(0.1, 1), (0.2, 2), (0.3, 3)]):
        weights.write_row(row, 0, numbers)
    weights.write_url("C1", "internal:'my task'!B1", string="go on")
    task = book.add_worksheet("my task")
    task.protect()
    task.write("A1", "=main!C3")
    task.write("B1", 5, free)
    task.write("C1", 7)
    book.define_name("W_xh", "=weights!$A$1:$A$3")
    book.define_name("state", "=main!$B$3")
    book.close()
    return file.getvalue()


def _rules(main: Any) -> None:
    stop = {"error_title": "Not in the list", "error_message": "Choose one of h, e, l, o."}
    main.data_validation("B2", {"validate": "list", "source": ["h", "e", "l", "o"], **stop})
    main.data_validation(
        "B3",
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1,
            "maximum": 1,
            "error_title": "Not a state",
            "error_message": "Expected a number from -1 to 1.",
            "error_type": "warning",
        },
    )
    main.data_validation(
        "B4",
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 1,
            "maximum": 4,
            "error_title": "Not a row",
            "error_message": "A whole number from 1 to 4.",
            "error_type": "information",
            "input_title": "Which row?",
            "input_message": "From 1 to 4 <b>",
        },
    )
    main.data_validation("B5", {"validate": "list", "source": "=weights!$A$1:$A$3"})


@dataclass
class Sheet:
    """The sheet in a page: what a hand does in it, and what is then there."""

    page: Any

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def settle(self) -> None:
        """Wait until what was done is painted."""
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def type(self, text: str, end: str = "Enter") -> None:
        self.page.keyboard.type(text)
        self.press(end)

    def point(self, cell: str) -> tuple[float, float]:
        """The middle of a cell on the screen."""
        x, y = self.page.evaluate("cell => middleOf(cell)", cell)
        return x, y

    def click(self, cell: str, **options: Any) -> None:
        modifiers = options.pop("modifiers", [])
        for key in modifiers:
            self.page.keyboard.down(key)
        self.page.mouse.click(*self.point(cell), **options)
        for key in modifiers:
            self.page.keyboard.up(key)

    def drag(self, start: str, end: str) -> None:
        self.page.mouse.move(*self.point(start))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(end), steps=4)
        self.page.mouse.up()

    def cell(self, address: str, sheet: int = 0) -> dict[str, Any]:
        """What a cell holds once everything typed has been calculated."""
        found: dict[str, Any] = self.page.evaluate(
            "([cell, sheet]) => settled(cell, sheet)", [address, sheet]
        )
        return found

    def value(self, address: str, sheet: int = 0) -> Any:
        return self.cell(address, sheet)["value"]

    def formula(self, address: str, sheet: int = 0) -> Any:
        return self.cell(address, sheet)["formula"]

    @property
    def selected(self) -> str:
        """What is selected, and the active cell if that is more."""
        found: str = self.page.evaluate("selectedNow()")
        return found

    @property
    def bar(self) -> str:
        found: str = self.page.input_value(".edit-in-bar textarea")
        return found

    @property
    def said(self) -> str:
        """What was read out last."""
        found: str = self.page.text_content("#live")
        return found

    @property
    def notice(self) -> str:
        """The word that stands at a cell, "" if none does."""
        return self.page.text_content(".edit-notice:not([hidden])", timeout=2000) or ""

    @property
    def has_notice(self) -> bool:
        return self.page.locator(".edit-notice:not([hidden])").count() > 0

    @property
    def is_editing(self) -> bool:
        return bool(self.page.evaluate("edit.editor.isOpen"))


@pytest.fixture(scope="module")
def edit_address() -> Iterator[str]:
    """Where the page for editing is, with the engine and the workbook."""
    files = site_files([PageBook(LESSON, "edited", "", workbook())])
    own = {f"edit_page/{path.name}": path.read_bytes() for path in HERE.iterdir()}
    with serving({**files, **own, "edit_page/book.xlsx": workbook()}) as server:
        yield server.address


@pytest.fixture(scope="module")
def edit_tab(chromium: Any, edit_address: str) -> Iterator[Any]:
    """One tab for the tests of a file; nothing may be said in its console."""
    context = chromium.new_context(viewport={"width": 1100, "height": 700}, base_url=edit_address)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    words: list[str] = []
    tab.on("console", lambda message: words.append(message.text))
    tab.on("pageerror", lambda error: words.append(f"{error} {getattr(error, 'stack', '')}"))
    tab.words = words
    tab.goto("edit_page/index.html")
    tab.wait_for_selector("body[data-ready]", state="attached")
    yield tab
    context.close()


@pytest.fixture
def sheet(edit_tab: Any) -> Iterator[Sheet]:
    """The sheet as it is opened, anew for each test."""
    edit_tab.words.clear()
    edit_tab.evaluate("reopen()")
    yield Sheet(edit_tab)
    assert edit_tab.words == []


def in_page(tab: Any, module: str, name: str, *arguments: Any) -> Any:
    """Call a function that a module of the page exports."""
    return tab.evaluate(
        "async ([module, name, given]) => (await import(module))[name](...given)",
        [f"../edit/{module}", name, json.loads(json.dumps(arguments))],
    )
