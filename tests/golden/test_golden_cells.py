"""What stands in the workbooks of gated cells, formula by formula."""

import pytest

from tests.golden.test_golden import formulas_of
from xlrnn.lessons.gru_cell import GRUCell
from xlrnn.lessons.lstm_cell import LSTMCell
from xlrnn.xlsx.read import read
from xlrnn.xlsx.write import workbook_bytes

SMALL = {"steps": 3, "features": 1, "units": 2}
CELLS = {
    "lstm-cell": LSTMCell(**SMALL),
    "gru-cell-reset-after": GRUCell(**SMALL),
    "gru-cell-reset-before": GRUCell(**SMALL, form="reset-before"),
}


@pytest.mark.parametrize("name", CELLS)
def test_formulas(name, golden, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(CELLS[name].filled_book()))
    golden(f"{name}.formulas.txt", formulas_of(read(path)))
