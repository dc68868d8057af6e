"""NumPy's side in the page: it proves what the sheet holds now, and tells what `check` tells.

Python is started once for all of these, in a page that stays open; and once from a disk.
"""

import json
import re
import zipfile

import pytest

from tests.playground.conftest import lesson_book
from tests.playground.documents import Document
from tests.playground.python_page import (
    Line,
    as_it_was,
    needed_python,
    open_page,
    saved,
    shown,
    switch,
)
from tests.playground.test_exercises import answers
from tests.playground.test_page import other_workbook
from xlrnn import api, nn
from xlrnn.playground.books import exercise_book
from xlrnn.playground.single import single_page
from xlrnn.playground.site import site_files
from xlrnn.report.grades.text import check_lines
from xlrnn.report.verification.text import first_words

AGREES = "✓ NumPy agrees, cell by cell, for what the sheet holds now: "
EXERCISE = "hello-forward-level-2"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    api.exercise("hello-forward", folder, level=2, tells="reasons")
    return folder


@pytest.fixture(scope="module")
def opened(chromium, course):
    """The page, where Python has been started."""
    lessons = [lesson_book(name) for name in ("hello-forward", "lstm-cell")]
    books = [*lessons, exercise_book(course / f"{EXERCISE}.xlsx")]
    with needed_python(), open_page(chromium, site_files(books, python=True)) as line:
        line.open()
        assert line.said() == f"{AGREES}500 of 500"
        yield line.document, line


@pytest.fixture
def hello(opened):
    document, line = opened
    switch(document, "hello-forward")
    yield document, line
    as_it_was(document)


def cell(document, sheet, row, column, value):
    return {"sheet": document.sheet(sheet), "row": row, "column": column, "input": value}


def first_of(path):
    """What `verify` says natively of the first cell that differs, with the same engine."""
    (book,) = api.verify(path, "formulon", vary=0).books
    return first_words(book.engines[0])


def test_a_letter_and_a_weight_are_changed_and_numpy_agrees(hello, tmp_path):
    document, line = hello
    document.edit(cell(document, "forward", 5, 8, "o"))
    document.edit(cell(document, "forward", 17, 3, 0.5))
    assert line.said() == f"{AGREES}500 of 500"
    numbers = api.reference(saved(document, tmp_path))
    assert numbers["letter"][0, 0] == "o"
    shown = document.cell(document.sheet("forward"), 35, 8)["value"]
    assert shown == pytest.approx(numbers["h"][0, 0], rel=1e-12)
    assert shown != pytest.approx(0.6931679369)


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [(35, 9, {"formula": "SIN(I17+I29)"}), (35, 8, 0.5), (30, 10, {"formula": "1/0"})],
    ids=["another function", "a typed number", "an error"],
)
def test_a_wrong_cell_is_named_as_verify_names_it(hello, tmp_path, row, column, wrong):
    document, line = hello
    document.edit(cell(document, "forward", 5, 8, "o"))
    document.edit(cell(document, "forward", row, column, wrong))
    said = line.said()
    assert said.split("\n")[-1].removeprefix("✗ NumPy differs: ") == first_of(
        saved(document, tmp_path)
    )
    assert f"forward!{'HIJ'[column - 8]}{row}" in said
    document.page.locator(".python-cell").click()
    assert document.page.get_by_role("tab", selected=True).inner_text() == "forward"
    document.undo()
    assert line.said() == f"{AGREES}500 of 500"


def test_a_formula_of_which_numpy_knows_nothing_is_told(hello):
    document, line = hello
    document.edit(cell(document, "forward", 40, 10, {"formula": "1/0"}))
    said = line.said()
    assert said.startswith("✓ NumPy agrees as far as it knows the cells: formulon 0.18.0 ")
    assert said.endswith("; not verified: formulas outside all blocks at forward!J40")


def test_what_numpy_cannot_calculate_with_is_said(hello):
    document, line = hello
    document.edit(cell(document, "forward", 17, 3, "much"))
    said = line.said()
    assert said.startswith("? NumPy cannot tell:")
    assert "forward!C17 (W_xh) is the text 'much': expected a finite number" in said


def test_an_lstm_is_proved_for_other_weights(opened, tmp_path):
    from bench.playground import number_of

    document, line = opened
    switch(document, "lstm-cell")
    assert line.said() == f"{AGREES}1699 of 1699"
    place = number_of(saved(document, tmp_path).read_bytes())
    assert document.cell(*place.values())["value"] != 0.75
    document.edit({**place, "input": 0.75})
    assert line.said() == f"{AGREES}1699 of 1699"
    document.undo()


def test_the_report_is_that_of_verify(hello, tmp_path):
    document, line = hello
    document.edit(cell(document, "forward", 35, 9, {"formula": "SIN(I17+I29)"}))
    line.said()
    page = document.page
    page.get_by_role("button", name="Report…").click()
    report = page.get_by_role("dialog")
    report.wait_for(timeout=60_000)
    with page.expect_download() as download:
        report.get_by_role("button", name="Save as JSON").click()
    assert download.value.suggested_filename == "hello-forward-verify.json"
    found = json.loads(download.value.path().read_text("utf-8"))
    (book,) = api.verify(saved(document, tmp_path), "formulon").books
    (engine,) = found["books"][0]["engines"]
    native = book.engines[0]
    assert found["schema"] == "xlrnn/verify/1"
    assert (engine["name"], engine["version"]) == ("formulon", native.version)
    assert (engine["verdict"], engine["trials"]) == (native.outcome, native.trials)
    assert engine["first_difference"]["cell"] == native.first_difference.cell == "forward!I35"
    assert report.locator("pre").inner_text().startswith("differ:  hello-forward.xlsx: formulon")
    report.get_by_role("button", name="Close").click()
    assert line.said().startswith("✗ NumPy differs:")


