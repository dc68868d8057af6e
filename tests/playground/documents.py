"""The page and the workbook that is open in it: opened, changed, saved, and looked at."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

# The page says which workbook is open; its stored results are noted before anything calculates.
WATCH = """addEventListener("open", ({ detail: open }) => {
    window.opened = open;
    window.stored = JSON.stringify(open.book.sheets.map((sheet) => [...sheet.cells]));
    window.states = [];
    window.changes = [];
    open.addEventListener("engine", ({ detail }) => window.states.push(detail.state));
    open.addEventListener("change", ({ detail }) => window.changes.push(detail));
});"""

# As in a private window of some browsers: nothing that is typed can be kept.
WITHOUT_STORAGE = """Object.defineProperty(globalThis, "indexedDB", {value: undefined});"""

_DIFFERENT = """() => {
    const apart = (one, other) => Math.abs(one - other) > 1e-9 * Math.abs(other) + 1e-11;
    const stored = JSON.parse(window.stored);
    let numbers = 0;
    const found = [];
    const place = (key) => [Math.floor((key - 1) / 16384), ((key - 1) % 16384) + 1];
    const text = (value) => JSON.stringify(value);
    stored.forEach((cells, sheet) => {
        const { name, cells: now } = window.opened.book.sheets[sheet];
        for (const [key, { value }] of cells) {
            const other = now.get(key).value;
            const isNumber = typeof value === "number" && typeof other === "number";
            numbers += isNumber;
            const same = isNumber ? !apart(other, value) : text(other) === text(value);
            if (!same) found.push([name, ...place(key), value, other]);
        }
    });
    return [numbers, found];
}"""

_SAVED = """async () => {
    const bytes = await window.opened.save();
    let text = "";
    for (let k = 0; k < bytes.length; k += 8192) {
        text += String.fromCharCode(...bytes.subarray(k, k + 8192));
    }
    return btoa(text);
}"""

Change = Mapping[str, Any]


SETTLED = re.compile("is calculated here|Nothing is calculated|cannot be opened")


class Document:
    """The page, and the workbook that is open in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.number = 0
        page.add_init_script(WATCH)

    def open(self, name: str) -> "Document":
        """Open a lesson of the page; returns when the engine has taken over, or could not."""
        self.number += 1  # another address, or the browser would stay on the page
        self.page.goto(f"?{self.number}#{name}")
        return self.settled()

    def open_file(self, name: str, data: bytes) -> "Document":
        """Open a file, as a reader does."""
        with self.page.expect_file_chooser() as chosen:
            self.page.get_by_role("button", name="Open…").click()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        chosen.value.set_files([{"name": name, "mimeType": kind, "buffer": data}])
        return self

    def settled(self, words: re.Pattern[str] = SETTLED) -> "Document":
        """Wait until the page says who calculates."""
        from playwright.sync_api import expect

        expect(self.page.locator("#status")).to_have_text(words, timeout=60_000)
        return self

    @property
    def status(self) -> str:
        return str(self.page.inner_text("#status"))

    @property
    def proof(self) -> list[str]:
        """What the workbook's own check says."""
        return str(self.page.inner_text("#proof")).splitlines()

    @property
    def states(self) -> list[str]:
        """What became of the engine, in order."""
        found: list[str] = self.page.evaluate("window.states")
        return found

    @property
    def changed(self) -> list[Any]:
        """What the last change said: the places whose values changed."""
        found: list[Any] = self.page.evaluate("window.changes.at(-1).cells")
        return found

    def edit(self, *changes: Change) -> None:
        self.page.evaluate("changes => window.opened.edit(changes)", list(changes))

    def refused(self, *changes: Change) -> str:
        """Make changes that must be refused; returns the words."""
        said: str = self.page.evaluate(
            "changes => window.opened.edit(changes).then(() => '', (error) => error.message)",
            list(changes),
        )
        assert said
        return said

    def undo(self) -> None:
        self.page.evaluate("window.opened.undo()")

    def redo(self) -> None:
        self.page.evaluate("window.opened.redo()")

    def save(self) -> bytes:
        return base64.b64decode(self.page.evaluate(_SAVED))

    def cell(self, sheet: int, row: int, column: int) -> Any:
        return self.page.evaluate(
            "([sheet, row, column]) => window.opened.cell(sheet, row, column) ?? null",
            [sheet, row, column],
        )

    def sheet(self, name: str) -> int:
        names: Sequence[str] = self.page.evaluate(
            "window.opened.book.sheets.map((one) => one.name)"
        )
        return names.index(name)

    def different(self) -> tuple[int, list[Any]]:
        """How many numbers the file stored, and each cell that now shows something else."""
        numbers, found = self.page.evaluate(_DIFFERENT)
        return numbers, found
