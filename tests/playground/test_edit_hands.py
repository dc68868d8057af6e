"""What a hand carries: lists, refusals, copy and paste, filling, arrows, fingers, random walks."""

import random

import pytest

from tests.playground.editing import edit_address, edit_tab, sheet  # noqa: F401

KEYS = [
    "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight",
    "Control+ArrowDown", "Control+ArrowUp", "Control+ArrowRight", "Control+Shift+ArrowLeft",
    "Home", "End", "Control+Home", "Control+End", "PageDown", "PageUp", "Tab", "Shift+Tab", "Enter",
    "Shift+Enter", "Escape", "F2", "F4", "Delete", "Backspace", "Control+a", "Control+c",
    "Control+x", "Control+v", "Control+z", "Control+y", "Control+d", "Control+r", "Control+Enter",
    "Control+Shift+Enter", "Control+BracketLeft", "Control+BracketRight", "Alt+ArrowDown",
    "Control+PageDown", "Control+PageUp", "Shift+F10", "Shift+Space", "Control+Space",
    "=", "(", ")", "+", "1", "0", ".", "a", "B", "'", '"', "!", ":", "$", ",", "%", " ", "<",
]  # fmt: skip


def test_a_list_opens_by_keys(sheet):  # noqa: F811
    sheet.click("B2")
    sheet.press("Alt+ArrowDown")
    options = sheet.page.locator("[role=option]")
    assert options.all_text_contents() == ["h", "e", "l", "o"]
    assert options.nth(0).get_attribute("aria-selected") == "true"
    sheet.press("ArrowDown", "ArrowDown", "Enter")
    assert sheet.value("B2") == "l"
    sheet.press("Alt+ArrowDown", "o", "Enter")
    assert sheet.value("B2") == "o"
    sheet.press("Alt+ArrowDown", "Home", "Escape", "ArrowDown")
    assert (sheet.value("B2"), sheet.selected) == ("o", "B3")


def test_a_list_opens_by_mouse_and_offers_cells(sheet):  # noqa: F811
    sheet.click("B5")
    sheet.page.click(".edit-open-list")
    assert sheet.page.locator("[role=option]").all_text_contents() == ["0.1", "0.2", "0.3"]
    sheet.page.locator("[role=option]").nth(2).click()
    assert sheet.value("B5") == 0.3
    sheet.click("C1")
    sheet.settle()
    assert not sheet.page.is_visible(".edit-open-list")


def test_a_stop_can_be_corrected_or_dropped(sheet):  # noqa: F811
    sheet.click("B2")
    sheet.type("x")
    dialog = sheet.page.locator("dialog")
    assert dialog.locator("h2").text_content() == "Not in the list"
    assert dialog.locator("p").text_content() == "Choose one of h, e, l, o."
    sheet.press("Enter")  # try again
    dialog.wait_for(state="detached")
    assert sheet.is_editing
    sheet.type("e")
    assert sheet.value("B2") == "e"
    sheet.click("B2")
    sheet.type("H")  # in a list of texts capitals count
    sheet.press("Escape")
    dialog.wait_for(state="detached")
    assert (sheet.value("B2"), sheet.is_editing) == ("e", False)


def test_a_warning_can_be_overruled_and_an_information_is_noted(sheet):  # noqa: F811
    sheet.click("B3")
    sheet.type("7")
    assert "from -1 to 1" in sheet.page.text_content("dialog")
    sheet.page.click("dialog button[value=accept]")
    sheet.page.locator("dialog").wait_for(state="detached")
    assert sheet.value("B3") == 7
    sheet.click("B3")
    sheet.type("-0.5")
    assert sheet.value("B3") == -0.5
    sheet.click("B4")
    sheet.type("2.5")
    assert sheet.page.text_content("dialog h2") == "Not a row"
    sheet.press("Enter")
    sheet.page.locator("dialog").wait_for(state="detached")
    assert sheet.value("B4") == 2.5


