"""No two things stand in one cell, everything is printed, and the headers stay in view."""

import pytest
from hypothesis import given, settings

from tests.lessons.variants import PLAIN, VARIANTS, lessons
from tests.sheet.laid_out import check_pages, occupied, overlaps, unprinted
from xlrnn.formula.cell import Cell
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.sheet.page import Fixture


@pytest.mark.parametrize("variant", VARIANTS)
def test_pages_of_the_variants(variant):
    check_pages(VARIANTS[variant].book())


@settings(max_examples=15, deadline=None)
@given(lessons(alphabet=PLAIN))
def test_pages_of_any_size(lesson):
    check_pages(lesson.book())


def test_a_page_at_the_limits():
    alphabet = "".join(chr(0x100 + k) for k in range(100))
    check_pages(HelloForward(alphabet, alphabet, 64, "textbook", 1).book())


def test_every_step_has_its_number_above_and_its_letter():
    for lesson in VARIANTS.values():
        page = next(page for page in lesson.book().pages if page.name == "forward")
        header = {f.cell: f.text for f in page.fixtures if f.style == "header"}
        for t, column in enumerate(page.letters.place.columns):
            assert header[Cell(page.letters.place.rows[0] - 1, column)] == t + 1


def test_rows_stand_beside_their_labels():
    page = next(page for page in VARIANTS["article"].book().pages if page.name == "forward")
    cells = occupied(page)
    for band in page.bands:
        for block in band.blocks:
            for row in block.place.rows:
                assert cells[Cell(row, 2)], block.name


def test_weights_stand_left_of_what_they_produce():
    page = next(page for page in VARIANTS["textbook"].book().pages if page.name == "forward")
    left = {block.name: block for band in page.bands for block in band.left}
    for weight, product in [("W_xh", "a_x"), ("W_hh", "a_h"), ("b_h", "a_h"), ("W_hy", "logits")]:
        assert left[weight].place.rows == page.book[product].place.rows


def test_this_would_notice_an_overlap_and_what_is_not_printed():
    book = VARIANTS["article"].book()
    page = book.pages[1]
    check_pages(book)
    where = book["h"].place.cell(1, 1)
    page.fixtures.append(Fixture(where, "in the way", "text"))
    assert overlaps(page) == {str(where): ["h", "in the way"]}
    page.fixtures[-1] = Fixture(Cell(500, 1), "far away", "text")
    assert unprinted(page) == [["far away"]]


def test_this_would_notice_a_chart_over_words():
    book = VARIANTS["article"].book()
    chart = book.pages[1].charts[0]
    object.__setattr__(chart, "cell", Cell(chart.cell.row, chart.cell.column - 3))
    with pytest.raises(AssertionError):
        check_pages(book)
