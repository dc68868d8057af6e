"""The first page of an exercise on the screen of a school laptop: 1,366 pixels wide."""

import math

import pytest

from tests.exercises.make.test_captions import EVERY, books
from xlrnn.exercises.make.instructions import CHECK, EQUATION, FILLED, LETTER, LINE, SAYING

SEEN = 1268  # pixels of columns, beside the numbers of the rows and the scroll bar
PIXELS = 10.4  # of a column one character wide, in LibreOffice at full size


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_the_table_is_in_sight(name, level):
    book, _ = books(name, level)
    page = book.pages[0]
    asked = {block.name: block for block in page.blocks}
    if level == 4:
        assert not asked.keys() & {"filled", "self_check"}, "nothing is blank"
        return
    last = asked["self_check"].located().area.last.column
    assert last == CHECK
    widths = page.view.widths
    assert PIXELS * sum(widths[column] for column in range(1, SAYING + 1)) <= SEEN


@pytest.mark.parametrize(("name", "level"), EVERY)
def test_no_line_of_the_table_is_cut(name, level):
    """Each text has as many lines as it needs, in its own columns."""
    page = books(name, level)[0].pages[0]
    lines = [one for one in page.fixtures if one.style in ("row_text", "row_link")]
    assert lines
    for one in lines:
        columns = range(one.cell.column, one.cell.column + one.span)
        width = sum(page.view.widths[column] for column in columns)
        needed = math.ceil(LETTER * len(str(one.text)) / width)
        assert page.view.heights.get(one.cell.row, LINE) >= needed * LINE, one


def test_what_is_expected_has_cells_of_one_size():
    """At least for the four steps that most lessons have."""
    page = books("lstm-cell", 5)[0].pages[0]
    widths = page.view.widths
    assert len({widths[column] for column in range(EQUATION, FILLED)}) == 1
    assert FILLED - EQUATION == 4
