"""Grade a batch from beginning to end: find, grade, write."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from xlrnn.api.grading_options import GradingOptions
from xlrnn.atomic import write_atomically
from xlrnn.counted import counted
from xlrnn.engines import NAMES, get
from xlrnn.engines.isolation.confinement import refuse_unconfined
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.key import Key, read_key
from xlrnn.exercises.grade.batch import Grading, Progress, grade_all
from xlrnn.exercises.grade.foreign import Foreign
from xlrnn.exercises.grade.grade import job, not_graded
from xlrnn.exercises.grade.gradescope_metadata import GradescopeSubmitters, read_metadata
from xlrnn.exercises.grade.hand_ins import HandIn, find, handed_in_by, sort_out
from xlrnn.exercises.grade.journal import FILE as JOURNAL
from xlrnn.exercises.grade.journal import Journal
from xlrnn.exercises.grade.pool import LimitedExecutor
from xlrnn.exercises.grade.results import Results
from xlrnn.exercises.grade.rubric import read_rubric
from xlrnn.exercises.mark.mark import ORDER
from xlrnn.locked import try_lock, unlock
from xlrnn.report.grades import Grades, Result, without_mark
from xlrnn.report.grades.exports import headings
from xlrnn.report.grades.paths import Paths
from xlrnn.report.grades.platforms import Filled, fill_canvas, fill_moodle
from xlrnn.report.grades.write import write

_NO_WORKBOOK = "no workbook was handed in: hand in the .xlsx file that you were given"


def grade_batch(
    paths: Sequence[Path],
    key_path: Path,
    options: GradingOptions,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Grades:
    """Grade submissions and write the results; see `xlrnn.api.grade`.

    Raises:
        UsageError: if what is asked for makes no sense.
        EngineError: if LibreOffice is wanted and the system cannot keep it from network and files.
        UnreadableError: if there is no key, or nothing was handed in.
    """
    key = read_key(key_path)
    with _alone_in(options.folder):
        return _grade_alone(paths, key, key_path, options, progress, executor)


def _grade_alone(
    paths: Sequence[Path],
    key: Key,
    key_path: Path,
    options: GradingOptions,
    progress: Progress | None,
    executor: Executor | None,
) -> Grades:
    """Grade while no other run writes into the same folder."""
    _check(key, options)
    folder = options.folder
    who = read_metadata(options.metadata, key) if options.metadata else None
    found, nobodys = _submissions(paths, key, key_path, options, who)
    with ExitStack() as stack:
        executor = executor or stack.enter_context(_workers(options, len(found)))
        jobs = getattr(executor, "at_once", options.jobs)
        grading = Grading(key_path, options.rubric, _order(options.engine), options.unconfined)
        journal = _journal(folder, grading, force=options.force) if folder and found else None
        if found:
            results = grade_all(
                found, grading, executor, journal=journal, jobs=jobs, progress=progress
            )
            results.change(Foreign(found, results, options.foreign).decide)
        else:
            results = Results.of(_nothing(paths, key_path, options, who))
        grades = _graded(results, key, nobodys)
        if journal is not None:
            grades.notes.extend(journal.notes)
        if folder:
            name = key.assignments[0].lesson
            paths = Paths(folder)
            write(results, grades.absent, name, paths, options.formats, executor, jobs)
            _write_exports(grades, paths, options)
            return replace(grades, paths=paths)
    return replace(grades, results=[*grades.results])


def _check(key: Key, options: GradingOptions) -> None:
    """Refuse before the work what would be refused after it."""
    if options.folder and not options.force:
        _refuse_to_overwrite(options.folder)
    if get(_order(options.engine)[0]).reaches_out and not options.unconfined:
        refuse_unconfined()
    if options.rubric:
        first = key.assignments[0]
        read_rubric(options.rubric).check_fits(first.lesson, first.questions)
    _check_columns(options)
    _fill([], options)


def _submissions(
    paths: Sequence[Path],
    key: Key,
    key_path: Path,
    options: GradingOptions,
    who: GradescopeSubmitters | None,
) -> tuple[list[HandIn], list[str]]:
    """Return the submissions, and the files among them that are nobody's."""
    found = find(paths, key, [*filter(None, [options.folder]), *_own_folders(key_path)])
    of_one = "gradescope" in options.formats
    if who:
        found = handed_in_by(found, who)
    elif of_one and len(students := {one.student for one in found if one.student}) > 1:
        raise UsageError(f"gradescope takes one submission at a time, not {len(students)}")
    found, nobodys = sort_out(found, of_one=of_one)
    if not found and not of_one:
        raise UnreadableError(
            f"no submissions in {', '.join(map(str, paths)) or 'nothing'}: expected workbooks; "
            "what lies in the folder of the key counts only where the file itself is named"
        )
    return found, nobodys


