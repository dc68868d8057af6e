"""Make exercises: the student's workbook and the teacher's key, both from the lesson itself."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlrnn.atomic import write_atomically
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask import roster
from xlrnn.exercises.ask.choose_trials import Choice, chosen_for
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.key import FILE, Assignment, Key, read_key
from xlrnn.exercises.ask.questions import choose_questions
from xlrnn.exercises.ask.roster import Student
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.instructions import file_name
from xlrnn.exercises.make.workbooks import heading_of, solution_workbook, student_workbook
from xlrnn.lessons import Lesson, get
from xlrnn.sheet.book import Book
from xlrnn.xlsx.manifest import stored_by_xlrnn
from xlrnn.xlsx.reading.read import read

TABLE = "tells-apart.csv"
EVERYBODY = Student("")


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
    file = file_name(name, level)
    solution = _solution(folder, name, level)
    _refuse_to_overwrite([folder / file, solution], folder, force)
    lesson = get(name).chosen({**defaults(name).options, **(settings or {})}, seed)
    one = _made(_asked(lesson, level, blanks, seed or 0, file), tells)
    write_atomically(folder / file, one.student)
    write_atomically(solution, one.solution)
    table = [_write_table(folder, [one])] if tells_apart else []
    return [folder / file, solution, *table, _write_key(folder, [one])]


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
    files = [_file_of(name, level, one) for one in students]
    paths = [folder / file for file in files]
    solutions = [_solution(folder, name, level, one.id) for one in students]
    _refuse_to_overwrite([*paths, *solutions], folder, force)
    # All are made before the first is written: one that cannot be marked leaves nothing behind.
    asked = (_asked_of(name, one, secret, level, blanks, settings) for one in students)
    made = [_made(one, tells) for one in asked]
    for one, path, solution in zip(made, paths, solutions, strict=True):
        write_atomically(path, one.student)
        write_atomically(solution, one.solution)
    table = [_write_table(folder, made)] if tells_apart else []
    return [*paths, *solutions, *table, _write_key(folder, made)]


def assign(
    name: str,
    student: Student,
    secret: bytes,
    level: int,
    blanks: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Assignment:
    """Return what a student is asked, with the trials; the same again at any time.

    Raises:
        UsageError: if a right formula cannot be told from a wrong one.
    """
    return _asked_of(name, student, secret, level, blanks, settings).assignment


@dataclass(frozen=True)
class _Asked:
    """What is asked, with the one book from which everything else is made."""

    lesson: Lesson
    book: Book
    assignment: Assignment
    choice: Choice


@dataclass(frozen=True)
class _Made:
    """The files of one exercise, and what the key says of it."""

    assignment: Assignment
    choice: Choice
    student: bytes
    solution: bytes


def _asked(
    lesson: Lesson,
    level: int,
    blanks: Sequence[str],
    number: int,
    file: str,
    student: Student = EVERYBODY,
    signature: str = "",
) -> _Asked:
    """Choose what is asked, and the trials.

    Args:
        lesson: the lesson.
        level: what kind of exercise it is.
        blanks: the blocks that are blank.
        number: makes the choice where there is one.
        file: the name of the file that is handed out.
        student: whose it is.
        signature: what the file must carry.
    """
    whole = lesson.book()
    questions = choose_questions(lesson, level, blanks, number, whole)
    assignment = Assignment(
        lesson.name,
        lesson.options,
        questions,
        student.id,
        student.name,
        student.email,
        signature,
        file,
    )
    book = exercise_book(lesson, questions, heading=heading_of(assignment), whole=whole)
    choice = chosen_for(assignment, lesson, book)
    return _Asked(lesson, book, replace(assignment, trials=choice.numbers), choice)


def _made(asked: _Asked, tells: str) -> _Made:
    lesson, assignment, book = asked.lesson, asked.assignment, asked.book
    student = student_workbook(lesson, assignment, tells, book)
    solution = solution_workbook(lesson, assignment, book)
    return _Made(assignment, asked.choice, student, solution)


def _asked_of(
    name: str,
    student: Student,
    secret: bytes,
    level: int,
    blanks: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> _Asked:
    """Choose what a student is asked; secret and id give the same again at any time."""
    varied = roster.settings(secret, name, student.id)
    own = {**defaults(name).options, **varied, **(settings or {})}
    lesson = get(name).chosen(own, roster.number(secret, "seed", name, student.id))
    number = roster.number(secret, "task", name, student.id)
    signature = roster.signature(secret, name, level, student.id)
    file = _file_of(name, level, student)
    return _asked(lesson, level, blanks, number, file, student, signature)


def _file_of(name: str, level: int, student: Student) -> str:
    """Return the file of a student, in a folder of their own."""
    stem = _file_stem(student.id)
    return f"{stem}/{file_name(name, level, stem)}"


def _solution(folder: Path, name: str, level: int, student: str = "") -> Path:
    """Return where the solution goes: beside the key, all in one folder."""
    whose = _file_stem(student) if student else ""
    return folder / "key" / file_name(name, level, whose, "solution")


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


def _write_key(folder: Path, made: Sequence[_Made]) -> Path:
    path = folder / "key" / FILE
    write_atomically(path, f"{Key([one.assignment for one in made]).text()}\n".encode())
    return path


def _write_table(folder: Path, made: Sequence[_Made]) -> Path:
    """Write which wrong formulas of each block the trials tell from right ones."""
    path = folder / "key" / TABLE
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("student", "block", "change", "wrong formulas", "told", "right always"))
    for one in made:
        for line in one.choice.lines:
            student = one.assignment.student
            table.writerow((student, line.block, line.kind, line.changes, line.told, line.same))
    write_atomically(path, text.getvalue().encode())
    return path
