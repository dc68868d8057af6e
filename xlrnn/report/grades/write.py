"""Write the results of a batch into a folder, in the forms that are asked for."""

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from xlrnn.atomic import write_atomically
from xlrnn.carried import MadeFile, OwnFile
from xlrnn.errors import EngineError
from xlrnn.provenance import written_by
from xlrnn.report.grades import Batch, Grades, Results, stem
from xlrnn.report.grades.formats import FORMATS, WORKBOOK, form
from xlrnn.report.grades.workbook import annotate


def write(
    grades: Grades, folder: Path, formats: Sequence[str], executor: Executor, name: str
) -> list[Path]:
    """Write results and return the files.

    Args:
        grades: the results.
        folder: where to write.
        formats: which forms.
        executor: opens the students' files for the annotated copies.
        name: the assignment's name.

    Raises:
        UsageError: if a form cannot be written.
    """
    batch = Batch(grades.results, grades.absent, name)
    texts: dict[str, str] = {}
    for each in FORMATS:
        if each in formats and each != WORKBOOK:
            texts |= form(each)(batch)
    for file, text in texts.items():
        write_atomically(folder / file, text.encode("utf-8", "backslashreplace"))
    paths = [folder / file for file in texts]
    return paths + (_annotated(grades.results, folder, executor) if WORKBOOK in formats else [])


def _annotated(results: Results, folder: Path, executor: Executor) -> list[Path]:
    """Write the annotated copies; what a worker cannot open has none."""
    futures = {}
    for result in results:
        if not result["reason"]:
            target = folder / "annotated" / f"{stem(result['student'], result['file'])}.xlsx"
            work = executor.submit(
                annotate, OwnFile(result["file"]), result, MadeFile(target), written_by()
            )
            futures[work] = result, target
    paths = []
    for future, (result, target) in futures.items():
        try:
            future.result()
            paths.append(target)
        except EngineError as error:
            result["notes"] = [*result["notes"], f"no annotated copy: {error}"]
    return paths