def _nothing(
    paths: Sequence[Path], key_path: Path, options: GradingOptions, who: GradescopeSubmitters | None
) -> Result:
    """Return the result of a submission to Gradescope without any file to grade."""
    student = who.students[0] if who and who.students else ""
    work = job(paths[0] if paths else Path(), key_path, options.rubric, student)
    return not_graded(work, _NO_WORKBOOK)


def _journal(folder: Path, grading: Grading, *, force: bool) -> Journal:
    return Journal(folder / JOURNAL, grading.identity(), force=force)


def _graded(results: Results, key: Key, nobodys: Sequence[str]) -> Grades:
    """Return the results with who of the class is in none of them."""
    emails = {a.student: a.email for a in key.assignments}

    def say_address(_: int, result: Result) -> None:
        result["email"] = emails.get(result["student"], "")

    results.change(say_address)
    others = key.others({result["student"] for result in results}) if key.personal else []
    absent = [{"student": a.student, "name": a.name, "email": a.email} for a in others]
    notes = [f"{path}: no workbook and nobody's, so it was left out" for path in nobodys]
    return Grades(results, [], notes, absent)


def _write_exports(grades: Grades, paths: Paths, options: GradingOptions) -> None:
    """Write the exports of learning platforms, filled; say who has no mark in them."""
    for file, filled in _fill(grades.results, options).items():
        encoding = "utf-8-sig" if file == "canvas.csv" else "utf-8"
        write_atomically(paths.add(file), filled.text.encode(encoding))
        grades.notes.append(f"{file}: marks for {filled.marks} of {counted(filled.lines, 'line')}")
        grades.notes.extend(f"{file}: {one}" for one in filled.left)
    if "nbgrader" in options.formats:
        grades.notes.extend(f"nbgrader.csv: {one}" for one in without_mark(grades.results))


@contextmanager
def _alone_in(folder: Path | None) -> Iterator[None]:
    """Refuse a folder into which another run is grading at this moment."""
    if folder is None:
        yield
        return
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = try_lock(folder)
    except OSError as error:
        raise UsageError(f"cannot write into {folder}: {error.strerror or error}") from None
    if lock is None:
        raise UsageError(
            f"another run of xlrnn is grading into {folder}: wait for its end, or choose another "
            "folder with -o"
        )
    try:
        yield
    finally:
        unlock(lock)
        if made and not any(folder.iterdir()):
            folder.rmdir()  # nothing came of it


def _workers(options: GradingOptions, most: int) -> LimitedExecutor:
    jobs, limit = max(1, min(options.jobs, most)), options.time_limit
    return LimitedExecutor(jobs, time_limit=limit, memory=options.memory)


def _refuse_to_overwrite(folder: Path) -> None:
    """Refuse a folder whose results are not ours: ours have the journal beside them."""
    there = [name for name in ("results.json", "grades.csv") if (folder / name).exists()]
    if there and not (folder / JOURNAL).exists():
        raise UsageError(
            f"{folder / there[0]} is there already and xlrnn did not write it: choose another "
            "folder with -o, or overwrite it with --force"
        )


def _own_folders(key: Path) -> list[Path]:
    """Return the folder of the key, whose solutions are no submissions."""
    return [key / "key"] if (key / "key").is_dir() else [key if key.is_dir() else key.parent]


def _order(engine: str) -> list[str]:
    if engine == "auto":
        return [*ORDER]
    known = [name for name in NAMES if get(name).recalculates]
    if engine not in known:
        raise UsageError(
            f"engine {engine!r} is unknown: expected auto or one of {', '.join(known)}"
        )
    return [engine, *(name for name in ORDER if name != engine)]


def _check_columns(options: GradingOptions) -> None:
    """Refuse a title that is in no export.

    Raises:
        UsageError: if there is one.
    """
    exports = [path for path in (options.canvas, options.moodle) if path]
    known = [heading for path in exports for heading in headings(path)]
    for title in options.columns:
        if title not in known:
            told = ", ".join(map(str, exports))
            raise UsageError(f"no column of {told} is called {title!r}: copy its heading")


def _fill(results: Sequence[Result], options: GradingOptions) -> dict[str, Filled]:
    """Fill the exports of learning platforms."""
    filled = {}
    if options.canvas:
        filled["canvas.csv"] = fill_canvas(options.canvas, results, options.columns)
    if options.moodle:
        filled["moodle.csv"] = fill_moodle(options.moodle, results, options.columns)
    return filled
