"""Blocks side by side: packed to the left, or what counts the same in line."""

from tests.formula.filling import block_at
from xlrnn.sheet.pages.time.packing import best, filled, in_line, packed, span


def row(*shapes):
    """Return blocks of (name, width, what its columns count)."""
    blocks = []
    for name, width, counted in shapes:
        block = block_at("A1", name=name, shape=(3, width))
        block.dims = ("unit", counted)
        blocks.append(block)
    return blocks


GATE = row(("W_x", 2, "feature"), ("W_h", 3, "unit"), ("b", 1, "one"))
RECALLED = row(("U", 3, "unit"), ("c", 1, "one"))
ONE_NUMBER = row(("w", 1, "one"), ("d", 1, "one"))
INPUT = row(("W", 4, "letter"))


def measure(numbers, across):
    return 8 * len(numbers) + 2 * (across - len(numbers))


def test_packed_rows_begin_at_the_left():
    assert packed([GATE, RECALLED]) == {"W_x": 0, "W_h": 3, "b": 7, "U": 0, "c": 4}


def test_in_line_units_stand_under_units():
    assert in_line([GATE, RECALLED]) == {"W_x": 0, "W_h": 3, "b": 7, "U": 3, "c": 7}


def test_the_narrower_one_is_taken():
    assert best([GATE, RECALLED], measure) == in_line([GATE, RECALLED])
    assert best([INPUT, ONE_NUMBER], measure) == packed([INPUT, ONE_NUMBER])


def test_columns_without_numbers_are_gaps():
    offsets = in_line([GATE, RECALLED])
    across = span([GATE, RECALLED], offsets)
    # Constants have no check mark behind the last one.
    assert (across, filled([GATE, RECALLED], offsets)) == (8, {0, 1, 3, 4, 5, 7})


def test_nothing_takes_no_room():
    assert span([], best([], measure)) == 0
    assert best([[]], measure) == {}
