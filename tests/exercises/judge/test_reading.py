"""A workbook that an engine has loaded: inputs in, numbers out."""

import numpy as np

from tests.exercises.judge.sheets import places, small_book
from xlrnn.exercises.judge import reading
from xlrnn.exercises.judge.reading import LoadedWorkbook, Reading
from xlrnn.exercises.judge.strays import pieces
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place


class Grid:
    """Stands for an engine: a grid of ten by ten, of which y is twice x."""

    def __init__(self):
        self.cells = np.zeros((10, 10))
        self.calculated = 0

    def set(self, _, row, column, value):
        self.cells[row - 1, column - 1] = value

    def fill(self, sheet, row, column, rows):
        for r, values in enumerate(rows, row):
            for c, value in enumerate(values, column):
                self.set(sheet, r, c, value)

    def calculate(self):
        self.calculated += 1
        self.cells[3, :2] = 2 * self.cells[0, :2]

    def read(self, _, row, column, height, width):
        return self.cells[row - 1 : row - 1 + height, column - 1 : column - 1 + width].tolist()


def loaded(engine, where=None):
    inputs = [block for block in small_book().blocks if block.constant]
    return LoadedWorkbook(engine, where or places(), inputs, {"one": Cell(10, 10)})


def test_inputs_are_set_and_results_read():
    engine = Grid()
    found = loaded(engine).read({"x": np.array([[3.0, 4.0]])})
    assert found.values["y"] == [[6.0, 8.0]]
    assert engine.calculated == 1
    assert found.cell("one", 4, 2) == 8.0
    assert found.cell("one", 11, 1) is None
    assert found.cell("two", 1, 1) is None


def test_cells_that_are_put_right_come_after_the_inputs():
    found = loaded(Grid()).read({"x": np.array([[3.0, 4.0]])}, [("one", 1, 1, [[5.0]])])
    assert found.values["x"] == [[5.0, 4.0]]
    assert found.values["y"] == [[10.0, 8.0]]


def test_a_block_that_was_pulled_apart():
    where = {**places(), "x": Place("one", (1,), (1, 4))}
    found = loaded(Grid(), where).read({"x": np.array([[3.0, 4.0]])})
    assert found.values["x"] == [[3.0, 4.0]]


def test_of_a_large_page_the_blocks_alone_are_read(monkeypatch):
    monkeypatch.setattr(reading, "MOST_READ_WHOLE", 10)
    found = loaded(Grid()).read({"x": np.array([[3.0, 4.0]])})
    assert found.values["y"] == [[6.0, 8.0]]
    assert found.around == {}
    assert found.beside == {}
    assert Reading().cell("one", 1, 1) is None


def test_of_a_large_page_formulas_outside_of_the_blocks_are_read_too(monkeypatch):
    monkeypatch.setattr(reading, "MOST_READ_WHOLE", 10)
    inputs = [block for block in small_book().blocks if block.constant]
    outside = pieces([(4, 1), (4, 2), (1, 2), (2, 2)])
    assert [str(area) for area in outside] == ["A4", "B1:B2", "B4"]
    bench = LoadedWorkbook(Grid(), places(), inputs, {"one": Cell(10, 10)}, {"one": outside})
    found = bench.read({"x": np.array([[3.0, 4.0]])})
    assert (found.cell("one", 4, 2), found.cell("one", 1, 2)) == (8.0, 4.0)
    assert found.cell("one", 1, 1) is None
    monkeypatch.setattr(reading, "_MOST_PIECES", 2)
    assert bench.read({}).beside == {}
