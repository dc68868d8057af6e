"""Write the results of a batch into a folder, in the forms that are asked for."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from xlrnn.atomic import write_atomically
from xlrnn.errors import EngineError, UsageError
from xlrnn.report.grades import Grades, Results, best_of_each, data, gradescope, html, platforms
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
    results, absent = grades.results, grades.absent
    texts: dict[str, str] = {}
    if "json" in formats:
        texts["results.json"] = data.render_json(results, absent)
    if "csv" in formats:
        texts |= {
            "grades.csv": data.render_csv(results, absent),
            "reasons.csv": data.render_reasons(results),
        }
    if "nbgrader" in formats:
        texts["nbgrader.csv"] = platforms.render_nbgrader(results, name)
    if "gradescope" in formats:
        best, *more = best_of_each(results)
        if more:
            raise UsageError(f"gradescope takes one submission at a time, not {1 + len(more)}")
        texts["results.json"] = gradescope.render(best, [r for r in results if r is not best])
    if "html" in formats:
        pages = [f"students/{stem(one['student'], one['file'])}.html" for one in results]
        texts |= {"class.html": html.render_overview(results, pages, absent)}
        texts |= {"class.csv": html.render_overview_csv(results)}
        texts |= {page: html.render_student(one) for page, one in zip(pages, results, strict=True)}
    for file, text in texts.items():
        write_atomically(folder / file, text.encode("utf-8", "backslashreplace"))
    paths = [folder / file for file in texts]
    return paths + (_annotated(results, folder, executor) if "workbook" in formats else [])


def _annotated(results: Results, folder: Path, executor: Executor) -> list[Path]:
    """Write the annotated copies; what a worker cannot open has none."""
    futures = {}
    for result in results:
        if not result["reason"]:
            target = folder / "annotated" / f"{stem(result['student'], result['file'])}.xlsx"
            futures[executor.submit(annotate, result["file"], result, str(target))] = result, target
    paths = []
    for future, (result, target) in futures.items():
        try:
            future.result()
            paths.append(target)
        except EngineError as error:
            result["notes"] = [*result["notes"], f"no annotated copy: {error}"]
    return paths


def stem(student: str, file: str) -> str:
    """Return a file's name for a student whose id and file may be called anything."""
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in student)[:40]
    return f"{safe or 'student'}-{hashlib.sha256(os.fsencode(file)).hexdigest()[:8]}"
