"""Grade a batch from beginning to end: find, grade, write."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from xlrnn.engines import NAMES
from xlrnn.engines.confinement import refuse_unconfined
from xlrnn.errors import UsageError
from xlrnn.exercises.batch import JOURNAL, Progress, grade_all
from xlrnn.exercises.found import find, handed_in_by
from xlrnn.exercises.handed_in import read_metadata
from xlrnn.exercises.key import Key, read_key
from xlrnn.exercises.mark import ORDER
from xlrnn.exercises.pool import LimitedExecutor
from xlrnn.exercises.rubric import read_rubric
from xlrnn.locked import try_lock, unlock
from xlrnn.report.grades import Result
from xlrnn.report.grades.platforms import Filled, fill_canvas, fill_moodle
from xlrnn.report.grades.write import write
from xlrnn.whole import write_whole


@dataclass(frozen=True)
class Options:
    """How a batch is graded; see `xlrnn.api.grade`."""

    rubric: Path | None = None
    jobs: int = 1
    formats: tuple[str, ...] = ()
    folder: Path | None = None
    canvas: Path | None = None
    moodle: Path | None = None
    column: str = ""
    metadata: Path | None = None
    time_limit: float = 60.0
    memory: int | None = 2**31
    engine: str = "auto"
    unconfined: bool = False
    force: bool = False


def grade_batch(
    paths: Sequence[Path],
    key_path: Path,
    options: Options,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> tuple[list[Result], list[Path], list[str]]:
    """Grade submissions and write the results.

    Returns:
        A result for each submission, the files that were written, and what became of the exports
        of learning platforms.

    Raises:
        UsageError: if the rubric or the engine makes no sense.
        EngineError: if LibreOffice is wanted and the system cannot keep it from network and files.
        UnreadableError: if there is no key, or nothing was handed in.
    """
    key, folder = read_key(key_path), options.folder
    with _alone_in(folder):
        return _grade_alone(paths, key, key_path, options, progress, executor)


def _grade_alone(
    paths: Sequence[Path],
    key: Key,
    key_path: Path,
    options: Options,
    progress: Progress | None,
    executor: Executor | None,
) -> tuple[list[Result], list[Path], list[str]]:
    """Grade while no other run writes into the same folder."""
    folder = options.folder
    if folder and not options.force:
        _refuse_to_overwrite(folder)
    order = _order(options.engine)
    if options.engine == "libreoffice" and not options.unconfined:
        refuse_unconfined()
    if options.rubric:
        rubric = read_rubric(options.rubric)
        first = key.assignments[0]
        rubric.check_fits(first.lesson, first.task)
    _fill([], options)  # what is wrong with an export is said before the work
    found = find(paths, key, [*filter(None, [folder]), *_own_folders(key_path)])
    if options.metadata:
        found = handed_in_by(found, read_metadata(options.metadata, key))
    with ExitStack() as stack:
        executor = executor or stack.enter_context(_workers(options, len(found)))
        results = grade_all(
            found,
            key_path,
            executor,
            rubric=options.rubric,
            order=order,
            unconfined=options.unconfined,
            journal=folder / JOURNAL if folder else None,
            jobs=options.jobs,
            progress=progress,
        )
        emails = {a.student: a.email for a in key.assignments}
        for result in results:
            result["email"] = emails.get(result["student"], "")
        if folder is None:
            return results, [], []
        name = key.assignments[0].lesson
        written = write(results, folder, options.formats, executor, name)
    exports = _fill(results, options)
    for file, filled in exports.items():
        encoding = "utf-8-sig" if file == "canvas.csv" else "utf-8"
        write_whole(folder / file, filled.text.encode(encoding))
    notes = [note for file, filled in exports.items() for note in _told(file, filled)]
    return results, [*written, *(folder / file for file in exports)], notes


@contextmanager
def _alone_in(folder: Path | None) -> Iterator[None]:
    """Refuse a folder into which another run is grading at this moment."""
    if folder is None:
        yield
        return
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


def _workers(options: Options, most: int) -> LimitedExecutor:
    jobs, limit = min(options.jobs, most), options.time_limit
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
    if engine not in NAMES or engine == "cached":
        raise UsageError(
            f"engine {engine!r} is unknown: expected auto or one of {', '.join(ORDER)}"
        )
    return [engine, *(name for name in ORDER if name != engine)]


def _fill(results: list[Result], options: Options) -> dict[str, Filled]:
    """Fill the exports of learning platforms."""
    filled = {}
    if options.canvas:
        filled["canvas.csv"] = fill_canvas(options.canvas, results, options.column)
    if options.moodle:
        filled["moodle.csv"] = fill_moodle(options.moodle, results, options.column)
    return filled


def _told(file: str, filled: Filled) -> list[str]:
    marks = f"{file}: marks for {filled.marks} of {filled.lines} lines"
    return [marks, *(f"{file}: {one}" for one in filled.left)]
