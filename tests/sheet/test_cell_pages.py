"""Pages of gated cells, of usual and unusual sizes: nothing overlaps, marks find a place."""

import pytest

from tests.sheet.test_pages import check_pages
from xlrnn.lessons.gru_cell import GRUCell
from xlrnn.lessons.lstm_cell import LSTMCell

BOOKS = {
    "lstm": LSTMCell(),
    "gru_after": GRUCell(),
    "gru_before": GRUCell(form="reset-before"),
    "long": LSTMCell(steps=12, features=3, units=2),
    "wide": GRUCell(steps=5, features=9, units=12),
    "one": LSTMCell(steps=1, features=1, units=1),
}


@pytest.mark.parametrize("name", BOOKS)
def test_pages_are_tidy(name):
    check_pages(BOOKS[name].book())


def test_what_stands_left_has_its_mark_below():
    book = LSTMCell().book()
    gradient, mark = book["dW_xi"].place, book["mark_dW_xi"].place
    assert (mark.rows, mark.columns) == ((gradient.rows[-1] + 1,), gradient.columns[:1])
    band, mark = book["da_input"].place, book["mark_da_input"].place
    assert mark.rows == band.rows[:1]


def test_charts_stand_side_by_side_under_the_bands():
    book = LSTMCell().book()
    forward = next(page for page in book.pages if page.name == "forward")
    rows = [chart.cell.row for chart in forward.charts]
    assert rows[0] == rows[1] == rows[2] < rows[3] == rows[4] == rows[5]
    assert rows[0] > book["h"].place.rows[-1]
    columns = [chart.cell.column for chart in forward.charts]
    assert columns[0] < columns[1] < columns[2]


def test_gradients_are_not_headed_as_weights():
    book = LSTMCell().book()
    headings = {
        page.name: [f.text for f in page.fixtures if f.style == "header" and f.span > 1]
        for page in book.pages
    }
    assert headings["forward"] == ["weights (blue: change them)"]
    assert headings["numpy forward"] == ["weights"]
    assert headings["backward"] == ["gradients of the weights, summed over time"]
    assert headings["backward"] == headings["numpy backward"] == headings["backward equations"]


def notes_of(book, page):
    page = next(other for other in book.pages if other.name == page)
    return page, [f.text for f in page.fixtures if f.style in ("note", "band_note")]


def test_a_long_note_goes_on_beside_its_rows():
    _, notes = notes_of(LSTMCell().book(), "backward equations")
    assert max(map(len, notes)) <= 66
    at = notes.index("=MMULT(TRANSPOSE(W_hi), da_i_1) + MMULT(TRANSPOSE(W_hf), da_f_1) +")
    assert notes[at + 1] == "    MMULT(TRANSPOSE(W_hg), da_g_1) + MMULT(TRANSPOSE(W_ho),"
    assert notes[at + 2] == "    da_o_1)"


def test_a_long_note_ends_with_dots_where_there_is_no_room():
    page, notes = notes_of(LSTMCell(steps=17).book(), "backward equations")
    assert any(note.endswith(" …") for note in notes)
    assert max(map(len, notes)) <= 150
    assert page.look.left_out == "steps 1 to 8 of 17"


def test_numpys_numbers_have_no_notes_and_fill_one_sheet_of_paper():
    for lesson in (LSTMCell(), GRUCell(units=20, steps=30)):
        page, notes = notes_of(lesson.book(), "numpy backward")
        assert (page.plain, page.look.one_page, notes) == (True, True, [])


def test_weights_are_folded_where_frozen_they_would_fill_the_screen():
    short, _ = notes_of(GRUCell().book(), "forward")
    assert (short.look.folded_columns, short.look.freeze.column) == ([], 1)
    long, _ = notes_of(GRUCell(steps=20, units=8).book(), "forward")
    assert len(long.look.folded_columns) == 1
    assert long.look.freeze.column > 1
