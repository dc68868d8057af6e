"""The first page of every lesson: what is there at once, its numbers, and where its links lead."""

import re

import numpy as np
import pytest

from tests.lessons.every import DEFAULTS, EVERY
from xlrnn.formula.area import Area
from xlrnn.formula.block import Ref
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.sheet.book import MOST_OF_THE_WAY, WAY_BACK, in_words
from xlrnn.sheet.pages.epoch import EpochPage
from xlrnn.sheet.pages.first import SIGNS
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes

# What LibreOffice shows of a sheet on a screen of 1366 × 768, and the height of a row.
SCREEN, ROW = 586, 15
TITLES = {"band_title", "weights_title", "section", "header_left"}


@pytest.fixture(scope="module")
def books():
    return {name: lesson.book() for name, lesson in EVERY.items()}


def bottom(page, row):
    """Return where a row ends, in pixels."""
    return sum(round(page.view.heights.get(each, ROW) * 4 / 3) for each in range(1, row + 1))


def sections(page):
    """Return the rows of each heading and of the last line below it."""
    heads = [f.cell.row for f in page.fixtures if f.style == "section"]
    ends = [*heads[1:], max(f.cell.row for f in page.fixtures) + 2]
    texts = [str(f.text) for f in page.fixtures if f.style == "section"]
    return {text: (head, end - 2) for text, head, end in zip(texts, heads, ends, strict=True)}


@pytest.mark.parametrize("name", EVERY)
def test_what_to_try_stands_on_the_first_screen(books, name):
    page = books[name].pages[0]
    found = sections(page)
    assert list(found)[1:3] == ["Try this", "Find it"]
    assert bottom(page, found["Try this"][1]) <= SCREEN
    assert all(len(str(f.text)) <= 112 for f in page.fixtures if f.style in ("text", "link"))


@pytest.mark.parametrize("name", EVERY)
def test_verdicts_stand_below_and_nobody_is_asked_for_a_tool_before_the_last_line(books, name):
    page = books[name].pages[0]
    checks = [b for b in page.blocks if b.quantity.endswith("_summary")]
    assert checks
    others = [b for b in page.blocks if b not in checks]
    assert all(b.place.rows[0] > sections(page)["The pages"][1] for b in checks)
    assert all(b.place.rows[-1] < sections(page)["Try this"][0] for b in others)
    asking = [f.cell.row for f in page.fixtures if "xlrnn verify" in str(f.text)]
    assert asking == [max(f.cell.row for f in page.fixtures if f.style == "text")]


def steps_of(book):
    """Return the number of each step and the block or part of one that its link leads to."""
    page = book.pages[0]
    numbers = {f.cell.row: int(f.text) for f in page.fixtures
               if f.cell.column == SIGNS and str(f.text).isdigit()}  # fmt: skip
    links = {f.cell.row: f for f in page.fixtures if f.link is not None}
    return [(number, links[row]) for row, number in sorted(numbers.items())]


def block_of(link):
    return link.block if isinstance(link, Ref) else link


def numbers_beside(page, block):
    """Return the numbers before the title that stands over a block, on its page."""
    row, column = block.place.rows[0], block.place.columns[0]
    if isinstance(page, EpochPage):
        title = max((f for f in page.fixtures if f.style == "header_left" and f.text
                     and f.cell.column <= column), key=lambda f: f.cell.column)  # fmt: skip
    else:
        # A number of a list has its words beside it, and no title of its own.
        about = [f for f in page.fixtures if f.about is block and f.text]
        titled = [f for f in about if f.style in TITLES]
        labels = [f for f in about if f.style == "row_label" and f.cell.row == row]
        if titled or labels:
            return numbers_of((titled or labels)[0])
        above = [f for f in page.fixtures if f.style in TITLES and f.cell.row < row and f.text]
        last = max(f.cell.row for f in above)
        title = max((f for f in above if f.cell.row == last and f.cell.column <= column),
                    key=lambda f: f.cell.column)  # fmt: skip
    return numbers_of(title)


def numbers_of(fixture):
    match = re.match(r"(\d+(?:, \d+)*)   ", str(fixture.text))
    return [int(number) for number in match[1].split(", ")] if match else []


@pytest.mark.parametrize("name", EVERY)
def test_numbers_are_one_set_on_the_start_page_on_the_rows_and_behind_the_links(books, name):
    book = books[name]
    steps = steps_of(book)
    assert [number for number, _ in steps] == [*range(1, len(steps) + 1)]
    pages = {page.name: page for page in book.pages}
    for number, link in steps:
        block = block_of(link.link)
        sheet, area = link.destination
        assert sheet == block.page
        assert set(area.cells()) <= set(block.place.area.cells())
        assert number in block.numbers
        assert number in numbers_beside(pages[sheet], block), (number, block.name)
    shown = {number for block in book.blocks for number in block.numbers}
    assert shown == {number for number, _ in steps}


@pytest.mark.parametrize("name", EVERY)
def test_no_two_steps_lead_to_the_same_cells(books, name):
    led = [link.destination for _, link in steps_of(books[name])]
    assert len(set(led)) == len(led)


def test_the_fifth_step_of_hello_forward_is_the_second_column():
    book = HelloForward().book()
    led = {number: link.destination for number, link in steps_of(book)}
    h = book["h"].place
    column = {t: Area.at(h.rows[0], h.columns[t], 3, 1) for t in (0, 1)}
    assert led[3] == ("forward", column[0])
    assert led[5] == ("forward", column[1])
    assert book["a_x"].numbered("input part") == "1, 4   input part"


