"""The sheet in a browser: what is drawn, where it is, what follows when a value changes."""

import io

import pytest
import xlsxwriter

from tests.playground.page_fixture import ROOT, modules  # noqa: F401

FORWARD = 1


def lesson(name):
    return (ROOT / "workbooks" / f"{name}.xlsx").read_bytes()


@pytest.fixture
def forward(modules):  # noqa: F811
    """The first lesson, its page “forward”."""
    modules.show(lesson("hello-forward"))
    modules.page.evaluate(f"grid.show({FORWARD})")
    modules.settle()
    return modules


def text_of(modules, row, column):  # noqa: F811
    return modules.page.evaluate(f"grid.cellElement({row}, {column})?.textContent")


def set_value(modules, row, column, value, sheet=FORWARD):  # noqa: F811
    """Change a value in the book, as the engine would, and let the grid draw it."""
    modules.page.evaluate(
        """([sheet, row, column, value]) => {
            const { cells } = grid.book.sheets[sheet];
            cells.get(row * 16384 + column).value = value;
            grid.draw([{ sheet, row, column }]);
        }""",
        [sheet, row, column, value],
    )


def test_numbers_and_words_are_there(forward):
    assert text_of(forward, 1, 2) == "Forward propagation in a recurrent neuron"
    assert text_of(forward, 17, 3) == "0.2870"
    assert text_of(forward, 5, 8) == "h"
    tabs = forward.page.locator("[role=tab]").all_text_contents()
    assert tabs == ["start", "forward", "equations", "glossary", "check", "numpy"]


def test_a_cell_says_where_and_what_it_is(forward):
    label = forward.page.evaluate("grid.cellElement(17, 8).getAttribute('aria-label')")
    assert label.startswith("H17, 0.2870, formula $C17*H$9+$D17*H$10")
    roles = ["grid", "rowgroup", "row", "gridcell", "rowheader", "columnheader"]
    for role in roles:
        assert forward.page.locator(f"[role={role}]").count() > 0, role


def test_only_what_is_seen_is_drawn(modules):  # noqa: F811
    """40,560 cells on a page, and a few thousand elements; the last of them after a scroll."""
    modules.show(lesson("hello-training"))
    page = modules.page
    page.evaluate("grid.show(grid.book.sheets.findIndex(({ name }) => name === 'training'))")
    cells = page.evaluate("grid.book.sheets[grid.sheet].cells.size")
    assert cells > 35_000
    assert page.locator(".sheet-cell").count() < 3000
    assert page.evaluate("grid.cellElement(150, 183)") is None
    page.evaluate("grid.scrollTo(150, 183)")
    modules.settle()
    assert page.locator(".sheet-cell").count() < 3000
    stored = page.evaluate("grid.book.sheets[grid.sheet].cells.get(150 * 16384 + 183).value")
    assert float(text_of(modules, 150, 183)) == pytest.approx(stored, abs=1e-3)
    order = page.evaluate(
        """() => [...document.querySelectorAll(".sheet-body [role=row]")]
            .map((row) => Number(row.ariaRowIndex))"""
    )
    assert order == sorted(order)


def box_of(modules, row, column):  # noqa: F811
    return modules.page.evaluate(
        """([row, column]) => {
            const { x, y, width, height } = grid.cellElement(row, column).getBoundingClientRect();
            return { x, y, width, height };
        }""",
        [row, column],
    )


def test_what_is_frozen_stays(forward):
    before = box_of(forward, 5, 2)
    forward.page.evaluate("grid.element.scrollTo(0, 300)")
    forward.settle()
    assert box_of(forward, 5, 2) == before
    assert forward.page.evaluate("grid.cellElement(5, 2).checkVisibility()")
    forward.page.set_viewport_size({"width": 700, "height": 600})
    forward.settle()
    forward.page.evaluate("grid.element.scrollTo(200, 0)")
    forward.settle()
    left = box_of(forward, 9, 2)["x"]
    forward.page.evaluate("grid.element.scrollTo(0, 0)")
    forward.settle()
    assert box_of(forward, 9, 2)["x"] == left
    forward.page.set_viewport_size({"width": 1366, "height": 768})
    forward.settle()


