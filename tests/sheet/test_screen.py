"""What a small laptop shows, and what paper takes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xlrnn.sheet import screen


def test_a_page_that_fits_is_not_made_smaller():
    assert screen.zoom(screen.WIDTH) == 100
    assert screen.zoom(1) == 100


@given(st.floats(1, 5000))
def test_all_is_in_sight_unless_it_could_not_be_read(width):
    zoom = screen.zoom(width)
    assert zoom % 5 == 0
    assert width * zoom / 100 <= screen.WIDTH or zoom == screen.SMALLEST


def test_print_has_eight_points_at_least():
    assert screen.print_scale(10_000) * 11 / 100 >= 8
    assert not screen.printable(10_000)
    assert screen.printable(screen.LYING[0])


@given(st.lists(st.integers(3, 30), min_size=1, max_size=30), st.integers(40, 80))
def test_no_part_is_cut_and_sheets_are_as_few_as_can_be(heights, room):
    starts = [1]
    for height in heights:
        starts.append(starts[-1] + height)
    *starts, end = starts
    breaks = screen.sheets(starts, end, room, 5)
    assert set(breaks) <= set(starts)
    sheets = [1, *breaks, end]
    full = [after - first + 5 * (first > 1) for first, after in pairwise(sheets)]
    assert max(full) <= room
    assert sum(full) > room * (len(full) - 1) * 0.4 or len(full) < 3


def test_columns_begin_a_new_sheet_between_blocks():
    widths = dict.fromkeys(range(1, 41), 8.0)
    assert screen.column_breaks([2, 10, 20, 30], widths) in ([20], [10, 20, 30], [10, 30], [20, 30])
    assert screen.column_breaks([2, 4], dict.fromkeys(range(1, 6), 8.0)) == []


def test_a_first_part_that_no_sheet_holds_begins_under_the_heading():
    assert screen.sheets([8, 200], 220, 60, 5) == [200]
