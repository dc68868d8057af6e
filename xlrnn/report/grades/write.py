"""Write the results of a batch into a folder, in the forms that are asked for."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Final

from xlrnn.errors import EngineError, UsageError
from xlrnn.report.grades import Results, data, gradescope, html, platforms
from xlrnn.report.grades.workbook import annotate
from xlrnn.whole import write_whole

FORMATS: Final = ("json", "csv", "gradescope", "nbgrader", "html", "workbook")


def write(
    results: Results, folder: Path, formats: Sequence[str], executor: Executor, name: str
) -> list[Path]:
    """Write results and return the files.

    Args:
        results: the results.
        folder: where to write.
        formats: which forms.
        executor: opens the students' files for the annotated copies.
        name: the assignment's name.

    Raises:
        UsageError: if a form cannot be written.
    """
    texts: dict[str, str] = {}
    if "json" in formats:
        texts["results.json"] = data.render_json(results)
    if "csv" in formats:
        texts |= {
            "grades.csv": data.render_csv(results),
            "reasons.csv": data.render_reasons(results),
        }
    if "nbgrader" in formats:
        texts["nbgrader.csv"] = platforms.render_nbgrader(results, name)
    if "gradescope" in formats:
        if len(results) != 1:
            raise UsageError(f"gradescope takes one submission at a time, not {len(results)}")
        if "json" in formats:
            raise UsageError(
                "json and gradescope both write results.json: ask for one of them, or for each "
                "with a folder of its own, -o"
            )
        texts["results.json"] = gradescope.render(results[0])
    if "html" in formats:
        pages = [f"students/{stem(one['student'], one['file'])}.html" for one in results]
        texts |= {"class.html": html.render_overview(results, pages)}
        texts |= {"class.csv": html.render_overview_csv(results)}
        texts |= {page: html.render_student(one) for page, one in zip(pages, results, strict=True)}
    for file, text in texts.items():
        write_whole(folder / file, text.encode("utf-8", "backslashreplace"))
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
