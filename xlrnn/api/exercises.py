"""The verbs of exercises and grading as Python functions; `xlrnn.api` hands them on."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrnn.api.given import (
    LessonLike,
    OneOrMorePaths,
    PathLike,
    name_of,
    path_or_none,
    paths_of,
    several,
)
from xlrnn.arguments import check_known
from xlrnn.cluster.choose import carrying
from xlrnn.errors import UsageError
from xlrnn.report.grades import Grades

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from xlrnn.exercises.grade.batch import Progress
    from xlrnn.exercises.grade.rubric_cases import CaseResult


def exercise(
    lesson: LessonLike,
    folder: PathLike,
    *,
    level: int = 2,
    blanks: str | Sequence[str] = (),
    seed: int | None = None,
    settings: Mapping[str, str] | None = None,
    tells: str = "",
    roster: PathLike | None = None,
    secret: PathLike | None = None,
    gradescope: bool = False,
    foreign: str = "withhold",
    tells_apart: bool = False,
    force: bool = False,
) -> list[Path]:
    """Write exercises, and their key into the folder `key`; the student's file comes first.

    Args:
        lesson: the lesson.
        folder: where to write.
        level: 1 single cells, 2 whole blocks, 3 an equation, 4 find the mistake, 5 predict.
        blanks: the blocks to be filled; by default those that the lesson declares.
        seed: of random weights.
        settings: options of the lesson by name.
        tells: what `check` may tell: states, verdicts or reasons.
        roster: a CSV file of students; each gets an exercise of their own.
        secret: the file with the course's secret, which a roster needs.
        gradescope: whether to write an autograder for Gradescope, too.
        foreign: what that does with a file that was made for another student; see `grade`.
        tells_apart: whether to write which wrong formulas the marking tells from right ones.
        force: overwrite files that were changed since xlrnn wrote them.

    Raises:
        UsageError: if what is asked for makes no sense, or a file is in the way.
    """
    from xlrnn.exercises.ask.roster import read_roster, read_secret
    from xlrnn.exercises.grade.foreign import FOREIGN, WITHHOLD
    from xlrnn.exercises.make import exercise as exercises

    if (roster is None) != (secret is None):
        raise UsageError("roster and secret belong together: name both or none")
    if roster is not None and seed is not None:
        raise UsageError("seed and roster exclude each other: each student has an own seed")
    check_known("foreign", [foreign], FOREIGN)
    if foreign != WITHHOLD and not gradescope:
        raise UsageError("foreign without gradescope: say it to grade, which marks the files")
    options: dict[str, Any] = {"level": level, "blanks": several(blanks), "settings": settings}
    options |= {"tells": tells, "force": force, "tells_apart": tells_apart}
    name, folder = name_of(lesson), Path(folder)
    if roster is None or secret is None:
        paths = exercises.make(name, folder, seed=seed, **options)
    else:
        students, known = read_roster(Path(roster)), read_secret(Path(secret))
        paths = exercises.make_for_roster(name, folder, students, known, **options)
    return [*paths, _autograder(folder, foreign)] if gradescope else paths


def _autograder(folder: Path, foreign: str) -> Path:
    from xlrnn.atomic import write_atomically
    from xlrnn.exercises.ask.key import read_key
    from xlrnn.report.grades.gradescope import autograder_zip

    path = folder / "key" / "gradescope-autograder.zip"
    write_atomically(path, autograder_zip(read_key(folder), None, foreign=foreign))
    return path


def grade(
    paths: OneOrMorePaths,
    key: PathLike,
    *,
    rubric: PathLike | None = None,
    jobs: int = 1,
    formats: str | Sequence[str] = (),
    folder: PathLike | None = None,
    canvas: PathLike | None = None,
    moodle: PathLike | None = None,
    columns: str | Sequence[str] = (),
    metadata: PathLike | None = None,
    foreign: str = "withhold",
    time_limit: float = 60.0,
    memory: int | None = 2**31,
    engine: str = "auto",
    unconfined: bool = False,
    progress: "Progress | None" = None,
    force: bool = False,
    executor: "Executor | None" = None,
    unencrypted: bool = False,
) -> Grades:
    """Grade submissions.

    Args:
        paths: files and folders.
        key: the key, or the folder that holds it.
        rubric: what a mark is made of.
        jobs: how many at once.
        formats: json, csv, gradescope, nbgrader, html, workbook.
        folder: where results are written; None writes nothing.
        canvas: Canvas' export, to be filled.
        moodle: Moodle's worksheet, to be filled.
        columns: the heading of the column that takes the marks, for each export that needs it.
        metadata: Gradescope's submission_metadata.json, which says who handed in.
        foreign: what becomes of a file that was made for another student: `withhold` its mark
            until a teacher has looked at it, or `mark` it.
        time_limit: seconds that a submission may take.
        memory: bytes that a submission may use.
        engine: who calculates first.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.
        progress: is told how many are done, of how many, and the seconds left.
        force: overwrite results that xlrnn did not write.
        executor: does the work, as `Client.get_executor()` of Dask; by default worker processes
            on this machine.
        unencrypted: send submissions to other machines without encryption, too.

    Raises:
        UsageError: if what is asked for makes no sense.
        UnreadableError: if there is no key, or nothing was handed in.
        ClusterError: if the executor's cluster is lost, or has another version.
    """
    from xlrnn.api.grading import grade_batch
    from xlrnn.api.grading_options import GradingOptions

    options = GradingOptions(
        rubric=path_or_none(rubric),
        jobs=jobs,
        formats=tuple(several(formats)),
        folder=path_or_none(folder),
        canvas=path_or_none(canvas),
        moodle=path_or_none(moodle),
        columns=tuple(several(columns)),
        metadata=path_or_none(metadata),
        foreign=foreign,
        time_limit=time_limit,
        memory=memory,
        engine=engine,
        unconfined=unconfined,
        force=force,
    )
    with carrying(
        executor, jobs=jobs, time_limit=time_limit, memory=memory, unencrypted=unencrypted
    ) as carrier:
        return grade_batch(paths_of(paths), Path(key), options, progress, carrier)


def check(
    path: PathLike, *, executor: "Executor | None" = None, unencrypted: bool = False
) -> dict[str, Any]:
    """Check a student's own exercise, telling what the teacher allows.

    Args:
        path: the exercise.
        executor: does the work; by default a worker process on this machine.
        unencrypted: send it to other machines without encryption, too.
    """
    from xlrnn.carried import OwnFile
    from xlrnn.exercises.grade.pool import LimitedExecutor
    from xlrnn.exercises.mark.check import check_file

    with ExitStack() as stack:
        carrier = stack.enter_context(carrying(executor, unencrypted=unencrypted))
        carrier = carrier or stack.enter_context(LimitedExecutor(1))
        return carrier.submit(check_file, OwnFile(path)).result()


def check_rubric(path: PathLike) -> "list[CaseResult]":
    """Grade the cases of a rubric and return what each criterion did."""
    from xlrnn.exercises.grade.rubric_cases import check_rubric as run

    return run(Path(path))
