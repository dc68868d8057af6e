"""A hand in the sheet: selecting, editing, pointing, with real keys and a real mouse."""

import pytest

from tests.playground.editing import edit_address, edit_tab, sheet  # noqa: F401


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (["ArrowDown", "ArrowRight"], "B2"),
        (["ArrowUp", "ArrowLeft"], "A1"),
        (["Control+ArrowDown"], "A5"),
        (["Control+ArrowDown", "Control+ArrowDown"], "A7"),
        (["Control+End"], "E9"),
        (["Control+End", "Control+Home"], "A1"),
        (["End"], "E1"),
        (["End", "Home"], "A1"),
        (["Tab", "Tab", "Enter"], "A2"),
        (["Tab", "Tab", "Shift+Tab", "Shift+Enter"], "B1"),
        (["Shift+ArrowDown", "Shift+ArrowRight"], "A1:B2 A1"),
        (["Shift+ArrowDown", "Shift+ArrowRight", "Tab", "Tab", "Tab", "Tab"], "A1:B2 A1"),
        (["Shift+ArrowDown", "Shift+ArrowRight", "Enter", "Enter"], "A1:B2 B1"),
        (["Shift+ArrowDown", "Shift+ArrowRight", "Shift+Tab"], "A1:B2 B2"),
        (["Control+a"], "A1:E9 A1"),
        (["Control+a", "Control+a"], "A1:XFD1048576 A1"),
        (["Control+Space"], "A1:A1048576 A1"),
        (["Shift+Space"], "A1:XFD1 A1"),
        (["PageDown", "PageUp"], "A1"),
        (["Control+Shift+ArrowDown"], "A1:A5 A1"),
    ],
)
def test_keys_select(sheet, keys, selected):  # noqa: F811
    sheet.press(*keys)
    assert sheet.selected == selected


def test_merged_cells_are_one(sheet):  # noqa: F811
    sheet.click("C7")
    assert sheet.selected == "B7"
    sheet.press("ArrowRight")
    assert sheet.selected == "E7"
    sheet.press("ArrowLeft")
    assert sheet.selected == "B7"
    sheet.press("ArrowUp", "Shift+ArrowDown")
    assert sheet.selected == "B6:D7 B6"


def test_mouse_selects(sheet):  # noqa: F811
    sheet.click("C3")
    assert sheet.selected == "C3"
    sheet.click("E5", modifiers=["Shift"])
    assert sheet.selected == "C3:E5 C3"
    sheet.drag("B2", "D4")
    assert sheet.selected == "B2:D4 B2"
    assert "B2:D4 selected, 9 cells" in sheet.said


def test_headings_select_rows_and_columns(sheet):  # noqa: F811
    columns = sheet.page.locator("[role=columnheader][aria-colindex]")
    rows = sheet.page.locator("[role=rowheader]")
    columns.nth(2).click()
    assert sheet.selected == "C1:C1048576 C1"
    columns.nth(3).click(modifiers=["Shift"])
    assert sheet.selected == "C1:D1048576 C1"
    rows.nth(1).click()
    assert sheet.selected == "A2:XFD2 A2"


def test_the_active_cell_is_told_to_screen_readers(sheet):  # noqa: F811
    sheet.click("C3")
    sheet.settle()
    told = sheet.page.get_attribute("[role=grid]", "aria-activedescendant")
    label = sheet.page.get_attribute(f"[id='{told}']", "aria-label")
    assert "C3" in label
    assert sheet.page.locator("[aria-selected=true]").count() == 1
    sheet.press("Shift+ArrowRight")
    sheet.settle()
    assert sheet.page.locator("[aria-selected=true]").count() == 2


def test_escape_and_tab_leave_the_sheet(sheet):  # noqa: F811
    sheet.press("Escape", "Tab")
    assert not sheet.page.evaluate("document.activeElement === grid.element")
    assert sheet.selected == "A1"


def test_typing_over_and_going_on(sheet):  # noqa: F811
    sheet.click("C1")
    sheet.type("5")
    assert (sheet.selected, sheet.value("C1"), sheet.value("C3")) == ("C2", 5, 7)
    sheet.type("7%", "Tab")
    assert (sheet.selected, sheet.value("C2")) == ("D2", 0.07)
    sheet.type("true", "ArrowDown")
    assert (sheet.selected, sheet.value("D2")) == ("D3", True)
    sheet.type("'12")
    assert (sheet.value("D3"), sheet.formula("D3")) == ("12", None)
    sheet.press("ArrowUp")
    assert sheet.bar == "'12"


