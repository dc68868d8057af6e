"""Write the results of a batch into a folder, in the forms that are asked for."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Final

from xlrnn.atomic import write_atomically
from xlrnn.carried import MadeFile, OwnFile
from xlrnn.errors import EngineError
from xlrnn.exercises.grade.results import Results
from xlrnn.provenance import written_by
from xlrnn.report.grades import Absent, Batch, Result, stem
from xlrnn.report.grades.formats import FORMATS, WORKBOOK, form
from xlrnn.report.grades.paths import Paths
from xlrnn.report.grades.workbook import annotate

# So many copies are asked for at once for each worker.
_AHEAD: Final = 3


def write(
    results: Results,
    absent: Absent,
    name: str,
    paths: Paths,
    formats: Sequence[str],
    executor: Executor,
    jobs: int,
) -> None:
    """Write results, each file from one pass over them.

    Args:
        results: the results; who has no annotated copy has a note of that from then on.
        absent: who handed in nothing.
        name: the assignment's name.
        paths: gets the files.
        formats: which forms.
        executor: opens the students' files for the annotated copies.
        jobs: how many workers it has.

    Raises:
        UsageError: if a form cannot be written.
    """
    batch = Batch(results, absent, name)
    for each in FORMATS:
        if each in formats and each != WORKBOOK:
            for file, pieces in form(each)(batch):
                data = (piece.encode("utf-8", "backslashreplace") for piece in pieces)
                write_atomically(paths.add(file), data)
    if WORKBOOK in formats:
        _annotate_all(results, paths, executor, jobs * _AHEAD)


def _annotate_all(results: Results, paths: Paths, executor: Executor, most: int) -> None:
    """Write the annotated copies; what a worker cannot open has none."""
    failed: dict[int, str] = {}
    folder = paths.folder
    running: deque[tuple[int, str, Future[bool]]] = deque()

    def finish_first() -> None:
        number, name, future = running.popleft()
        try:
            future.result()
            paths.add(name)
        except EngineError as error:
            failed[number] = f"no annotated copy: {error}"

    for number, name, result in _to_annotate(results):
        target = MadeFile(folder / name)
        work = executor.submit(annotate, OwnFile(result["file"]), result, target, written_by())
        running.append((number, name, work))
        if len(running) >= most:
            finish_first()
    while running:
        finish_first()

    def say_so(number: int, result: Result) -> None:
        if number in failed:
            result["notes"] = [*result["notes"], failed[number]]

    results.change(say_so)


def _to_annotate(results: Results) -> Iterator[tuple[int, str, Result]]:
    """Yield the number of each submission that was graded, the name of its copy, its result."""
    for number, result in enumerate(results):
        if not result["reason"]:
            stemmed = stem(result["student"], result["file"])
            yield number, str(Path("annotated") / f"{stemmed}.xlsx"), result
