"""The frame of the page: a letter is typed, everything follows; and all that can go wrong."""

import io
import re
import zipfile

import openpyxl
import pytest

from tests.playground.conftest import ROOT
from tests.playground.documents import WITHOUT_STORAGE, Document

FORWARD = (ROOT / "workbooks" / "hello-forward.xlsx").read_bytes()


@pytest.fixture
def document(page):
    return Document(page)


def other_workbook(text="<img src=x onerror=alert(1)>"):
    """A workbook of another tool, with a text that would like to be more."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<b>sheet"
    sheet["A1"], sheet["A2"], sheet["A3"] = text, 2, "=A2*21"
    sheet["A4"] = f'="{text}"'
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def select(document, address):
    """Go to a cell by the name box, as a reader does."""
    box = document.page.locator("#formula-bar input").first
    box.fill(address)
    box.press("Enter")


def test_a_letter_is_typed_and_everything_follows(document):
    document.open("hello-forward")
    page = document.page
    page.get_by_role("tab", name="forward").click()
    forward = document.sheet("forward")
    before = document.cell(forward, 17, 8)["value"]
    select(document, "H5")
    page.keyboard.type("o")
    page.keyboard.press("Enter")
    stale = page.get_by_text("↻ against NumPy: inputs changed")
    stale.wait_for()
    assert document.cell(forward, 5, 8)["value"] == "o"
    after = document.cell(forward, 17, 8)["value"]
    assert after != before
    seen = page.get_by_role("gridcell", name=re.compile("^H17,"))
    assert seen.inner_text() == f"{after:.4f}"
    assert document.proof[1] == "✓ the two notations: agrees"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("✓ against NumPy: agrees").wait_for()
    assert document.cell(forward, 17, 8)["value"] == before
    assert page.get_by_role("button", name="Undo").is_disabled()
    page.get_by_role("button", name="Redo").click()
    stale.wait_for()


def test_a_wrong_formula_is_counted_and_the_check_leads_there(document):
    document.open("hello-forward")
    page = document.page
    sheet = document.sheet("forward")
    document.edit({"sheet": sheet, "row": 35, "column": 8, "input": 0.5})
    said = page.get_by_role("button", name=re.compile("against NumPy"))
    assert re.fullmatch(r"✗ against NumPy: \d+ of 17 blocks differ", said.inner_text())
    said.click()
    assert page.get_by_role("tab", selected=True).inner_text() == "check"


def test_workbooks_are_chosen_by_list_and_by_address(document):
    document.open("lstm-cell")
    page = document.page
    assert page.title() == "lstm-cell – xlrnn playground"
    page.get_by_role("combobox", name="Workbook").select_option("gru-cell")
    page.wait_for_url("**/*#gru-cell")
    document.settled()
    assert page.title() == "gru-cell – xlrnn playground"
    page.evaluate("location.hash = 'hello-forward'")
    document.settled(re.compile("Stored numbers"))
    assert page.get_by_role("combobox", name="Workbook").input_value() == "hello-forward"


def test_what_was_typed_is_not_thrown_away_without_asking(document):
    document.page.add_init_script(WITHOUT_STORAGE)
    document.open("hello-forward")
    page = document.page
    document.edit({"sheet": document.sheet("forward"), "row": 5, "column": 8, "input": "o"})
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("combobox", name="Workbook").select_option("lstm-cell")
    assert asked == ["What you changed in hello-forward is not saved. Leave it all the same?"]
    assert page.get_by_role("combobox", name="Workbook").input_value() == "hello-forward"
    assert document.cell(document.sheet("forward"), 5, 8)["value"] == "o"
    document.save()  # then there is nothing to lose
    page.get_by_role("combobox", name="Workbook").select_option("lstm-cell")
    page.wait_for_url("**/*#lstm-cell")
    document.settled()


def test_the_workbook_is_saved_as_a_file(document):
    document.open("hello-forward")
    with document.page.expect_download() as saved:
        document.page.get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename == "hello-forward.xlsx"
    assert zipfile.is_zipfile(saved.value.path())
    assert document.status == "Saved as hello-forward.xlsx."


def test_a_workbook_of_another_tool_is_calculated_without_proof(document):
    """Its texts, its sheet's name and its own name are shown as texts."""
    document.page.add_init_script(WITHOUT_STORAGE)
    document.open("hello-forward").open_file("<i>mine.xlsx", other_workbook())
    page = document.page
    page.get_by_text("This workbook was not made by xlrnn").wait_for()
    document.settled()
    assert page.title() == "<i>mine – xlrnn playground"
    assert document.cell(0, 3, 1)["value"] == 42
    assert page.get_by_role("tab").all_inner_texts() == ["<b>sheet"]
    assert page.locator("img, b, i").count() == 0
    document.edit({"sheet": 0, "row": 2, "column": 1, "input": 3})
    assert document.cell(0, 3, 1)["value"] == 63
    chooser = page.get_by_role("combobox", name="Workbook")
    assert chooser.locator("option:checked").inner_text() == "<i>mine.xlsx"
    page.once("dialog", lambda dialog: dialog.dismiss())
    chooser.select_option("lstm-cell")
    assert chooser.locator("option:checked").inner_text() == "<i>mine.xlsx"


