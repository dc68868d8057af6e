"""What the line of NumPy does when Python is slow, fails or is not there: Python is played here."""

import re

import pytest

from tests.playground.conftest import lesson_book, serving
from tests.playground.documents import Document
from tests.playground.python_page import Line, as_it_was, open_page, switch
from xlrnn.playground.books import book_files
from xlrnn.playground.runtime import FOLDER, about_python

# It answers with what it was asked and how many cells it was told; 13 lets it hang, 14 break down.
PLAYED = """self.addEventListener("message", ({ data: { id, call, argument } }) => {
    if (call === "start") return self.postMessage({ id });
    const { question, argument: text, files } = argument;
    const { cells = [] } = JSON.parse(text);
    if (cells.some(({ value }) => value === 13)) return;
    if (cells.some(({ value }) => value === 14)) {
        return self.postMessage({ id, error: { reason: "broken", message: "out of memory" } });
    }
    const again = JSON.parse(text).typed?.some(({ formula }) => formula !== null) ?? false;
    const words = [question, cells.length, files.length].join(" ");
    const answer = { outcome: "agree", lines: [words], verified: 1, total: 2, first: null, again };
    self.postMessage({ id, answer: JSON.stringify(answer) });
});"""
LIMITS = "".join(
    f"export const {name} = {limit};"
    for name, limit in (("START", 2000), ("PROOF", 1000), ("LONG", 2000))
)
SAYS = "✓ NumPy agrees as far as it knows the cells: "


@pytest.fixture(scope="module")
def played(files):
    """The page's files, with a Python that only plays, and an engine that hangs at 15."""
    runtime = ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "numpy.whl"]
    books = [lesson_book(name) for name in ("hello-forward", "lstm-cell")]
    changing = b"change(changes) {"
    hanging = b"if (changes.some(({ input }) => input === 15)) for (;;);"
    return {
        **files,
        **{f"{FOLDER}/{name}": b"" for name in (*runtime, "packages.zip")},
        **book_files(books, about_python()),
        "python/worker.js": PLAYED.encode(),
        "python/time_limits.js": LIMITS.encode(),
        "limits.js": b"export const LIMIT = 6_000;",
        "engine/calculated.js": files["engine/calculated.js"].replace(changing, changing + hanging),
    }


@pytest.fixture(scope="module")
def opened(chromium, played):
    with open_page(chromium, played) as line:
        yield line


@pytest.fixture
def line(opened):
    switch(opened.document, "hello-forward")
    opened.open()
    yield opened
    as_it_was(opened.document)
    opened.close()


def put(line, value, row=17, column=3):
    place = {"sheet": line.document.sheet("forward"), "row": row, "column": column}
    line.document.edit({**place, "input": value})


def cells_told(line, question):
    found = re.fullmatch(rf"{SAYS}{question} (\d+) (\d)", line.said())
    assert found, line.said()
    assert int(found[2]) == (question == "open")  # the file goes along
    return int(found[1])


def test_python_is_told_all_and_then_what_changes(line):
    everything = cells_told(line, "open")
    assert everything > 500
    put(line, 0.5)
    assert 1 < cells_told(line, "prove") < everything / 2
    line.document.undo()
    assert 1 < cells_told(line, "prove") < everything / 2


def test_a_formula_that_is_typed_is_told_with_the_whole_workbook(line):
    cells_told(line, "open")
    put(line, {"formula": "SIN(H17+H29)"}, row=35, column=8)
    assert cells_told(line, "open") > 500


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (13, "Python took longer than 1 seconds and was ended; "),
        (14, "Python failed (out of memory); "),
    ],
    ids=["it hangs", "it breaks down"],
)
def test_after_python_was_ended_it_is_started_anew(line, value, why):
    cells_told(line, "open")
    put(line, value)
    assert line.said() == f"{why}the next question starts it anew"
    put(line, 0.5)
    assert cells_told(line, "open") > 500
    put(line, 0.25)
    cells_told(line, "prove")


def test_it_goes_on_after_the_engine_was_ended(line):
    cells_told(line, "open")
    place = {"sheet": line.document.sheet("forward"), "row": 17, "column": 3, "input": 15}
    assert line.document.refused(place) == "the engine took longer than 6 seconds"
    cells_told(line, "prove")
    put(line, 0.5)
    cells_told(line, "prove")


def test_another_workbook_is_proved_instead(line):
    switch(line.document, "lstm-cell")
    assert cells_told(line, "open") > 1500
    line.close()
    assert line.element.is_hidden()
    line.open()
    assert cells_told(line, "open") > 1500


def test_where_nothing_is_calculated_or_python_is_not_there_that_is_said(chromium, played):
    lacking = {name: data for name, data in played.items() if not name.endswith("numpy.whl")}
    for script, files, why in (
        ("delete globalThis.WebAssembly", played, "no WebAssembly"),
        ("0", lacking, "Python failed (python/runtime/numpy.whl: the answer was 404); "),
    ):
        with serving(files) as server:
            context = chromium.new_context(base_url=server.address)
            context.add_init_script(script)
            line = Line(Document(context.new_page()).open("hello-forward"))
            line.open()
            assert why in line.said()
            context.close()


def test_without_python_there_is_no_button(page):
    Document(page).open("hello-forward")
    assert page.get_by_role("button", name="Prove").count() == 0
    assert page.get_by_role("button", name="Tour").is_visible()
