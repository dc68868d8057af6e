"""Pages of gated cells, of usual and unusual sizes: nothing overlaps, marks find a place."""

import pytest

from tests.sheet.pages.test_pages import check_pages
from xlrnn.lessons.cells.gru_cell import GRUCell
from xlrnn.lessons.cells.lstm_cell import LSTMCell
from xlrnn.sheet import screen

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


def test_what_stands_beside_a_band_has_its_mark_behind_it():
    book = LSTMCell().book()
    gradient, mark = book["dW_xi"].place, book["mark_dW_xi"].place
    assert (mark.rows, mark.columns) == (gradient.rows[:1], (gradient.columns[-1] + 1,))
    band, mark = book["da_input"].place, book["mark_da_input"].place
    assert mark.rows == band.rows[:1]
    assert mark.columns == (band.columns[0] - 1,)


@pytest.mark.parametrize("lesson", [LSTMCell(), GRUCell()])
def test_a_chart_of_a_gate_stands_beside_the_weights_of_the_gate(lesson):
    book = lesson.book()
    forward = next(page for page in book.pages if page.name == "forward")
    for chart in forward.charts:
        gate = chart.series[0][0].place
        assert abs(chart.cell.row - gate.rows[0]) <= 13, chart.title
        assert chart.cell.column > gate.columns[-1]


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


def test_the_same_weights_of_all_gates_stand_in_line():
    for lesson, gates in ((LSTMCell(), "ifgo"), (GRUCell(), "zrg")):
        book = lesson.book()
        for name in ("W_x{}", "W_h{}", "b_{}"):
            assert len({book[name.format(gate)].place.columns for gate in gates}) == 1


def notes_of(book, page):
    page = next(other for other in book.pages if other.name == page)
    return page, [f.text for f in page.fixtures if f.style in ("note", "band_note")]


def test_a_long_note_goes_on_under_its_rows():
    page, notes = notes_of(LSTMCell().book(), "backward equations")
    assert max(map(len, notes)) <= 120
    text = " ".join(note.strip() for note in notes)
    equation = " + ".join(f"MMULT(TRANSPOSE(W_h{g}), da_{g}_1)" for g in "ifgo")
    assert f"first step: ={equation}" in " ".join(text.split())
    last = page.book["da_input"].place.rows[-1]
    below = [f.text for f in page.fixtures if f.style == "note" and f.cell.row == last + 1]
    assert len(below) == 1


def test_a_long_note_ends_with_dots_where_there_is_no_room():
    page, notes = notes_of(LSTMCell(steps=17).book(), "backward equations")
    assert any(note.endswith(" …") for note in notes)
    assert page.view.not_printed == "steps 1 to 13 of 17"


def test_numpys_numbers_have_no_notes_and_fill_one_sheet_of_paper():
    for lesson in (LSTMCell(), GRUCell(units=20, steps=30)):
        page, notes = notes_of(lesson.book(), "numpy backward")
        assert (page.plain, page.view.breaks, notes) == (True, [], [])
        height = page.view.print_area.last.row
        assert height <= screen.rows_of_a_sheet(page.view.scale)


def test_numpys_numbers_stand_where_the_numbers_stand():
    for lesson in (LSTMCell(), GRUCell(steps=12), LSTMCell(steps=1, features=1, units=1)):
        book = lesson.book()
        for block in book.blocks:
            if f"ref_{block.name}" in book:
                assert book[f"ref_{block.name}"].place.rows == block.place.rows, block.name
                assert book[f"ref_{block.name}"].place.columns == block.place.columns


def test_weights_are_folded_where_they_would_fill_the_screen():
    short, _ = notes_of(GRUCell().book(), "forward")
    assert short.view.folded_columns == []
    long, _ = notes_of(GRUCell(steps=20, units=8).book(), "forward")
    assert len(long.view.folded_columns) == 1
    assert long.view.freeze.column > 1