def test_a_refusal_of_cells_names_no_title_of_its_own(sheet):  # noqa: F811
    sheet.click("B5")
    sheet.type("0.7")
    assert "0.7" in sheet.page.text_content("dialog p")
    sheet.press("Escape")
    sheet.page.locator("dialog").wait_for(state="detached")
    assert sheet.value("B5") == 0.1
    sheet.click("B5")
    sheet.type("=0.7")  # what a formula gives is not known before
    assert sheet.value("B5") == 0.7


def test_a_prompt_stands_at_its_cell_as_text(sheet):  # noqa: F811
    sheet.click("B4")
    sheet.settle()
    assert sheet.page.text_content(".edit-prompt") == "Which row?From 1 to 4 <b>"
    assert sheet.page.locator(".edit-prompt b").count() == 0
    sheet.click("C1")
    sheet.settle()
    assert not sheet.page.is_visible(".edit-prompt")


def copy_here(sheet, *keys):  # noqa: F811
    """Press keys; return what the clipboard then holds, as text and as HTML."""
    sheet.page.evaluate(
        """() => {
            window.kept = null;
            const keep = ({clipboardData}) => {
                const types = ["text/plain", "text/html"];
                window.kept = types.map((type) => clipboardData.getData(type));
            };
            for (const type of ["copy", "cut"]) addEventListener(type, keep, {once: true});
        }"""
    )
    sheet.press(*keys)
    return sheet.page.evaluate("window.kept")


