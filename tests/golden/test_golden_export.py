"""What stands in an exported model, formula by formula, so that any change shows in a diff."""

import pytest

from tests.golden.test_golden import formulas_of
from tests.lessons.export.test_any_model import exported
from tests.lessons.export.test_engines import numbers, words
from xlrnn.xlsx.reading.read import read


@pytest.mark.parametrize("made", [words, numbers], ids=lambda made: made.__name__)
def test_formulas_of_an_exported_model(made, tmp_path, golden):
    path, _ = exported(*made(), tmp_path)
    golden(f"export-{made.__name__}.formulas.txt", formulas_of(read(path)))
