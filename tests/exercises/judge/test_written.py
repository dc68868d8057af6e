"""What stands in a formula."""

from xlrnn.exercises.judge.written import written
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell

ONE = ("one", Area(Cell(1, 1), Cell(1, 1)))
SOME = ("one", Area(Cell(2, 1), Cell(3, 2)))


def test_functions_numbers_and_texts():
    found = written(['TANH(A1)^2&"x"&""', "1.5+A1"], [ONE, ONE], unsure=False)
    assert found.functions == {"TANH", "^"}
    assert found.numbers == {2.0, 1.5}
    assert found.texts == {"x"}
    assert found.addresses == 2
    assert found.typed
    assert not found.unsure


def test_what_reaches_further_than_its_addresses_is_unsure():
    assert written(["OFFSET(A1,1,0)"], [ONE], unsure=False).unsure
    assert written(["INDIRECT(A1)"], [ONE], unsure=False).unsure


def test_cells_that_are_read_and_how_far_apart_that_is():
    found = written(["SUM(A2:B3)+A1"], [ONE, SOME], unsure=False)
    assert found.reads("one", 1, 1)
    assert found.reads("one", 3, 2)
    assert not found.reads("two", 3, 2)
    own = {("one", 1, 1), ("one", 2, 1), ("one", 2, 2), ("one", 3, 1), ("one", 3, 2)}
    assert found.apart(own) == 0
    assert found.apart(own - {("one", 1, 1)}) == 1
    assert found.apart(own | {("one", 9, 9)}) == 1