def paste(sheet, text="", html=""):  # noqa: F811
    """Paste what another program has copied."""
    sheet.page.evaluate(
        """([text, html]) => {
            const clipboardData = new DataTransfer();
            if (text) clipboardData.setData("text/plain", text);
            if (html) clipboardData.setData("text/html", html);
            const given = {clipboardData, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        [text, html],
    )


def test_copy_gives_values_in_full(sheet):  # noqa: F811
    sheet.drag("A1", "C3")
    text, html = copy_here(sheet, "Control+c")
    assert text == "word\t\t1\r\nletter\th\t4\r\nstate\t0.5\t3"
    assert "<td>letter</td><td>h</td><td>4</td>" in html
    sheet.settle()
    assert sheet.page.locator(".edit-copied:not([hidden])").count() == 1


def test_formulas_are_shifted_when_pasted(sheet):  # noqa: F811
    sheet.click("C3")
    sheet.press("Control+c")
    sheet.click("E3")
    sheet.press("Control+v")
    assert (sheet.formula("E3"), sheet.selected) == ("E1+F1", "E3")
    sheet.drag("G5", "H6")
    sheet.press("Control+v")
    assert [sheet.formula(cell) for cell in ("G5", "H5", "G6", "H6")] == [
        "G3+H3", "H3+I3", "G4+H4", "H4+I4",
    ]  # fmt: skip
    sheet.press("Control+z")
    assert sheet.formula("H6") is None


def test_array_formulas_are_pasted_whole(sheet):  # noqa: F811
    sheet.drag("B8", "B9")
    sheet.press("Control+c")
    sheet.click("G11")
    sheet.press("Control+v")
    assert sheet.cell("G11")["formula"] == "H4:H5+1"
    assert sheet.cell("G12")["array"] == "G11:G12"


def test_what_is_cut_is_moved_and_followed(sheet):  # noqa: F811
    sheet.click("C1")
    sheet.press("Control+x")
    sheet.click("H9")
    sheet.press("Control+v")
    assert (sheet.value("C1"), sheet.value("H9")) == (None, 1)
    assert (sheet.formula("C3"), sheet.value("C3")) == ("H9+D1", 3)
    sheet.press("Control+z")
    assert (sheet.formula("C3"), sheet.value("C1")) == ("C1+D1", 1)
    sheet.click("C3")
    sheet.press("Control+x")
    sheet.page.evaluate("grid.show(1)")
    sheet.click("D5")
    sheet.press("Control+v")
    assert (sheet.formula("D5", 1), sheet.value("D5", 1)) == ("main!C1+main!D1", 3)
    assert sheet.formula("D5") == "weights!D5+C5"
    assert sheet.formula("A1", 2) == "weights!D5"


def test_tables_of_other_programs_are_pasted(sheet):  # noqa: F811
    sheet.click("G1")
    paste(sheet, "0.5\t=C1+1\r\n'007\ttrue\r\n")
    assert [sheet.value(cell) for cell in ("G1", "H1", "G2", "H2")] == [0.5, 2, "007", True]
    assert sheet.selected == "G1:H2 G1"
    sheet.click("G5")
    paste(sheet, "never", "<table><tr><td>7%<td><script>x</script>&lt;b&gt;</table>")
    assert (sheet.value("G5"), sheet.value("H5")) == (0.07, "x<b>")
    sheet.drag("G7", "H8")
    paste(sheet, "3")
    assert [sheet.value(cell) for cell in ("G7", "H7", "G8", "H8")] == [3, 3, 3, 3]


def test_what_is_pasted_is_judged_as_a_whole(sheet):  # noqa: F811
    sheet.click("B1")
    paste(sheet, "a\nz\n")
    words = sheet.page.text_content("dialog p")
    assert "Choose one of h, e, l, o." in words
    assert "B2" in words
    sheet.press("Enter")
    sheet.page.locator("dialog").wait_for(state="detached")
    assert (sheet.value("B1"), sheet.value("B2")) == (None, "h")
    sheet.click("B9")
    paste(sheet, "5")
    assert "B8:B9" in sheet.notice
    sheet.click("G1")
    paste(sheet, "1\n=A1+\n")
    assert "G2:" in sheet.notice
    assert sheet.value("G1") is None


def test_fill_down_and_right(sheet):  # noqa: F811
    sheet.drag("C3", "C6")
    sheet.press("Control+d")
    assert [sheet.formula(f"C{row}") for row in (4, 5, 6)] == ["C2+D2", "C3+D3", "C4+D4"]
    sheet.press("Control+z")
    sheet.drag("D3", "F3")
    sheet.press("Control+r")
    assert [sheet.formula(f"{column}3") for column in "EF"] == ["E1*2", "F1*2"]
    sheet.click("D4")
    sheet.press("Control+d")
    assert sheet.formula("D4") == "D2*2"


def drag_handle(sheet, cell):  # noqa: F811
    sheet.settle()
    handle = sheet.page.locator(".edit-fill-handle").bounding_box()
    sheet.page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    sheet.page.mouse.down()
    sheet.page.mouse.move(*sheet.point(cell), steps=4)
    sheet.page.mouse.up()


def test_the_handle_fills(sheet):  # noqa: F811
    sheet.click("D3")
    drag_handle(sheet, "D6")
    assert [sheet.formula(f"D{row}") for row in (4, 5, 6)] == ["D2*2", "D3*2", "D4*2"]
    assert sheet.selected == "D3:D6 D3"
    sheet.drag("C1", "D1")  # 1, 2: the step goes on
    drag_handle(sheet, "H1")
    assert [sheet.value(f"{column}1") for column in "EFGH"] == [3, 4, 5, 6]
    sheet.drag("G1", "H1")
    drag_handle(sheet, "E1")
    assert [sheet.value(f"{column}1") for column in "EF"] == [3, 4]


def test_arrows_go_back_to_what_is_read(sheet):  # noqa: F811
    sheet.click("D5")
    sheet.press("Control+BracketLeft")
    sheet.settle()
    assert "D5 reads C3, C5" in sheet.said
    assert sheet.page.locator(".edit-arrow").count() == 2
    sheet.press("Control+BracketLeft")
    sheet.settle()
    assert "2 steps back: C1:D1, W_xh (weights!A1)" in sheet.said
    sign = sheet.page.locator(".edit-sign")
    assert "weights!A1" in sign.text_content()
    sheet.press("Control+BracketLeft")
    assert "That is the beginning" in sheet.notice
    sign.click()
    assert (sheet.page.evaluate("grid.sheet"), sheet.selected) == (1, "A1")
    sheet.press("Escape")
    sheet.settle()
    assert sheet.page.locator(".edit-arrow, .edit-sign").count() == 0


def test_arrows_go_on_to_what_reads(sheet):  # noqa: F811
    sheet.click("C1")
    sheet.page.click(".edit-read-by")
    sheet.settle()
    assert "C1 is read by C3, B8:B9" in sheet.said
    sheet.page.click(".edit-read-by")
    sheet.settle()
    assert "'my task'!A1" in sheet.said
    assert "D5" in sheet.said
    sheet.click("E1")
    sheet.press("Control+BracketRight")
    sheet.settle()
    assert sheet.notice == "No formula reads E1."
    sheet.press("Control+BracketLeft")
    sheet.settle()
    assert "a number that was put in" in sheet.notice


def test_arrows_follow_a_change(sheet):  # noqa: F811
    sheet.click("C3")
    sheet.press("Control+BracketLeft")
    sheet.type("=E1")
    sheet.cell("C3")
    sheet.settle()
    assert sheet.page.locator(".edit-frame").count() == 2  # E1, and the cell itself
    assert sheet.page.locator(".edit-arrow").count() == 1


def test_the_menu_of_the_right_button(sheet):  # noqa: F811
    sheet.click("C1", button="right")
    items = sheet.page.locator("[role=menuitem]")
    assert items.nth(0).text_content() == "Edit"
    sheet.press("ArrowDown", "ArrowDown", "ArrowUp", "Enter")  # copy
    sheet.click("G1")
    sheet.press("Shift+F10")
    sheet.page.get_by_role("menuitem", name="Paste").click()
    sheet.settle()
    assert sheet.value("G1") == 1
    sheet.press("Shift+F10", "Escape")
    assert not sheet.page.is_visible("[role=menu]")


@pytest.fixture
def touched(chromium, edit_address):  # noqa: F811
    """The sheet on a telephone."""
    from tests.playground.editing import Sheet

    context = chromium.new_context(
        viewport={"width": 390, "height": 780},
        base_url=edit_address,
        has_touch=True,
        is_mobile=True,
    )
    tab = context.new_page()
    words: list[str] = []
    tab.on("pageerror", lambda error: words.append(str(error)))
    tab.goto("edit_page/index.html")
    tab.wait_for_selector("body[data-ready]", state="attached")
    yield Sheet(tab)
    context.close()
    assert words == []


class Finger:
    """A finger on the screen, as the browser's own input."""

    def __init__(self, sheet):  # noqa: F811
        self.client = sheet.page.context.new_cdp_session(sheet.page)

    def down(self, x, y):
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x, y):
        self._send("touchMove", [{"x": x, "y": y}])

    def up(self):
        self._send("touchEnd", [])

    def _send(self, kind, points):
        self.client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_fingers_select_extend_and_edit(touched):
    touched.page.touchscreen.tap(*touched.point("B2"))
    touched.settle()
    assert touched.selected == "B2"
    grip = touched.page.locator(".edit-grip-end").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    finger = Finger(touched)
    finger.down(x, y)
    finger.move(x + 4, y + 4)
    finger.move(*touched.point("C4"))
    finger.up()
    assert touched.selected == "B2:C4 B2"
    touched.page.touchscreen.tap(*touched.point("C1"))
    touched.page.touchscreen.tap(*touched.point("C1"))
    assert touched.is_editing
    touched.press("Control+a")
    touched.page.keyboard.type("=")
    touched.page.touchscreen.tap(*touched.point("D1"))
    assert touched.bar == "=D1"
    touched.press("Enter")
    assert touched.value("C1") == 2


def test_a_long_touch_opens_the_menu(touched):
    finger = Finger(touched)
    finger.down(*touched.point("C2"))
    touched.page.wait_for_timeout(650)
    finger.up()
    assert touched.page.is_visible("[role=menu]")
    assert touched.selected == "C2"
    touched.page.get_by_role("menuitem", name="Clear").tap()
    assert touched.value("C2") is None


def test_random_walks_of_the_keyboard_throw_nothing(sheet):  # noqa: F811
    """200 walks, and the sheet still works. What is wrong in the console fails the fixture."""
    draw = random.Random(20)
    for _ in range(200):
        for key in draw.choices(KEYS, k=draw.randint(2, 4)):
            sheet.press(key)
    for _ in range(4):
        sheet.press("Escape")
    sheet.page.evaluate("edit.goTo(0, {top: 3, left: 5, bottom: 3, right: 5})")
    sheet.type("41")
    assert sheet.value("E3") == 41
