"""What stands in the smallest workbook of each lesson, formula by formula."""

import pytest

from tests.golden.test_golden import formulas_of
from xlrnn.lessons.mlp_to_rnn import MlpToRnn
from xlrnn.lessons.vanishing_gradient import VanishingGradient
from xlrnn.xlsx.read import read
from xlrnn.xlsx.write import workbook_bytes

SMALLEST = {
    "mlp-to-rnn": MlpToRnn("ab", "ab", 2, "textbook", 2),
    "vanishing-gradient": VanishingGradient(3, 1, 0),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_formulas(name, tmp_path, golden):
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(workbook_bytes(SMALLEST[name].filled_book()))
    golden(f"{name}.formulas.txt", formulas_of(read(path)))