def test_places_and_areas_agree(forward):
    """`at` finds the cell of a point, `rect` the place of an area, before and after scrolling."""
    for scroll in (0, 120):
        forward.page.evaluate(f"grid.element.scrollTo(0, {scroll})")
        forward.settle()
        for row, column in ((5, 8), (3, 4), (28, 2), (25, 11)):
            box = box_of(forward, row, column)
            middle = {
                "clientX": box["x"] + box["width"] / 2,
                "clientY": box["y"] + box["height"] / 2,
            }
            assert forward.page.evaluate("(point) => grid.at(point)", middle) == {
                "row": row,
                "column": column,
            }
            rect = forward.page.evaluate(
                """([row, column]) => {
                    const area = { top: row, left: column, bottom: row, right: column };
                    const { x, y, width, height } = grid.rect(area);
                    const layer = grid.overlay.getBoundingClientRect();
                    return { x: x + layer.x, y: y + layer.y, width, height };
                }""",
                [row, column],
            )
            # A cell's own line on the left and above lies a pixel further out.
            assert rect == pytest.approx(box, abs=1.01)
    hidden = forward.page.evaluate("grid.rect({ top: 8, left: 3, bottom: 8, right: 3 }).height")
    assert hidden == 0
    assert forward.page.evaluate("grid.at({ clientX: 5, clientY: 5 })") is None
    assert forward.page.evaluate("grid.headingAt({ clientX: 5, clientY: 100 })")["row"] > 1


def test_merged_cells_are_one(forward):
    assert forward.page.evaluate("grid.cellElement(4, 5) === grid.cellElement(4, 3)")
    width = box_of(forward, 4, 3)["width"]
    assert width == pytest.approx(4 * box_of(forward, 17, 4)["width"], abs=3)


def test_a_changed_value_is_shown_and_flashes(forward):
    set_value(forward, 17, 8, -1.25)
    assert text_of(forward, 17, 8) == "-1.2500"
    changed = forward.page.locator(".sheet-cell.changed")
    assert changed.all_text_contents() == ["-1.2500"]


def fill_of(modules, row, column):  # noqa: F811
    return modules.page.evaluate(
        f"getComputedStyle(grid.cellElement({row}, {column})).backgroundColor"
    )


def test_conditional_formats_follow(forward):
    """The colours for size are switched on page “start”, by the defined name “colours”."""
    plain = fill_of(forward, 23, 9)
    set_value(forward, 13, 2, "on", sheet=0)
    assert fill_of(forward, 23, 9) == "rgb(94, 155, 214)"  # 0.6932, from 0.5 on
    set_value(forward, 23, 9, -0.9)
    assert fill_of(forward, 23, 9) == "rgb(168, 68, 8)"
    set_value(forward, 13, 2, "off", sheet=0)
    assert fill_of(forward, 23, 9) == plain
    set_value(forward, 9, 7, "✗")
    colour = forward.page.evaluate("getComputedStyle(grid.cellElement(9, 7)).color")
    assert colour == "rgb(179, 38, 30)"


def test_charts_follow(forward):
    points = "[...document.querySelectorAll('.sheet-chart')][0].innerHTML"
    before = forward.page.evaluate(points)
    assert "What the network" in forward.page.locator(".sheet-chart").first.text_content()
    label = forward.page.locator(".sheet-chart svg").first.get_attribute("aria-label")
    assert label.startswith("Lines: What the network remembers")
    set_value(forward, 35, 8, -0.5)
    after = forward.page.evaluate(points)
    assert before != after
    assert "unit 1, h: -0.5" in forward.page.locator(".sheet-chart").first.text_content()


def test_links_lead_to_their_cells(forward):
    page = forward.page
    page.evaluate("grid.show(0)")
    forward.settle()
    page.get_by_text("Page “forward”: put 0 into w_hh").click()
    forward.settle()
    assert page.evaluate("grid.sheet") == FORWARD
    assert page.get_by_role("tab", name="forward").get_attribute("aria-selected") == "true"


def test_tabs_by_keyboard(forward):
    page = forward.page
    page.get_by_role("tab", name="forward").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("grid.sheet") == FORWARD + 1
    page.keyboard.press("Home")
    assert page.evaluate("grid.sheet") == 0


# Whether the text of a cell is what is seen at a place.
REACHES = """([row, column, x]) => {
    const { y, height } = grid.cellElement(row, column).getBoundingClientRect();
    const found = document.elementFromPoint(x, y + height - 6).closest(".sheet-cell");
    return found?.textContent === grid.cellElement(row, column).textContent;
}"""


def test_long_texts_run_over_empty_cells_only(forward):
    """The title runs on; the label of a weight stops at what stands beside it."""
    title = box_of(forward, 1, 2)
    shown = forward.page.evaluate(
        "grid.cellElement(1, 2).querySelector('span').getBoundingClientRect().width"
    )
    assert shown > title["width"] + 50
    for column, stopped in ((2, 3), (3, 8)):
        set_value(forward, 15, column, "a very long text that would run far over all of it " * 3)
        end = box_of(forward, 15, stopped)["x"]
        inside = forward.page.evaluate(REACHES, [15, column, end - 8])
        beyond = forward.page.evaluate(REACHES, [15, column, end + 8])
        assert (inside, beyond) == (True, False)


