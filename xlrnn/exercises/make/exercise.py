"""Make exercises: the student's workbook and the teacher's key, both from the lesson itself."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn import engines
from xlrnn.atomic import write_whole
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask import roster
from xlrnn.exercises.ask.choose_trials import Choice, chosen_for
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.kept_blocks import without_seed
from xlrnn.exercises.ask.key import FILE, Assignment, Key, read_key
from xlrnn.exercises.ask.questions import GUESS, choose_questions
from xlrnn.exercises.ask.roster import Student
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.empty_cells import take_empty_for_zero
from xlrnn.exercises.make.instructions import Heading, file_name
from xlrnn.formula.block import Block
from xlrnn.formula.value import Value
from xlrnn.lessons import Lesson, get
from xlrnn.scratch import scratch_folder
from xlrnn.sheet.book import Book, shown_by
from xlrnn.xlsx.handout import Handout, Record
from xlrnn.xlsx.manifest import stored_by_xlrnn
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes

TELLS = ("states", "verdicts", "reasons")
TABLE = "tells-apart.csv"


def make(
    name: str,
    folder: Path,
    *,
    level: int = 2,
    blanks: Sequence[str] = (),
    seed: int | None = None,
    settings: Mapping[str, str] | None = None,
    tells: str = "",
    tells_apart: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write one exercise for everybody, its solution and its key.

    With `tells_apart` a table beside the key says which wrong formulas the trials tell from right
    ones.

    Returns:
        The student's file first, then those of the key.
    """
    lesson = get(name).chosen({**defaults(name).options, **(settings or {})}, seed)
    questions = choose_questions(lesson, level, blanks, seed or 0)
    file = file_name(name, level)
    assignment, choice = with_trials(Assignment(name, lesson.options, questions, file=file))
    solution = _solution(folder, assignment)
    _refuse_to_overwrite([folder / file, solution], folder, force)
    write_whole(folder / file, student_workbook(lesson, assignment, tells))
    write_whole(solution, solution_workbook(lesson, assignment))
    table = [_write_table(folder, [(assignment, choice)])] if tells_apart else []
    return [folder / file, solution, *table, _write_key(folder, [assignment])]


