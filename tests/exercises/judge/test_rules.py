"""The expressions of an exercise, and which cells a cell follows from."""

from tests.exercises.judge.sheets import readings, rules


def test_right_expressions_are_made_once():
    known = rules()
    y = known.blocks["y"]
    assert known.right(y, 0, 1) is known.right(y, 0, 1)
    assert known.read(y, 0, 1) == {"x", "w", "b"}


def test_wrong_expressions_come_with_their_misconceptions():
    known = rules()
    names = [name for name, _ in known.wrong(known.blocks["y"], 0, 0)]
    assert {"bias-left-out", "activation-left-out", "wrong-time-step"} <= {*names}


def test_near_and_far_cells_are_before_a_cell():
    known = rules()
    assert known.directly_before(("s", (0, 0))) == {("y", (0, 0)), ("y", (0, 1))}
    assert known.before(("s", (0, 0))) == {("y", (0, 0)), ("y", (0, 1))}
    assert known.before(("x", (0, 0))) == frozenset()


def test_what_is_kept_belongs_to_the_rules():
    """Two exercises share nothing, whatever their cells are called."""
    one, other = rules(), rules()
    one.before(("s", (0, 0)))
    assert not other._before
    first, second, _ = readings()
    assert one.truth(first) is one.truth(first)
    assert one.truth(first) is not one.truth(second)
    assert one.truth(first) is not other.truth(first)
