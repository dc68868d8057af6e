"""What holds for every lesson: it is laid out well, it calculates the same everywhere."""

import re

import numpy as np
import pytest

from tests.lessons.every import DEFAULTS, EVERY, OTHERS
from tests.requirements import require
from tests.sheet.laid_out import check_pages
from xlrnn import engines
from xlrnn.formula.portable import check_portable
from xlrnn.formula.writing.fill import cell_text, cell_texts
from xlrnn.names import Role
from xlrnn.verify.results.verdict import Verdict
from xlrnn.verify.verify import verify
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return a function that writes a lesson once and returns its path."""
    folder, done = tmp_path_factory.mktemp("lessons"), {}

    def write(name):
        if name not in done:
            done[name] = folder / f"{name}.xlsx"
            done[name].write_bytes(workbook_bytes(EVERY[name].filled_book()))
        return done[name]

    return write


@pytest.mark.parametrize("name", EVERY)
def test_its_pages_are_laid_out(name):
    check_pages(EVERY[name].book())


@pytest.mark.parametrize("name", EVERY)
def test_filling_gives_what_each_cell_says(name):
    """A block is written as one formula, filled: a cell in its middle must be no exception."""
    for block in EVERY[name].book().blocks:
        if block.rule is not None:
            height, width = block.shape
            cells = [[cell_text(block, i, t) for t in range(width)] for i in range(height)]
            assert cell_texts(block) == cells, block.name


@pytest.mark.parametrize("name", EVERY)
def test_its_formulas_are_portable_and_without_decimals(name, written):
    formulas = {f for sheet in read(written(name)).sheets.values() for f in sheet.formulas.values()}
    assert formulas
    for formula in formulas:
        check_portable(formula)
        without_texts = re.sub(r'"[^"]*"', "", formula)
        assert not re.search(r"@|_xl|[{}#]|\d\.\d|\dE[+-]?\d", without_texts), formula


# The other forms and sizes are calculated by one engine: they are as many again. Those that are
# usual it calculates in tests/docs/test_readme.py, as the README's first command says.
CALCULATED = [
    *((name, "ironcalc") for name in OTHERS),
    *((name, engine) for name in DEFAULTS for engine in ("cellrune", "libreoffice", "formulon")),
]


@pytest.mark.parametrize(("name", "engine"), CALCULATED)
def test_every_engine_agrees_on_every_cell(name, engine, written):
    require(engine)
    # One engine tries other inputs: what a formula is does not depend on who calculates it.
    vary = None if engine == "ironcalc" else 0
    (book,) = verify([written(name)], [engine], vary=vary).books
    assert book.outcome == "agree", book.reason or book.engines[0]
    (result,) = book.engines
    assert result.cells_verified == result.cells_total > 100
    assert all(block.count(Verdict.NOTED) == 0 for block in result.blocks)


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_changed_input_is_no_false_alarm_and_no_false_comfort(name, written):
    """In LibreOffice: the notations still agree, and the reference says that it is stale."""
    require("libreoffice")
    book = EVERY[name].book()
    parameters = [b for b in book.blocks if b.role is Role.PARAMETER and b.page != "check"]
    # The numbers of words are no weights: with another one a word is not there any more.
    block = next(b for b in parameters if b.entry.role is Role.PARAMETER and not b.entry.text)
    cell = block.place.cell(0, 0)
    with engines.get("libreoffice") as engine, engine.load(written(name)) as sheets:
        before = sheets.read(block.page, cell.row, cell.column, 1, 1)[0][0]
        sheets.set(block.page, cell.row, cell.column, before + 0.0625)
        sheets.calculate()
        said = {
            summary: sheets.read("check", place.row, place.column, 1, 1)[0][0]
            for summary in ("numpy_summary", "notation_summary")
            for place in [book[summary].place.cell(0, 0)]
        }
    assert said == {
        "numpy_summary": "inputs changed",
        "notation_summary": "agrees",
    }


@pytest.mark.parametrize("name", EVERY)
def test_a_damaged_reference_is_noticed(name):
    lesson = EVERY[name]
    reference = dict(lesson.expected(lesson.inputs()))
    keys = (judged.key for judged in lesson.plan.calculated.values())
    key = next(key for key in keys if np.any(reference[key] != 0))
    reference[key] = (
        np.where(True, "?", reference[key]).astype(object)
        if reference[key].dtype == object
        else reference[key] + 0.5
    )
    now = lesson.expected(lesson.inputs(), reference)
    assert now["numpy_summary"].tolist() == [["differs"]]
