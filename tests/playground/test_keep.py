"""What was typed is kept in the browser, and is here again; where it cannot be, that is said."""

import io

import openpyxl
import pytest

from tests.playground.conftest import ROOT, lesson_book
from tests.playground.documents import WITHOUT_STORAGE, Document
from tests.playground.keeping import banner, here_again, kept, type_into
from xlrnn.playground.single import single_page, write_single
from xlrnn.playground.site import site_files

FORWARD = (ROOT / "workbooks" / "hello-forward.xlsx").read_bytes()
FULL = """IDBObjectStore.prototype.put = () => {
    throw new DOMException("", "QuotaExceededError");
};"""
INSECURE = """Object.defineProperty(globalThis, "crypto", {value: {}});"""


@pytest.fixture
def document(page):
    return Document(page)


def would_ask(document, *, while_changing=None):
    """Tell whether the browser would ask if the page were closed now."""
    return document.page.evaluate(
        """async (change) => {
            const changed = change && window.opened.edit([change]);
            const closing = new Event("beforeunload", { cancelable: true });
            window.dispatchEvent(closing);
            await changed;
            return closing.defaultPrevented;
        }""",
        while_changing,
    )


def letter(document, sign):
    """Change the first letter; returns what stands there then."""
    place = {"sheet": document.sheet("forward"), "row": 5, "column": 8}
    document.edit({**place, "input": sign})
    return document.cell(*place.values())["value"]


def h(document):
    return document.cell(document.sheet("forward"), 17, 8)["value"]


def crashed(document, watched):
    """End the page as a crash does, before it can do anything; returns another of this browser."""
    other = document.page.context.new_page()
    document.page.close(run_before_unload=False)
    watched.watch(other)
    return Document(other)


def test_what_was_typed_is_here_again_after_a_crash_until_one_begins_anew(document, watched):
    document.open("hello-forward")
    page, before = document.page, h(document)
    scratch = {"sheet": document.sheet("forward"), "row": 80, "column": 2}
    area = {"top": 80, "left": 2, "bottom": 81, "right": 2}
    document.edit({**scratch, "input": {"formula": "H17:H18*2", "area": area}})
    page.get_by_role("tab", name="forward").click()
    type_into(document, "H5", "o")
    kept(document, 2)
    after = h(document)
    assert after != before
    document = crashed(document, watched).open("hello-forward")
    here_again(document)
    assert h(document) == after
    cells = [document.cell(scratch["sheet"], row, 2) for row in (80, 81)]
    assert [cell["array"] for cell in cells] == [area, area]
    assert cells[0]["value"] == pytest.approx(2 * after)
    page = document.page
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Begin anew").click()
    assert h(document) == after
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Begin anew").click()
    page.wait_for_function("value => window.opened.cell(1, 17, 8)?.value === value", arg=before)
    kept(document)
    assert banner(document).is_hidden()


def test_it_belongs_to_the_bytes_of_a_file_wherever_that_is_opened(document):
    document.open("hello-forward")
    letter(document, "o")
    after = h(document)
    kept(document, 1)
    document.page.get_by_role("combobox", name="Workbook").select_option("lstm-cell")
    document.page.wait_for_url("**/*#lstm-cell")
    document.settled()
    assert banner(document).is_hidden()
    document.open_file("from my disk.xlsx", FORWARD)
    here_again(document)
    assert h(document) == after
    from playwright.sync_api import expect

    other = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(FORWARD)).save(other)
    document.open_file("another version.xlsx", other.getvalue())
    expect(document.page).to_have_title("another version – xlrnn playground")
    document.settled()
    assert document.cell(document.sheet("forward"), 5, 8)["value"] == "h"
    assert banner(document).is_hidden()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (WITHOUT_STORAGE, "this browser has no storage for pages"),
        (FULL, "the browser’s storage is full"),
        (INSECURE, "the page came by http:"),
    ],
    ids=["missing", "full", "insecure"],
)
def test_where_nothing_can_be_kept_it_is_said_once_and_all_goes_on(document, script, why):
    page = document.page
    page.add_init_script(script)
    document.open("hello-forward")
    assert banner(document).is_hidden()
    assert letter(document, "o") == "o"
    said = banner(document).inner_text()
    assert said.startswith(f"What you type is not kept here when the page is closed: {why}")
    page.get_by_role("button", name="Close this line").click()
    assert letter(document, "l") == "l"
    assert banner(document).is_hidden()
    assert would_ask(document)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("combobox", name="Workbook").select_option("lstm-cell")
    assert asked == ["What you changed in hello-forward is not saved. Leave it all the same?"]


def test_what_was_undone_is_not_kept_and_a_damaged_record_is_none(document):
    document.open("hello-forward")
    letter_h = {"sheet": document.sheet("forward"), "row": 5, "column": 8, "input": "o"}
    assert not would_ask(document)
    assert would_ask(document, while_changing=letter_h)
    kept(document, 1)
    assert not would_ask(document)
    document.undo()
    kept(document)
    document.redo()
    kept(document, 1)
    document.page.evaluate("""() => new Promise((resolve) => {
        const request = indexedDB.open("xlrnn-playground", 1);
        request.onsuccess = () => {
            const records = request.result.transaction("typed", "readwrite").objectStore("typed");
            records.getAll().onsuccess = ({ target }) => {
                const [record] = target.result;
                record.typed[0].sheet = 99;
                records.put(record).onsuccess = resolve;
            };
        };
    })""")
    document.open("hello-forward")
    assert document.cell(document.sheet("forward"), 5, 8)["value"] == "h"
    assert banner(document).is_hidden()


def test_a_tab_is_told_that_another_one_writes_over_what_it_keeps(document, watched):
    document.open("hello-forward")
    letter(document, "o")
    kept(document, 1)
    other = Document(document.page.context.new_page())
    watched.watch(other.page)
    other.open("hello-forward")
    here_again(other)
    assert banner(document).is_hidden()
    letter(other, "l")
    document.page.get_by_text("This workbook was changed in another tab, too.").wait_for()
    assert banner(other).inner_text().startswith("What you typed on")
    letter(document, "e")
    other.page.get_by_text("This workbook was changed in another tab, too.").wait_for()


def test_what_cannot_be_put_in_again_stays_kept(document, watched):
    document.open("hello-forward")
    letter(document, "o")
    kept(document, 1)
    other = Document(document.page.context.new_page())
    watched.watch(other.page)
    other.page.add_init_script("delete globalThis.WebAssembly")
    other.open("hello-forward")
    other.page.get_by_text("could not be put in again: this browser has no WebAssembly").wait_for()
    kept(other, 1)


def test_a_page_from_a_disk_keeps_it_too(document, tmp_path):
    path = tmp_path / "page.html"
    write_single(path, single_page(site_files([lesson_book("hello-forward")])))
    document.page.goto(path.as_uri())
    document.settled()
    letter(document, "o")
    kept(document, 1)
    document.page.reload()
    here_again(document)
