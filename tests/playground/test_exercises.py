"""An exercise is filled in in the page, saved, and marked natively, as one filled in with Excel."""

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.playground.documents import Document
from xlrnn import api


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """An exercise of a lesson, and the formulas that its key's solution has in the blanks."""
    folder = tmp_path_factory.mktemp("course")
    api.exercise("hello-forward", folder, level=2)
    return folder


@pytest.fixture
def filled(page, course):
    """The exercise, open and filled in; returns the document and what was put where."""
    document = Document(page).open("hello-forward")
    exercise = course / "hello-forward-level-2.xlsx"
    document.open_file(exercise.name, exercise.read_bytes())
    page.get_by_text("filled: 0 of 40 cells").wait_for()
    changes = answers(exercise, course / "key" / "hello-forward-level-2-solution.xlsx")
    assert len(changes) == 40
    document.edit(*changes)
    return document, changes


def answers(exercise, solution):
    """What the solution has where the exercise is blank, as changes."""
    blank, full = openpyxl.load_workbook(exercise), openpyxl.load_workbook(solution)
    found = []
    for number, name in enumerate(blank.sheetnames):
        for row in full[name].iter_rows() if name == "forward" else ():
            for cell in row:
                if cell.value is not None and blank[name][cell.coordinate].value is None:
                    text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                    place = {"sheet": number, "row": cell.row, "column": cell.column}
                    found.append({**place, "input": {"formula": text}})
    return found


def marked(document, course, tmp_path):
    path = tmp_path / "handed-in.xlsx"
    path.write_bytes(document.save())
    (result,) = api.grade([path], course).results
    return result


def test_right_answers_get_full_marks(filled, course, tmp_path):
    document, _ = filled
    assert document.proof == ["✓ filled: 40 of 40 cells", "✓ self-check: 3 of 3 hold"]
    result = marked(document, course, tmp_path)
    assert result["score"] == result["max_score"] > 0


@pytest.mark.parametrize(
    ("block", "wrong"),
    [(29, lambda text: text.rsplit("+", 1)[0]), (35, lambda text: text.replace("TANH", "SIN"))],
    ids=["a bias is left out", "another function"],
)
def test_a_misconception_costs_its_block_and_no_more(filled, course, tmp_path, block, wrong):
    document, changes = filled
    height = 3
    mistaken = [
        {**change, "input": {"formula": wrong(change["input"]["formula"])}}
        for change in changes
        if block <= change["row"] < block + height
    ]
    assert len(mistaken) == 12
    assert all(change not in changes for change in mistaken)
    document.edit(*mistaken)
    result = marked(document, course, tmp_path)
    assert 0 < result["score"] < result["max_score"]
    document.undo()
    result = marked(document, course, tmp_path)
    assert result["score"] == result["max_score"]


def test_typed_numbers_are_no_formulas(filled, course, tmp_path):
    document, changes = filled
    typed = [
        {
            **change,
            "input": document.cell(change["sheet"], change["row"], change["column"])["value"],
        }
        for change in changes
    ]
    document.edit(*typed)
    assert document.proof[0] == "✓ filled: 40 of 40 cells"
    assert marked(document, course, tmp_path)["score"] == 0
