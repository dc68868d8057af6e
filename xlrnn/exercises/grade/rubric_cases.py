"""Test a rubric: every criterion must award what it must award, and refuse what it must refuse.

A criterion that can never award its points, or never refuse them, is an error in the rubric.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.exercises.ask.key import Assignment, read_key
from xlrnn.exercises.ask.questions import GUESS
from xlrnn.exercises.grade.grade import GRADED, grade_file, job
from xlrnn.exercises.grade.rubric import Criterion, read_rubric
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.formula.block import Block
from xlrnn.formula.parsing.shift import shift
from xlrnn.formula.walk import rule_of
from xlrnn.formula.writing.template import fill, render
from xlrnn.scratch import scratch_folder
from xlrnn.sheet.book import Book

NAMED = ("solution", "empty", "typed")


@dataclass(frozen=True)
class CaseResult:
    """What a criterion did with one case.

    Args:
        criterion: its id.
        case: the case, as the rubric has it.
        must: award or refuse.
        score: what the criterion gave.
        points: what it could give.
        reason: why the case could not be graded, "" if it was.
    """

    criterion: str
    case: Any
    must: str
    score: float
    points: float
    reason: str = ""

    @property
    def right(self) -> bool:
        """Whether the criterion did what it must."""
        full = self.score >= self.points - 1e-9
        return not self.reason and (full if self.must == "award" else not full)


def check_rubric(path: Path) -> list[CaseResult]:
    """Grade each case of a rubric and return what its criterion did.

    Raises:
        UsageError: if the rubric is none, names no lesson, or a case makes no sense.
    """
    rubric = read_rubric(path)
    if not rubric.lesson:
        raise UsageError(f'{path}: name the lesson, as in lesson = "hello-forward"')
    with scratch_folder() as folder:
        blank, *_ = make(rubric.lesson, folder, level=rubric.level, blanks=rubric.blank, seed=1)
        assignment = read_key(folder).assignments[0]
        rubric.check_fits(assignment.lesson, assignment.questions)
        return [
            _case_result(criterion, case, must, _Exercise(path, blank, folder, assignment))
            for criterion in rubric.criteria
            for must, cases in (("award", criterion.award), ("refuse", criterion.refuse))
            for case in cases
        ]


@dataclass(frozen=True)
class _Exercise:
    rubric: Path
    blank: Path
    folder: Path
    assignment: Assignment


def _case_result(criterion: Criterion, case: Any, must: str, exercise: _Exercise) -> CaseResult:
    path = exercise.folder / "case.xlsx"
    write_case(case, criterion, exercise.blank, path, exercise.assignment)
    result = grade_file(job(path, exercise.folder, exercise.rubric))
    if result["status"] != GRADED:
        return CaseResult(criterion.id, case, must, 0.0, criterion.points, result["reason"])
    line = next(line for line in result["criteria"] if line["id"] == criterion.id)
    return CaseResult(criterion.id, case, must, line["score"], criterion.points)


def write_case(
    case: Any, criterion: Criterion, blank: Path, target: Path, assignment: Assignment
) -> None:
    """Fill a student's file as a case says.

    Args:
        case: solution, empty, typed, the name of a misconception, or formulas by block: that of
            the first cell, filled into the others.
        criterion: the criterion; a misconception befalls its blocks.
        blank: the file as it is handed out.
        target: the file to write.
        assignment: what is asked.

    Raises:
        UsageError: if the case is none of these.
    """
    import openpyxl

    book = exercise_book(assignment.make_lesson(), assignment.questions)
    workbook = openpyxl.load_workbook(blank)
    for block, i, t, text in _formulas(case, criterion, book, assignment):
        place = block.located()
        _put(workbook[place.sheet], str(place.cell(i, t)), text, array=block.array)
    workbook.save(target)
    workbook.close()


def _put(sheet: Any, cell: str, text: Any, *, array: bool) -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    formula = isinstance(text, str) and text.startswith("=")
    sheet[cell] = ArrayFormula(cell, text) if formula and array else text


def _formulas(
    case: Any, criterion: Criterion, book: Book, assignment: Assignment
) -> Iterator[tuple[Block, int, int, Any]]:
    if case == "empty":
        return
    own: Mapping[str, str] = case if isinstance(case, dict) else {}
    if not own and case not in (*NAMED, *CATALOGUE):
        known = ", ".join((*NAMED, *CATALOGUE))
        raise UsageError(
            f"case {case!r} of criterion {criterion.id!r} is none of {known}, "
            'nor formulas as in { h = "=TANH(H15+H25)" }'
        )
    for name, cells in assignment.questions.blanks.items():
        block = book[name]
        for i, t in cells:
            if name == GUESS:
                yield block, i, t, "?"
            elif name in own:
                yield block, i, t, "=" + shift(own[name].removeprefix("="), i, t)
            elif case == "typed" and name in criterion.blocks:
                yield block, i, t, 0.5
            else:
                wrong = str(case) if not own and name in criterion.blocks else ""
                yield block, i, t, "=" + _text(block, i, t, wrong)


def _text(block: Block, i: int, t: int, wrong: str) -> str:
    """Return the formula of a cell, with a mistake if one is named."""
    expression = rule_of(block, i, t)
    if wrong in CATALOGUE:
        expression = next(variants(wrong, expression, block, i, t), expression)
    place = block.located()
    cell = place.cell(i, t)
    return fill(render(expression, cell, place.sheet), cell)