def test_an_exercise_is_told_what_check_tells(opened, course, tmp_path):
    document, line = opened
    switch(document, EXERCISE)
    assert line.said().splitlines() == told(saved(document, tmp_path))
    solution = course / "key" / f"{EXERCISE}-solution.xlsx"
    changes = answers(course / f"{EXERCISE}.xlsx", solution)
    mistaken = [
        {**one, "input": {"formula": one["input"]["formula"].replace("TANH", "SIN")}}
        for one in changes
    ]
    for filled in (mistaken, changes):
        document.edit(*filled)
        document.page.get_by_role("button", name="Check again").click()
        assert line.said().splitlines() == told(saved(document, tmp_path))
    assert line.said().endswith("everything is right")


def told(path):
    return check_lines(api.check(path))[0]


def test_a_lesson_with_other_settings_is_known_by_its_manifest(hello, tmp_path):
    document, line = hello
    (path,) = api.build("hello-forward", tmp_path, settings={"word": "banana", "units": "2"})
    document.open_file("banana.xlsx", path.read_bytes())
    shown(document, "banana")
    assert re.fullmatch(rf"{AGREES}(\d+) of \1", line.said())


def test_a_workbook_of_another_tool_cannot_be_proved_and_that_is_said(hello):
    document, line = hello
    document.open_file("other.xlsx", other_workbook())
    shown(document, "other")
    said = line.said()
    assert said == (
        "This workbook was not made by xlrnn, so NumPy does not know what it calculates."
    )


def test_the_licences_can_be_read(hello):
    page = hello[0].page
    page.get_by_role("button", name="About").click()
    shown = page.get_by_role("dialog").inner_text()
    assert "NumPy 2.0.2 proves and checks in Python (Pyodide 0.27.7)" in shown
    for words in ("Mozilla Public License 2.0", "NumPy Developers", "PSF License Agreement"):
        assert words in shown
    page.get_by_role("button", name="Close").click()


def test_a_teacher_gets_marks_and_the_files_of_grade(hello, course, tmp_path):
    page = hello[0].page
    page.get_by_role("button", name="Grade…").click()
    dialog = page.get_by_role("dialog")
    assert "One engine alone marks here." in dialog.inner_text()
    with page.expect_file_chooser() as chosen:
        dialog.get_by_role("button", name="Key and workbooks…").click()
    blank, solution = course / f"{EXERCISE}.xlsx", course / "key" / f"{EXERCISE}-solution.xlsx"
    chosen.value.set_files([course / "key" / "key.json", blank, solution])
    dialog.get_by_role("button", name="Save the results").wait_for(timeout=120_000)
    cells = dialog.get_by_role("cell").all_inner_texts()
    assert [cells[1], cells[4]] == ["6 of 6", "0 of 6"]
    assert "nothing is filled in: H43" in cells[5]
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save the results").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        found = json.loads(archive.read("results.json"))
    natively = api.grade([blank, solution], course).results
    marks = {one["score"] for one in natively}
    assert {one["score"] for one in found["results"]} == marks == {0.0, 6.0}
    assert {*found["results"][0]["engines"]} == {"formulon"}
    with page.expect_file_chooser() as chosen:
        dialog.get_by_role("button", name="Key and workbooks…").click()
    chosen.value.set_files([blank])
    dialog.get_by_text("expected one key, the file key.json").wait_for()
    dialog.get_by_role("button", name="Close").click()


@pytest.mark.parametrize("kind", ["npz", "keras"])
def test_a_model_becomes_a_workbook_that_is_proved(hello, tmp_path, kind):
    document, line = hello
    path = tmp_path / f"tiny_{kind}.{kind}"
    model = nn.Sequential([nn.Input((3, 2)), nn.LSTM(2), nn.Dense(1)])
    model.save(path)
    with document.page.expect_file_chooser() as chosen:
        document.page.get_by_role("button", name="Open…").click()
    chosen.value.set_files(path)
    dialog = document.page.get_by_role("dialog")
    make = dialog.get_by_role("button", name="Make the workbook")
    sample = dialog.get_by_label("One sample")
    sample.fill("1 2")
    make.click()
    dialog.get_by_text("the input has shape (2,), but sequential takes (3, 2)").wait_for()
    sample.fill("0.5 1; 2 3; 1 0")
    make.click()
    shown(document, f"tiny_{kind}")
    assert re.fullmatch(rf"{AGREES}(\d+) of \1", line.said())


def test_the_single_file_proves_from_a_disk(page, opened, watched, tmp_path):
    """Python is started once more, out of the file itself."""
    path = tmp_path / "lessons.html"
    path.write_bytes(single_page(site_files([lesson_book("hello-forward")], python=True)))
    line = Line(Document(page))
    page.goto(path.as_uri())
    line.document.settled()
    line.open()
    assert line.said() == f"{AGREES}500 of 500"
    assert {url.split(":")[0] for url in watched.requests} <= {"file", "blob", "data"}
    assert sum(url.startswith("file:") for url in watched.requests) == 1
