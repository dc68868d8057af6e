"""Which mistake came first."""

from tests.exercises.judge.sheets import rules
from xlrnn.exercises.judge.order import cell_of, first_wrong
from xlrnn.exercises.judge.verdict import CellVerdict, State


def verdict(name, t, state=State.WRONG):
    return CellVerdict(name, 0, t, f"{name}{t}", state)


def test_the_first_mistake_follows_from_no_other():
    found = [verdict("s", 0), verdict("y", 1)]
    assert first_wrong(found, rules()) == found[1]
    assert cell_of(found[1]) == ("y", (0, 1))


def test_of_two_that_follow_from_none_it_is_the_earlier_step():
    found = [verdict("y", 1), verdict("y", 0), verdict("s", 0)]
    assert first_wrong(found, rules()) == found[1]


def test_right_cells_are_no_mistakes():
    assert first_wrong([verdict("y", 0, State.RIGHT)], rules()) is None
    assert first_wrong([], rules()) is None