def make_for_roster(
    name: str,
    folder: Path,
    students: Sequence[Student],
    secret: bytes,
    *,
    level: int = 2,
    blanks: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    tells: str = "",
    tells_apart: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write an exercise for each student, its solution, and the key; the table as in `make`.

    Returns:
        The students' files first, then those of the key: the solutions, and last the key itself.
    """
    asked = [asked_of(name, one, secret, level, blanks, settings) for one in students]
    chosen = [*map(with_trials, asked)]
    assignments = [assignment for assignment, _ in chosen]
    paths = [folder / one.file for one in assignments]
    solutions = [_solution(folder, one) for one in assignments]
    _refuse_to_overwrite([*paths, *solutions], folder, force)
    for assignment, path, solution in zip(assignments, paths, solutions, strict=True):
        lesson = assignment.make_lesson()
        write_whole(path, student_workbook(lesson, assignment, tells))
        write_whole(solution, solution_workbook(lesson, assignment))
    table = [_write_table(folder, chosen)] if tells_apart else []
    return [*paths, *solutions, *table, _write_key(folder, assignments)]


def with_trials(assignment: Assignment) -> tuple[Assignment, Choice]:
    """Return an assignment with the trials of its key, and what they tell.

    Raises:
        UsageError: if a right formula cannot be told from a wrong one.
    """
    lesson = assignment.make_lesson()
    choice = chosen_for(assignment, lesson, exercise_book(lesson, assignment.questions))
    return replace(assignment, trials=choice.numbers), choice


def assign(
    name: str,
    student: Student,
    secret: bytes,
    level: int,
    blanks: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Assignment:
    """Return what a student is asked, with the trials; the same again at any time."""
    return with_trials(asked_of(name, student, secret, level, blanks, settings))[0]


def asked_of(
    name: str,
    student: Student,
    secret: bytes,
    level: int,
    blanks: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Assignment:
    """Return what a student is asked; secret and id give the same again at any time."""
    varied = roster.settings(secret, name, student.id)
    own = {**defaults(name).options, **varied, **(settings or {})}
    lesson = get(name).chosen(own, roster.number(secret, "seed", name, student.id))
    questions = choose_questions(
        lesson, level, blanks, roster.number(secret, "task", name, student.id)
    )
    stem = _file_stem(student.id)
    return Assignment(
        name,
        lesson.options,
        questions,
        student.id,
        student.name,
        student.email,
        roster.signature(secret, name, level, student.id),
        f"{stem}/{file_name(name, level, stem)}",
    )


def _solution(folder: Path, assignment: Assignment) -> Path:
    """Return where the solution goes: beside the key, all in one folder."""
    whose = _file_stem(assignment.student) if assignment.student else ""
    file = file_name(assignment.lesson, assignment.questions.level, whose, "solution")
    return folder / "key" / file


def _file_stem(student: str) -> str:
    """Return a folder's name for a student whose id may hold anything; `key` is the key's."""
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in student)[:40]
    if safe == student and safe.casefold() != "key":
        return safe
    return f"{safe}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def _refuse_to_overwrite(books: Sequence[Path], folder: Path, force: bool) -> None:
    """Refuse what somebody may have worked on: a file that was saved since it was handed out.

    Raises:
        UsageError: if there is one, or a key that is none of ours.
    """
    for path in books if not force else ():
        if path.exists() and not _untouched(path):
            raise UsageError(
                f"{path} is there already and was changed since xlrnn wrote it: choose another "
                "folder with -o, or overwrite it with --force"
            )
    key = folder / "key" / FILE
    if key.exists() and not force:
        read_key(key)


def _untouched(path: Path) -> bool:
    try:
        return stored_by_xlrnn(read(path, results=False))
    except UnreadableError:
        return False


def _write_key(folder: Path, assignments: Sequence[Assignment]) -> Path:
    path = folder / "key" / FILE
    write_whole(path, f"{Key(assignments).text()}\n".encode())
    return path


def _write_table(folder: Path, chosen: Sequence[tuple[Assignment, Choice]]) -> Path:
    """Write which wrong formulas of each block the trials tell from right ones."""
    path = folder / "key" / TABLE
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("student", "block", "change", "wrong formulas", "told", "right always"))
    for assignment, choice in chosen:
        for line in choice.lines:
            table.writerow(
                (assignment.student, line.block, line.kind, line.changes, line.told, line.same)
            )
    write_whole(path, text.getvalue().encode())
    return path


def student_workbook(lesson: Lesson, assignment: Assignment, tells: str = "") -> bytes:
    """Return the file for a student; its results are those of the sheet with the blanks empty."""
    questions = assignment.questions
    blank = {GUESS: questions.blanks.get(GUESS, ())} if questions.level == 4 else questions.blanks
    free = frozenset(questions.blanks) if questions.level == 4 else frozenset()
    handout = Handout(blank, free, _record(assignment, tells).lines())
    book = exercise_book(lesson, questions, planted=True, heading=_heading(assignment))
    take_empty_for_zero(book, blank)
    _fill(book, lesson, handout)
    return workbook_bytes(book, handout)


def solution_workbook(lesson: Lesson, assignment: Assignment) -> bytes:
    """Return the same workbook, solved."""
    book = exercise_book(lesson, assignment.questions, heading=_heading(assignment))
    handout = Handout(
        {}, frozenset(assignment.questions.blanks), _record(assignment, "reasons").lines()
    )
    _fill(book, lesson, handout)
    return workbook_bytes(book, handout)


def _heading(assignment: Assignment) -> Heading:
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
        with engines.get("ironcalc") as engine, engine.load(path) as sheets:
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
