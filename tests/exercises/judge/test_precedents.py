"""Which blocks and cells a formula reads, through helper cells if need be."""

from tests.exercises.judge.sheets import submission


def precedents(**helpers):
    sheet = submission()
    for cell, text in helpers.items():
        column, row = ord(cell[0]) - 64, int(cell[1:])
        sheet.file.sheets["one"].formulas[row, column] = text
    return sheet.precedents


def test_blocks_that_are_read():
    assert precedents().of("one", "TANH(A2*A1)") == {"w", "x"}
    assert precedents().of("one", "SUM(A1:B4)") == {"x", "w", "b", "y"}
    assert precedents().of("one", "1+2") == frozenset()


def test_through_helper_cells():
    found = precedents(D9="A2*A1", E9="D9+1")
    assert found.of("one", "E9") == {"w", "x"}
    written = found.written("one", "E9")
    assert written.numbers == {1.0}
    assert written.reads("one", 2, 1)


def test_helpers_that_go_round_in_a_circle_end():
    assert precedents(D9="E9+A1", E9="D9").of("one", "E9") == {"x"}


def test_single_cells():
    assert precedents().read_cells("one", "A1+B1") == [("one", 1, 1), ("one", 1, 2)]
    assert precedents().read_cells("one", "SUM(A1:ZZ999)") == []  # very many


def test_a_formula_that_wanders_off():
    assert precedents().wanders("one", "A1*Z99")
    assert not precedents().wanders("one", "A1*A2")
    assert not precedents(Z9="1").wanders("one", "Z9")
