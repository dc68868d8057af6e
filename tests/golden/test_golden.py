"""What stands in the workbooks, formula by formula, so that any change shows in a diff."""

import pytest

from tests.lessons.variants import VARIANTS
from xlrnn.formula.cell import Cell
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes


@pytest.fixture(scope="session")
def workbook(tmp_path_factory):
    """Return a function that writes a variant and reads it back."""

    def write(variant):
        path = tmp_path_factory.mktemp("golden") / f"{variant}.xlsx"
        path.write_bytes(workbook_bytes(VARIANTS[variant].filled_book()))
        return read(path)

    return write


def formulas_of(file):
    """Return one line for each cell with a formula: sheet!cell, tab, formula."""
    lines = [
        f"{name}!{Cell(*cell)}\t{'{' if cell in sheet.arrays else ''}={formula}"
        + ("}" if cell in sheet.arrays else "")
        for name, sheet in file.sheets.items()
        for cell, formula in sorted(sheet.formulas.items())
    ]
    return "\n".join(lines) + "\n"


def names_of(file):
    """Return one line for each defined name: name, tab, what it stands for."""
    return "\n".join(f"{name}\t{text}" for name, text in sorted(file.names.items())) + "\n"


@pytest.mark.parametrize("variant", ["article", "textbook"])
def test_formulas(variant, workbook, golden):
    golden(f"hello-forward-{variant}.formulas.txt", formulas_of(workbook(variant)))


def test_names(workbook, golden):
    golden("hello-forward-article.names.txt", names_of(workbook("article")))


def test_blocks(golden):
    lines = [
        f"{block.page}\t{block.name}\t{block.shape[0]}×{block.shape[1]}\t{block.role}"
        for block in VARIANTS["article"].book().blocks
    ]
    golden("hello-forward-article.blocks.txt", "\n".join(lines) + "\n")


def test_this_would_notice_a_changed_formula(workbook, golden, request):
    if request.config.getoption("--update-goldens"):
        pytest.skip("nothing to write")
    text = formulas_of(workbook("article")).replace("=TANH(", "=SIN(", 1)
    with pytest.raises(AssertionError):
        golden("hello-forward-article.formulas.txt", text)
    with pytest.raises(AssertionError, match="--update-goldens"):
        golden("hello-forward-unheard-of.txt", text)
