"""Every activation as formulas: one cell, an array, and its slope, calculated by an engine."""

import numpy as np
import pytest
import xlsxwriter

from xlrnn import engines
from xlrnn.errors import UsageError
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Matrix
from xlrnn.formula.writing.template import fill, render
from xlrnn.nn import activations as numpy_activations
from xlrnn.sheet.maths import activations

NAMES = ["linear", "tanh", "sigmoid", "relu", "elu", "softplus", "hard_sigmoid", "relu6",
         "leaky_relu", "selu", "softsign", "exponential"]  # fmt: skip
A = np.array([-4.0, -3.0, -0.75, -1e-3, 0.0, 1e-3, 0.5, 2.5, 3.0, 6.0])


class At:
    """The number in column A of the same row, as an expression stands for it in a formula."""

    def __new__(cls, column, row):
        from xlrnn.formula.block import Block
        from xlrnn.formula.place import Place
        from xlrnn.names import Role

        place = Place("one", tuple(range(1, len(A) + 1)), (column,))
        block = Block("h", "h", "one", (len(A), 1), ("unit", "one"), Role.INPUT, place=place)
        return block[row, 0]


def calculated(tmp_path, activation):
    """Return y of cells, y of an array, the slope of cells and of an array."""
    path = tmp_path / "book.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("one")
    last = len(A)
    for i, a in enumerate(A):
        sheet.write_number(i, 0, a)
        for column, expression in (
            (1, activation.cell(At(1, i))),
            (3, activation.slope(At(2, i))),
        ):
            if isinstance(expression, int):
                sheet.write_number(i, column, expression)
            else:
                cell = Cell(i + 1, column + 1)
                sheet.write_formula(i, column, "=" + fill(render(expression, cell, "one"), cell))
    sheet.write_array_formula(0, 2, last - 1, 2, "=" + Matrix(activation.array("A1:A10")).formula)
    slope = Matrix(f"0*B1:B10 + {activation.array_slope('B1:B10')}")
    sheet.write_array_formula(0, 4, last - 1, 4, "=" + slope.formula)
    workbook.close()
    with engines.get("ironcalc") as engine, engine.load(path) as sheets:
        sheets.calculate()
        return np.array(sheets.read("one", 1, 2, last, 4), dtype=float).T


@pytest.mark.parametrize("name", NAMES)
def test_cell_array_and_slope_are_numpys(name, tmp_path):
    theirs = numpy_activations.get(name)
    y, y_array, slope, slope_array = calculated(tmp_path, activations.get(name))
    expected = theirs(A)
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(y_array, expected, rtol=1e-12, atol=1e-15)
    expected_slope = theirs.gradient(expected, np.ones_like(A))
    np.testing.assert_allclose(slope, expected_slope, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(slope_array, expected_slope, rtol=1e-9, atol=1e-12)


def test_an_unknown_one_is_an_error_that_lists_them():
    with pytest.raises(UsageError, match=r"'softmax' cannot be written .* linear, tanh, sigmoid"):
        activations.get("softmax")
