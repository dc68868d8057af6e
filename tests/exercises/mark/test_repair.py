"""Cells that are put right behind the scenes."""

import numpy as np
import pytest

from tests.exercises.mark.small import opened
from xlrnn.errors import EngineError
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.mark.repair import put_right, refused_cells
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell


class Bench:
    """Stands for a loaded workbook, and notes what it is asked."""

    def __init__(self, fails=False):
        self.asked, self.fails = [], fails

    def read(self, inputs, repairs):
        if self.fails:
            raise EngineError("refused")
        self.asked.append((inputs, repairs))
        return Reading()


def judged(**shown):
    one, readings = opened(**shown)
    return one, Judge(one.submission, one.rules, readings)


def test_a_cell_gets_its_true_value_in_each_trial():
    one, judge = judged(y=[[9.0, 9.0]] * 3)
    bench = Bench()
    assert len(put_right(bench, one, judge, [("y", (0, 1))])) == 3
    for (_, ((sheet, row, column, values),)), trial in zip(bench.asked, one.trials, strict=True):
        true = np.tanh(trial["w"] * trial["x"] + trial["b"])[0, 1]
        assert (sheet, row, column) == ("one", 4, 2)
        assert values == [[pytest.approx(true)]]


def test_cells_beside_each_other_are_put_right_together():
    one, judge = judged()
    bench = Bench()
    put_right(bench, one, judge, [("y", (0, 1)), ("y", (0, 0))])
    for (_, ((sheet, row, column, values),)), trial in zip(bench.asked, one.trials, strict=True):
        true = np.tanh(trial["w"] * trial["x"] + trial["b"])
        assert (sheet, row, column) == ("one", 4, 1)
        np.testing.assert_allclose(values, true)


def test_nothing_to_put_right_and_an_engine_that_refuses():
    one, judge = judged()
    assert put_right(Bench(), one, judge, []) is None
    assert put_right(Bench(fails=True), one, judge, [("y", (0, 1))]) is None


def test_an_array_formula_that_holds_right_cells_stays():
    one, judge = judged(y=[[9.0, r] for r in _second_of_y()])
    verdicts = judge.verdicts()
    assert ("y", (0, 0)) in refused_cells(one, verdicts, [])
    whole = Area(Cell(4, 1), Cell(4, 2))
    one.submission.file.sheets["one"].arrays.update({(4, 1): whole, (4, 2): whole})
    assert ("y", (0, 0)) not in refused_cells(one, verdicts, [])


def _second_of_y():
    _, readings = opened()
    return [reading.values["y"][0][1] for reading in readings]
