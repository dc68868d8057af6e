"""In every lesson inputs are changed and exercises filled in in the page, and judged outside."""

import itertools

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.exercises.everywhere import Asked, fill
from tests.exercises.slips import Slips
from tests.exercises.submissions import Pupil
from tests.playground.documents import Document
from xlrnn import api
from xlrnn.exercises.ask.trials import trials
from xlrnn.lessons import LESSON_NAMES
from xlrnn.lessons.choose import choose
from xlrnn.verify.subject.inputs import GIVEN

# Larger inputs stay as they are: nobody types a list of words with their vectors.
MOST = 150


@pytest.fixture
def document(page):
    return Document(page)


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_random_inputs_agree_with_numpy(document, tmp_path, name):
    (lesson,) = choose([name], {}, None)
    given = (b for b in lesson.book().blocks if b.role in GIVEN and b.page != "check")
    blocks = {block.name: block for block in given}
    _, other = trials([*blocks.values()], lesson.inputs(), seed=5, numbers=[1])
    document.open(name)
    few = [blocks[name] for name, array in other.items() if array.size <= MOST]
    changes = [change for block in few for change in typed(document, block, other[block.name])]
    assert changes
    document.edit(*changes)
    assert any(line.startswith("↻ against NumPy: inputs changed") for line in document.proof)
    path = tmp_path / "changed.xlsx"
    path.write_bytes(document.save())
    saved = api.read(path)
    for block in few:
        np.testing.assert_array_equal(saved[block.name], other[block.name], block.name)
    (book,) = api.verify(path, "cached", vary=0).books
    assert book.outcome == "agree", book.reason or book.engines[0].first_difference
    (engine,) = book.engines
    assert engine.cells_verified == engine.cells_total > 100


def typed(document, block, array):
    """An input as changes of cells."""
    place, rows = block.located(), array.tolist()
    return [
        {"sheet": document.sheet(place.sheet), "row": row, "column": column, "input": value}
        for row, values in zip(place.rows, rows, strict=True)
        for column, value in zip(place.columns, values, strict=True)
    ]


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_an_exercise_is_filled_in_with_three_misconceptions_and_then_right(
    document, tmp_path, name
):
    handed = Asked(name, 2).hand_out(tmp_path / "course")
    slips = Slips(handed.assignment)
    asked = handed.assignment.questions.blanks
    wrong = {block: found[0][1] for block in asked if (found := slips.of(block))}
    wrong = dict(itertools.islice(wrong.items(), 3))
    assert wrong
    document.open("hello-forward").open_file(handed.blank.name, handed.blank.read_bytes())
    document.page.get_by_text("filled: 0 of").wait_for()
    for mistaken in (wrong, {}):
        document.edit(*answers(handed, tmp_path / "answers.xlsx", mistaken))
        result = marked(document, handed, tmp_path / "handed-in.xlsx")
        lost = {line["id"] for line in result["criteria"] if line["score"] < line["points"]}
        assert lost == mistaken.keys()


def answers(handed, path, mistaken):
    """What a student has typed into the blanks, as changes of cells."""
    pupil = Pupil(handed.blank, handed.assignment)
    fill(pupil, mistaken)
    blank, full = openpyxl.load_workbook(handed.blank), openpyxl.load_workbook(pupil.save(path))
    return [
        {"sheet": number, "row": cell.row, "column": cell.column, "input": as_typed(cell)}
        for number, sheet in enumerate(blank.sheetnames)
        for row in full[sheet].iter_rows()
        for cell in row
        if cell.value != blank[sheet][cell.coordinate].value
        and not isinstance(blank[sheet][cell.coordinate].value, ArrayFormula)
    ]


def as_typed(cell):
    if isinstance(cell.value, ArrayFormula):
        left, top, right, bottom = openpyxl.utils.cell.range_boundaries(cell.value.ref)
        area = {"top": top, "left": left, "bottom": bottom, "right": right}
        return {"formula": cell.value.text, "area": area}
    return {"formula": cell.value} if str(cell.value).startswith("=") else cell.value


def marked(document, handed, path):
    path.write_bytes(document.save())
    (result,) = api.grade(path, handed.key).results
    assert result["status"] == "graded", result["reason"]
    return result
