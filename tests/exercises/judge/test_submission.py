"""What stands in a student's cells, and what that reads."""

from tests.exercises.judge.sheets import submission


def test_formulas_and_addresses():
    one = submission(y=["TANH(A1)", None])
    assert one.formula("y", (0, 0)) == "TANH(A1)"
    assert one.formula("y", (0, 1)) is None
    assert one.read_text("y", (0, 1)) == ""
    assert one.address("y", (0, 1)) == "one!B4"
    assert one.address("gone", (0, 0)) == ""


def test_blocks_and_cells_that_are_read():
    one = submission(s=["A4+B1"])
    assert one.reads("s", (0, 0)) == {"y", "x"}
    assert one.read_cells("s", (0, 0)) == {("y", (0, 0)), ("x", (0, 1))}


def test_without_plain_references_nothing_is_mute():
    assert not submission().is_mute("s", (0, 0))
