"""Blanks filled with array formulas over names, as the lessons' pages of equations write them."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.requirements import require
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell

FORMS = {
    "hello-forward": (),
    "hello-bptt": (),
    "lstm-cell": (),
    "gru-cell": (),
    "gru-cell, backward": ("dh", "d_update", "da_update", "dW_xz"),
}


class Student:
    """Fills the blanks of a lesson with the equations of its second notation."""

    def __init__(self, folder: Path, lesson: str, blanks=()) -> None:
        self.path, _, _ = make(lesson, folder, blanks=blanks, seed=3)
        self.folder = folder
        self.assignment = read_key(folder).assignments[0]
        self.book = exercise_book(self.assignment.make_lesson(), self.assignment.questions)
        self.whole = self.assignment.make_lesson().book()
        self.workbook = openpyxl.load_workbook(folder / "key" / f"{self.path.stem}-solution.xlsx")

    def equation(self, name):
        own = self.whole[name]
        return next(
            (
                b
                for b in self.whole.blocks
                if b.equation and (b.key, b.shape) == (own.key, own.shape)
            ),
            None,
        )

    def put(self, name: str, area: Area, formula: str) -> None:
        page = self.workbook[self.book[name].page]
        for cell in area.cells():
            page[str(cell)].value = None
        page[str(area.first)] = ArrayFormula(str(area), f"={formula}")

    def fill(self) -> list[str]:
        """Write each equation: one array formula for a step, or for the whole block."""
        filled = []
        for name in self.assignment.questions.blanks:
            found, place = self.equation(name), self.book[name].located()
            if found is None:
                continue
            filled.append(name)
            for t, column in enumerate(place.columns):
                step = Area(Cell(place.rows[0], column), Cell(place.rows[-1], column))
                area = place.area if found.at_once else step
                if not (found.at_once and t):
                    self.put(name, area, found.equation(t).replace("_eq", ""))
        return filled

    def graded(self, order=()):
        self.workbook.save(self.folder / "x.xlsx")
        return grade_file(job(self.folder / "x.xlsx", self.folder, order=order))


@pytest.mark.parametrize("form", FORMS)
def test_equations_as_array_formulas_are_right(tmp_path, form):
    student = Student(tmp_path, form.partition(",")[0], FORMS[form])
    assert len(student.fill()) >= 2
    result = student.graded()
    assert (result["score"], result["notes"]) == (result["max_score"], [])


def test_libreoffice_knows_the_names_too(tmp_path):
    require("libreoffice")
    student = Student(tmp_path, "lstm-cell")
    student.fill()
    result = student.graded(("libreoffice",))
    assert (result["score"], result["engines"]) == (result["max_score"], ["libreoffice"])


def test_single_cells_and_array_formulas_may_stand_side_by_side(tmp_path):
    student = Student(tmp_path, "hello-forward")
    first = student.book["h"].located()
    step = Area(first.cell(0, 1), first.cell(2, 1))
    student.put("h", step, "TANH(MMULT(W_xh,x_2)+w_hh*h_1+b_h)")
    assert student.graded()["score"] == 6


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("TANH(MMULT(W_xh,x_2)+w_hh*h_1)", "bias-left-out"),
        ("TANH(MMULT(W_xh,x_2)+b_h)", "state-left-out"),
        ("MMULT(W_xh,x_2)+w_hh*h_1+b_h", "activation-left-out"),
        ("TANH(MMULT(W_xh,x_1)+w_hh*h_1+b_h)", ""),
    ],
)
def test_wrong_equations_are_refused_where_they_stand(tmp_path, formula, says):
    student = Student(tmp_path, "hello-forward")
    place = student.book["h"].located()
    student.put("h", Area(place.cell(0, 1), place.cell(2, 1)), formula)
    result = student.graded()
    wrong = [cell for cell in result["cells"] if cell["state"] != "right"]
    assert {(cell["block"], cell["step"]) for cell in wrong} == {("h", 2)}
    assert len(wrong) == 3
    assert not says or {cell["misconception"] for cell in wrong} == {says}


@pytest.mark.parametrize(
    ("lesson", "told"),
    [
        ("hello-forward", "x is all of it, x_2 its column of step 2"),
        ("lstm-cell", "input is all of it, i_2 its column of step 2"),
    ],
)
def test_the_first_page_names_them(tmp_path, lesson, told):
    workbook = openpyxl.load_workbook(Student(tmp_path, lesson).path)
    assert any(told in str(row[1].value) for row in workbook["exercise"].iter_rows())
    assert workbook.defined_names["x_2"].attr_text.startswith("forward!")
    workbook.close()