def test_what_cannot_be_read_is_said_and_the_workbook_stays(document):
    document.open("hello-forward")
    for data, why in [
        (b"", "empty"),
        (b"no workbook", "This is no Excel workbook"),
        (FORWARD[:3000], "its end is missing"),
        (FORWARD[:-100], "its end is missing"),
        (b"PK\5\6" + bytes(18), "zip file without a workbook"),
    ]:
        document.open_file("bad.xlsx", data).settled(re.compile(f"cannot be opened: .*{why}"))
        assert document.status.startswith("bad.xlsx cannot be opened: ")
        assert document.page.title() == "hello-forward – xlrnn playground"
        assert document.cell(document.sheet("forward"), 5, 8)["value"] == "h"


def test_an_engine_that_hangs_is_ended_and_the_sheet_stays_usable(document):
    """The change that it hung in is taken back, and an engine that is started anew goes on."""
    page = document.page
    calculated = page.request.get("engine/calculated.js").text()
    hanging = calculated.replace(
        "change(changes) {",
        "change(changes) {\n        if (changes.some(({ input }) => input === 13)) for (;;);",
    )
    assert hanging != calculated
    page.route("**/calculated.js", lambda route: route.fulfill(
        body=hanging, content_type="text/javascript"))  # fmt: skip
    page.route("**/limits.js", lambda route: route.fulfill(
        body="export const LIMIT = 6_000;", content_type="text/javascript"))  # fmt: skip
    document.open("hello-forward")
    forward = document.sheet("forward")
    place = {"sheet": forward, "row": 17, "column": 3}
    document.edit({"sheet": forward, "row": 5, "column": 8, "input": "o"})
    said = document.refused({**place, "input": 13})
    assert said == "the engine took longer than 6 seconds"
    assert document.states == ["ready", "stopped", "ready"]
    assert document.cell(*place.values())["value"] == pytest.approx(0.287027)
    assert document.cell(forward, 5, 8)["value"] == "o"
    document.edit({**place, "input": 0.5})
    assert document.cell(*place.values())["value"] == 0.5
    document.undo()
    document.undo()
    assert document.cell(forward, 5, 8)["value"] == "h"
    assert document.proof[0] == "✓ against NumPy: agrees"


def test_without_webassembly_the_stored_numbers_are_shown(document):
    document.page.add_init_script("delete globalThis.WebAssembly")
    document.open("hello-forward")
    assert document.states == ["failed"]
    assert document.status.startswith(
        "Nothing is calculated: this browser has no WebAssembly, or it is switched off."
    )
    assert document.proof == [
        "… against NumPy: not calculated",
        "… the two notations: not calculated",
    ]
    forward = document.sheet("forward")
    assert document.cell(forward, 35, 8)["value"] == pytest.approx(0.693167937)
    said = document.refused({"sheet": forward, "row": 5, "column": 8, "input": "o"})
    assert said.startswith("this browser has no WebAssembly")
    assert document.cell(forward, 5, 8)["value"] == "h"
    assert document.save() == FORWARD


def test_an_engine_that_is_none_is_said(document):
    document.page.route("**/formulon.wasm", lambda route: route.fulfill(body=b"\0asm\1\0\0\0"))
    document.open("hello-forward")
    assert document.states == ["failed"]
    assert document.status.startswith("Nothing is calculated: the engine failed (")
    assert document.cell(document.sheet("forward"), 5, 8)["value"] == "h"


def test_the_licence_of_the_engine_can_be_read(document):
    document.open("hello-forward")
    document.page.get_by_role("button", name="About").click()
    shown = document.page.get_by_role("dialog")
    shown.wait_for()
    assert "formulon 0.18.0" in shown.inner_text()
    assert "Apache License" in shown.inner_text()
    document.page.get_by_role("button", name="Close").click()
    assert document.page.get_by_role("dialog").count() == 0


def test_a_workbook_is_opened_by_the_name_of_an_exercise(document):
    document.page.goto("?exercise=gru-cell")
    document.settled()
    assert document.page.title() == "gru-cell – xlrnn playground"
    document.page.goto("?exercise=<img>")
    document.settled()
    assert document.page.title() == "hello-forward – xlrnn playground"


def test_the_index_that_is_not_there_is_said(document, watched):
    document.page.route("**/books.json", lambda route: route.fulfill(body="<!doctype html>"))
    document.page.goto("")
    document.settled(re.compile("not complete"))
    assert document.status.startswith("The page is not complete: ")


def test_the_last_choice_counts(document):
    """Chosen in a hurry, the large workbook that came first does not come last."""
    document.open("hello-forward")
    chooser = document.page.get_by_role("combobox", name="Workbook")
    chooser.select_option("hello-training")
    chooser.select_option("lstm-cell")
    document.page.wait_for_url("**/*#lstm-cell")
    document.settled()
    assert chooser.input_value() == "lstm-cell"
    assert document.page.title() == "lstm-cell – xlrnn playground"


def test_a_page_whose_scripts_may_not_run_says_so(chromium, files, tmp_path):
    """As when a folder is opened from a disk."""
    for name in ("index.html", "style.css"):
        (tmp_path / name).write_bytes(files[name])
    context = chromium.new_context()
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    said = page.get_by_text("This page did not start.")
    said.wait_for()
    assert "xlrnn playground --serve" in said.inner_text()
    context.close()
