"""The files of an exercise, all written from one book: the student's, and the solution."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn import engines
from xlrnn.errors import UsageError
from xlrnn.exercises.ask.kept_blocks import without_seed
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import GUESS
from xlrnn.exercises.make.book import exercise_book, plant_mistakes
from xlrnn.exercises.make.empty_cells import take_empty_for_zero
from xlrnn.exercises.make.instructions import Heading
from xlrnn.formula.block import Block
from xlrnn.formula.value import Value
from xlrnn.lessons import Lesson
from xlrnn.provenance import written_by
from xlrnn.scratch import scratch_folder
from xlrnn.sheet.book import Book, shown_by
from xlrnn.xlsx.handout import Handout, Record
from xlrnn.xlsx.writing.write import workbook_bytes

TELLS = ("states", "verdicts", "reasons")


def student_workbook(
    lesson: Lesson, assignment: Assignment, tells: str = "", book: Book | None = None
) -> bytes:
    """Return the file for a student; its results are those of the sheet with the blanks empty.

    Args:
        lesson: the lesson.
        assignment: what is asked.
        tells: what `check` may tell of it.
        book: the book of the exercise, if it is made already; it stays as it is.

    Raises:
        UsageError: if there is no such way to tell.
    """
    questions = assignment.questions
    blank, free = questions.blanks, frozenset[str]()
    if questions.level == 4:
        blank, free = {GUESS: questions.blanks.get(GUESS, ())}, frozenset(questions.blanks)
    handout = Handout(blank, free, _record(assignment, tells).lines())
    book = book or exercise_book(lesson, questions, heading=heading_of(assignment))
    with _own_rules_afterwards(book):
        plant_mistakes(book, questions)
        take_empty_for_zero(book, blank)
        _fill(book, lesson, handout)
        return workbook_bytes(book, handout, written_by())


def solution_workbook(lesson: Lesson, assignment: Assignment, book: Book | None = None) -> bytes:
    """Return the same workbook, solved."""
    book = book or exercise_book(lesson, assignment.questions, heading=heading_of(assignment))
    free = frozenset(assignment.questions.blanks)
    handout = Handout({}, free, _record(assignment, "reasons").lines())
    _fill(book, lesson, handout)
    return workbook_bytes(book, handout, written_by())


@contextmanager
def _own_rules_afterwards(book: Book) -> Iterator[None]:
    """Give each block its own rule back when a file with other rules is written."""
    rules = {block: block.rule for block in book.blocks}
    try:
        yield
    finally:
        for block, rule in rules.items():
            block.rule = rule


def heading_of(assignment: Assignment) -> Heading:
    """Return what the first page says of whose it is: a roster's text, and nothing but a text."""
    name, student = assignment.name, assignment.student
    whose = f"{name} ({student})" if name and student else student
    shown = "".join(sign if sign.isprintable() else " " for sign in whose)
    return Heading(shown, Path(assignment.file).name)


def _record(assignment: Assignment, tells: str) -> Record:
    """Return what a file says about itself."""
    questions = assignment.questions
    tells = tells or ("states" if questions.level == 4 else "verdicts")
    if tells not in TELLS:
        raise UsageError(f"tells is {tells!r}: expected {', '.join(TELLS)}")
    return Record(
        assignment.lesson,
        without_seed(assignment.options),
        questions.level,
        questions.blanks,
        tells,
        assignment.student,
        assignment.signature,
        questions.predict,
    )


def _fill(book: Book, lesson: Lesson, handout: Handout) -> None:
    """Fill in the inputs, and what an engine calculates from them and the empty cells."""
    inputs = lesson.inputs()
    for block in book.blocks:
        if block.name == GUESS:
            block.values = np.full(block.shape, "", dtype=object)
        elif block.constant:
            block.fill_values(shown_by(block, inputs))
        else:
            block.fill_values(np.zeros(block.shape))
    with scratch_folder() as folder:
        path = folder / "blank.xlsx"
        path.write_bytes(workbook_bytes(book, handout))
        with engines.get(engines.first_embedded()) as engine, engine.load(path) as sheets:
            sheets.calculate()
            for block in book.blocks:
                if not block.constant:
                    first = block.located().area.first
                    rows = sheets.read(block.page, first.row, first.column, *block.shape)
                    block.fill_values(_stored(block, rows))


def _stored(block: Block, rows: list[list[Value]]) -> np.ndarray[Any, Any]:
    """Return what is stored beside the formulas; nothing stands where a cell is empty."""
    array = np.empty(block.shape, dtype=object)
    for i, row in enumerate(rows):
        for t, value in enumerate(row):
            array[i, t] = "" if value is None else str(value) if isinstance(value, str) else value
    return array