def test_what_follows_is_read_out(sheet):  # noqa: F811
    sheet.click("C1")
    sheet.type("5")
    assert sheet.value("C3") == 7
    assert "cells changed: C3 7" in sheet.said


def test_editing_what_is_there(sheet):  # noqa: F811
    sheet.click("C3")
    sheet.press("F2")
    assert sheet.bar == "=C1+D1"
    sheet.type("*2")
    assert sheet.formula("C3") == "C1+D1*2"
    sheet.click("C3", click_count=2)
    sheet.press("Home", "ArrowRight")
    sheet.type("10*", "Enter")
    assert sheet.formula("C3") == "10*C1+D1*2"
    sheet.click("C3")
    sheet.press("F2")
    sheet.type("+99", "Escape")
    assert sheet.formula("C3") == "10*C1+D1*2"
    assert not sheet.is_editing


def test_unchanged_text_changes_nothing(sheet):  # noqa: F811
    sheet.click("C1")
    sheet.press("F2", "Enter")
    assert not sheet.page.evaluate("open_.canUndo")


def test_bar_and_cell_are_in_step(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.page.keyboard.type("=C1")
    assert sheet.bar == "=C1"
    sheet.page.click(".edit-in-bar textarea")
    sheet.page.keyboard.type("+D1")
    assert sheet.page.input_value(".edit-in-cell textarea") == "=C1+D1"
    sheet.page.click(".edit-enter")
    assert sheet.value("E3") == 3


def test_delete_and_undo(sheet):  # noqa: F811
    sheet.drag("C1", "D1")
    sheet.press("Delete")
    assert (sheet.value("C1"), sheet.value("D1"), sheet.value("C3")) == (None, None, 0)
    sheet.press("Control+z")
    assert (sheet.value("C1"), sheet.value("D1"), sheet.value("C3")) == (1, 2, 3)
    sheet.press("Control+y")
    assert sheet.value("C1") is None
    sheet.press("Control+z", "Control+Shift+z", "Control+z")
    assert sheet.value("C1") == 1
    sheet.press("Control+z")
    assert sheet.value("C1") == 1
    assert "nothing to undo" in sheet.said


def test_pointing_with_the_mouse(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.page.keyboard.type("=SUM(")
    sheet.drag("C1", "D2")
    assert sheet.bar == "=SUM(C1:D2"
    sheet.page.keyboard.type("+")
    sheet.click("C3")
    sheet.click("D3")
    assert sheet.bar == "=SUM(C1:D2+D3"
    sheet.press("F4")
    assert sheet.bar == "=SUM(C1:D2+$D$3"
    sheet.type(")")
    assert sheet.formula("E3") == "SUM(C1:D2+$D$3)"


def test_pointing_with_the_keys(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.page.keyboard.type("=")
    sheet.press("ArrowUp", "ArrowUp", "ArrowLeft")
    assert sheet.bar == "=D1"
    sheet.press("Shift+ArrowDown")
    assert sheet.bar == "=D1:D2"
    sheet.page.keyboard.type("*2")
    sheet.press("ArrowLeft")
    assert sheet.is_editing  # in a formula an arrow does not end the input
    sheet.press("Escape")


def test_pointing_at_another_sheet(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.page.keyboard.type("=")
    sheet.page.evaluate("grid.show(2)")
    sheet.click("B1")
    assert sheet.bar == "='my task'!B1"
    sheet.type("+1")
    assert sheet.page.evaluate("grid.sheet") == 0
    assert sheet.value("E3") == 6
    assert sheet.selected == "E4"


def test_pointing_at_whole_columns(sheet):  # noqa: F811
    sheet.click("G1")
    sheet.page.keyboard.type("=SUM(")
    sheet.page.locator("[role=columnheader][aria-colindex='3']").click()
    assert sheet.bar == "=SUM(C:C"
    sheet.type(")")
    assert sheet.value("G1") == pytest.approx(1 + 4 + 3 + 0.1)


def test_references_have_colours_in_bar_and_sheet(sheet):  # noqa: F811
    sheet.click("C3")
    sheet.settle()
    spans = sheet.page.locator(".edit-in-bar .edit-mirror span")
    assert spans.all_text_contents() == ["C1", "D1"]
    colours = spans.evaluate_all("all => all.map((each) => getComputedStyle(each).color)")
    assert colours[0] != colours[1]
    boxes = sheet.page.locator(".edit-target:not([hidden])")
    borders = boxes.evaluate_all("all => all.map((each) => getComputedStyle(each).borderTopColor)")
    assert len(borders) == 2
    sheet.press("F2")
    sheet.settle()
    live = sheet.page.locator(".edit-target.edit-live:not([hidden])")
    assert (
        live.evaluate_all("all => all.map((each) => getComputedStyle(each).borderTopColor)")
        == colours
    )
    sheet.press("Escape")


def test_faults_are_said_where_they_are(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.type("=(C1+D1")
    assert "never closed" in sheet.notice
    assert sheet.is_editing
    sheet.press("End")
    sheet.type(")")
    assert sheet.value("E3") == 3
    assert not sheet.has_notice
    sheet.click("E3")
    sheet.type("=wieghts!A1")
    assert "no sheet called “wieghts”" in sheet.notice
    assert "main, weights, my task" in sheet.notice
    sheet.press("Escape")


def test_decimal_commas_are_explained(sheet):  # noqa: F811
    sheet.click("E3")
    sheet.type("0,5")
    assert sheet.value("E3") == "0,5"
    assert "decimals have a point" in sheet.notice


def test_array_formulas(sheet):  # noqa: F811
    sheet.drag("G1", "G2")
    sheet.type("=C1:C2*10", "Control+Shift+Enter")
    assert sheet.cell("G2") == {"value": 40, "formula": None, "array": "G1:G2"}
    assert sheet.formula("G1") == "C1:C2*10"
    sheet.click("G2")
    assert sheet.bar == "=C1:C2*10"
    sheet.type("5")
    assert "part of the array formula in G1:G2" in sheet.notice
    sheet.press("Escape")
    sheet.press("Delete")
    assert "G1:G2" in sheet.notice
    assert sheet.value("G2") == 40
    sheet.drag("G1", "G2")
    sheet.press("Delete")
    assert sheet.cell("G1")["array"] is None
    assert sheet.value("G2") is None
    sheet.press("Control+z")
    assert sheet.value("G2") == 40


def test_an_array_formula_is_edited_as_a_whole(sheet):  # noqa: F811
    sheet.click("B9")
    assert sheet.bar == "=C1:C2+1"
    sheet.press("F2")
    sheet.type("00", "Control+Shift+Enter")
    assert sheet.cell("B9") == {"value": 104, "formula": None, "array": "B8:B9"}


def test_one_input_for_all_that_is_selected(sheet):  # noqa: F811
    sheet.drag("G1", "H2")
    sheet.type("=C1", "Control+Enter")
    assert [sheet.formula(cell) for cell in ("G1", "H1", "G2", "H2")] == ["C1", "D1", "C2", "D2"]


def test_names_lead_to_their_cells(sheet):  # noqa: F811
    sheet.page.click(".edit-name")
    sheet.type("W_xh")
    assert sheet.page.evaluate("grid.sheet") == 1
    assert sheet.selected == "A1:A3 A1"
    assert sheet.page.input_value(".edit-name") == "W_xh"
    sheet.page.click(".edit-name")
    sheet.type("main!B3")
    assert (sheet.selected, sheet.page.input_value(".edit-name")) == ("B3", "state")
    sheet.page.click(".edit-name")
    sheet.type("nowhere")
    assert "no cell, range or name" in sheet.notice


def test_locked_cells_are_respected(sheet):  # noqa: F811
    sheet.page.evaluate("grid.show(2)")
    sheet.click("C1")
    sheet.page.keyboard.type("9")
    assert "C1 is locked" in sheet.notice
    assert not sheet.is_editing
    sheet.press("Delete")
    assert sheet.value("C1", 2) == 7
    sheet.click("B1")
    sheet.type("9")
    assert sheet.value("B1", 2) == 9


def test_a_link_is_followed_by_keys(sheet):  # noqa: F811
    sheet.page.evaluate("grid.show(1)")
    sheet.press("ArrowRight", "ArrowRight", "Control+Enter")
    assert (sheet.page.evaluate("grid.sheet"), sheet.selected) == (2, "B1")
    sheet.press("Control+Enter")  # nothing leads from here
    assert sheet.selected == "B1"


def test_ctrl_page_down_shows_the_next_sheet(sheet):  # noqa: F811
    sheet.press("ArrowDown", "Control+PageDown")
    assert (sheet.page.evaluate("grid.sheet"), sheet.selected) == (1, "A1")
    sheet.press("Control+PageUp")
    assert (sheet.page.evaluate("grid.sheet"), sheet.selected) == (0, "A2")