@pytest.mark.parametrize("name", EVERY)
def test_every_page_leads_back(books, name):
    first, *others = books[name].pages
    for page in others:
        (back,) = [f for f in page.fixtures if f.cell == WAY_BACK]
        assert back.link is first
        whole = f"← start · {books[name].lesson}"
        # A narrow column of labels has room for the steps, and not always for the lesson's name.
        numbers = [number for block in page.blocks for number in block.numbers]
        steps = f" · {in_words(numbers)}" if numbers else ""
        fits = len(whole + steps) <= MOST_OF_THE_WAY
        assert back.text == (whole + steps if fits else f"← start{steps}")
        assert len(str(back.text)) <= MOST_OF_THE_WAY


def test_links_in_the_file_lead_to_cells_of_pages_that_are_there(tmp_path):
    import zipfile

    path = tmp_path / "lesson.xlsx"
    path.write_bytes(workbook_bytes(HelloForward().filled_book()))
    sheets = read(path).sheets
    with zipfile.ZipFile(path) as file:
        parts = [file.read(n).decode() for n in file.namelist() if "worksheets/sheet" in n]
    led = [where for part in parts for where in re.findall(r'location="([^"]*)"', part)]
    assert "start!$A$1" in led
    assert len(led) > 20
    for where in led:
        sheet, _, cells = where.rpartition("!")
        assert sheet.strip("'") in sheets
        Area.parse(cells)
        # Without $ LibreOffice takes C15:C17 for columns 15 to 17, and leads nowhere.
        assert re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", cells)


# The reader's questions of the first minute: one click from the start page.


def places(name):
    lesson = DEFAULTS[name]
    book = lesson.book()
    return book, {lead.text: lead.to for lead in lesson.places(book)}


@pytest.mark.parametrize(("name", "weights"), [
    ("hello-forward", "W_xh"), ("hello-bptt", "W_xh"), ("hello-training", "start_W_xh"),
    ("mlp-to-rnn", "W_xh"),
])  # fmt: skip
def test_the_column_of_the_second_letter_and_the_state_after_the_third(name, weights):
    book, led = places(name)
    (column,) = [to for text, to in led.items() if "W_xh" in text and "“e”" in text]
    assert (column.block.name, column.row, column.column) == (weights, None, 1)
    assert DEFAULTS[name].given()["vocabulary"][1, 0] == "e"
    (state,) = [to for text, to in led.items() if "after “l”" in text]
    assert (state.block.key.removeprefix("rnn_"), state.column) == ("h", 2)
    assert state.block.page in {page.name for page in book.pages}


@pytest.mark.parametrize(("name", "word", "blocks"), [
    ("hello-training", "curve of the loss", {"optimizer"}),
    ("vanishing-gradient", "curves", {"steps_back"}),
    ("lstm-cell", "gate keeps of the cell state", {"forget"}),
    ("gru-cell", "gate keeps of the state", {"update"}),
    ("sentiment", "gate keeps of the state", {"gru_update"}),
    ("translation", "word looks at which", {"attention_steered"}),
    ("vanishing-gradient", "gates leave of the cell state", {"lstm_memory_path"}),
    ("vanishing-gradient", "explode", {"scale_up"}),
])  # fmt: skip
def test_curves_gates_and_explosions(name, word, blocks):
    _, led = places(name)
    assert {block_of(to).name for text, to in led.items() if word in text} == blocks


def test_how_the_loss_explodes_is_a_thing_to_try():
    lesson = DEFAULTS["hello-training"]
    tries = {lead.text: lead.to for lead in lesson.things_to_try(lesson.book())}
    assert [to.name for text, to in tries.items() if "explodes" in text] == ["rate_sgd"]


@pytest.mark.parametrize("name", EVERY)
def test_a_thing_to_try_names_its_page_and_leads_to_what_is_changed(name):
    lesson = EVERY[name]
    book = lesson.book()
    pages = {page.name for page in book.pages}
    for lead in lesson.things_to_try(book):
        page = re.match(r"Page “([^”]*)”: ", lead.text)
        assert page, lead.text
        assert page[1] == lead.block.page
        assert lead.block.constant, lead.block.name
        assert {*re.findall(r"page “([^”]*)”", lead.text)} <= pages


@pytest.mark.parametrize("name", EVERY)
def test_a_thing_to_try_puts_what_its_cells_take(name):
    lesson = EVERY[name]
    book = lesson.book()
    for tried in lesson.things_to_try(book):
        for to, value in tried.puts:
            block = block_of(to)
            assert block.constant, block.name
            assert not block.choices or value in block.choices, (block.name, value)
            assert block.entry.text == isinstance(value, str), (block.name, value)


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_is_tried_changes_what_follows(name):
    lesson = DEFAULTS[name]
    before, proposed = lesson.calculate(lesson.inputs()), lesson.things_to_try(lesson.book())
    assert len(proposed) == 3
    for tried in proposed:
        inputs = {key: array.copy() for key, array in lesson.inputs().items()}
        for to, value in tried.puts:
            for i, t in (block_of(to)[:, :] if to is block_of(to) else to).cells():
                inputs[block_of(to).key][i, t] = value
        after = lesson.calculate(inputs)
        assert any(not np.array_equal(before[key], after[key]) for key in before), tried.text