def test_folded_columns_open(modules):  # noqa: F811
    modules.show(lesson("sentiment"))
    page = modules.page
    page.evaluate("grid.show(grid.book.sheets.findIndex(({ name }) => name === 'gru'))")
    modules.settle()
    assert page.evaluate("grid.book.sheets[grid.sheet].widths(10)") == 0
    button = page.get_by_role("button", name="Show columns G to AE")
    button.click()
    modules.settle()
    assert page.evaluate("grid.book.sheets[grid.sheet].widths(10)") > 0
    page.get_by_role("button", name="Hide columns G to AE").click()
    assert page.evaluate("grid.book.sheets[grid.sheet].widths(10)") == 0


def with_everything():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("odd")
        sheet.write_comment("B2", "what is\nto be known")
        sheet.write_number("A1", 123456.789)
        sheet.write_number("C1", 1234567.891, book.add_format({"num_format": "0.00"}))
        sheet.set_column(0, 2, 7)
        sheet.merge_range("D3:E200", "tall", book.add_format({"bg_color": "#FFF1BF"}))
        sheet.write_string("A300", "last")
        sheet.conditional_format("A5:A9", {"type": "2_color_scale"})
        sheet.write_column("A5", [0, 1, 2, 3, 4])
        sheet.conditional_format(
            "B5:B9",
            {
                "type": "formula",
                "criteria": "=NOSUCH(A5)>0",
                "format": book.add_format({"bg_color": "#FF0000"}),
            },
        )
        sheet.write_column("B5", [1, 1, 1, 1, 1])
        sheet.conditional_format(
            "F5:F9",
            {
                "type": "text",
                "criteria": "containing",
                "value": "yes",
                "format": book.add_format({"bold": True}),
            },
        )
        sheet.write_column("F5", ["oh yes", "no"])
    return buffer.getvalue()


def test_other_things(modules):  # noqa: F811
    """Notes, ###, tall merged cells from their middle, rules that can and cannot be evaluated."""
    modules.show(with_everything())
    page = modules.page
    page.evaluate("grid.notes.show(2, 2)")
    note = page.get_by_role("tooltip")
    assert note.text_content() == "what is\nto be known"
    page.locator(".sheet-grid").press("Escape")
    assert not note.is_visible()
    page.evaluate("grid.element.setAttribute('aria-activedescendant', grid.cellElement(2, 2).id)")
    modules.settle()
    assert note.is_visible()
    page.evaluate("grid.notes.hide()")
    page.locator(".noted").hover()
    assert note.is_visible()
    assert (text_of(modules, 1, 1), set(text_of(modules, 1, 3))) == ("123457", {"#"})
    assert fill_of(modules, 5, 1) != fill_of(modules, 9, 1) != fill_of(modules, 7, 1)
    assert fill_of(modules, 5, 2) == "rgba(0, 0, 0, 0)"
    weights = [
        page.evaluate(f"getComputedStyle(grid.cellElement({row}, 6)).fontWeight") for row in (5, 6)
    ]
    assert weights == ["700", "400"]
    page.evaluate("grid.scrollTo(150, 1)")
    modules.settle()
    assert "tall" in page.locator(".sheet-body").text_content()


def test_zoom_keeps_the_place(forward):
    forward.page.evaluate("grid.scrollTo(60, 8)")
    forward.settle()
    top = forward.page.evaluate("grid.at({ clientX: 400, clientY: 300 }).row")
    forward.page.evaluate("grid.zoom = 1.5")
    forward.settle()
    assert forward.page.evaluate("grid.zoom") == 1.5
    assert abs(forward.page.evaluate("grid.at({ clientX: 400, clientY: 300 }).row") - top) < 8
    forward.page.evaluate("grid.zoom = null")


CONTRASTS = """() => {
    const channels = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((c) => {
        const s = c / 255;
        return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const paper = channels(getComputedStyle(grid.element).backgroundColor);
    return [...document.querySelectorAll(".sheet-cell")].filter((cell) => cell.textContent.trim())
        .map((cell) => {
            const style = getComputedStyle(cell);
            const own = channels(style.backgroundColor);
            const fill = own[3] === 0 ? paper : own;
            const [a, b] = [light(channels(style.color)), light(fill)];
            return [cell.id, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
        });
}"""


@pytest.mark.parametrize("name", ["hello-forward", "captioning"])
def test_texts_are_as_readable_in_the_dark(modules, name):  # noqa: F811
    """Every text stands out from its fill by 4.5, or as well as on the white paper of its file."""
    modules.show(lesson(name))
    page = modules.page
    count = page.evaluate("grid.book.sheets.length - 1")
    for number in range(min(count, 6)):
        page.evaluate(f"grid.show({number})")
        light = dict(page.evaluate(CONTRASTS))
        page.emulate_media(color_scheme="dark")
        dark = dict(page.evaluate(CONTRASTS))
        page.emulate_media(color_scheme="light")
        assert light.keys() == dark.keys() != set()
        worse = {cell: shown for cell, shown in dark.items() if shown < min(4.4, light[cell] - 0.1)}
        assert worse == {}
