"""Marks in the page: a key and submissions come as files, what `grade` writes goes back as one zip.

One engine alone marks there. Marks that count want the command line, which asks others.
"""

import base64
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from xlrnn import api
from xlrnn.browser.at_once import AtOnce
from xlrnn.clean import clean, clean_lines
from xlrnn.errors import UsageError
from xlrnn.report.grades import called, for_the_teacher, no_mark, points, why

_KEY: Final = ".json"
_FORMATS: Final = ("json", "csv", "html")
_JOURNAL: Final = ".jsonl"


def marks(files: Mapping[str, bytes], folder: Path) -> dict[str, Any]:
    """Grade submissions.

    Args:
        files: the key, whose name ends in .json, and all that was handed in, by their names.
        folder: where files may be put meanwhile; what an earlier call left there goes.

    Returns:
        A line for each submission, notes, and a zip with the files that `grade` writes.

    Raises:
        UsageError: if there is no key, or more than one.
    """
    keys = [name for name in files if name.lower().endswith(_KEY)]
    if len(keys) != 1:
        raise UsageError(
            f"expected one key, the file key.json from the folder key, got {len(keys)}: drop it "
            "together with what was handed in"
        )
    shutil.rmtree(folder, ignore_errors=True)
    # What lies beside a key is a solution and no submission.
    key, handed_in, results = (folder / name for name in ("key", "submissions", "results"))
    for made in (key, handed_in):
        made.mkdir(parents=True)
    for name, data in files.items():
        (key / "key.json" if name in keys else handed_in / name).write_bytes(data)
    grades = api.grade(handed_in, key, formats=_FORMATS, folder=results, executor=AtOnce())
    return {
        "results": [_line(result, f"{handed_in}/") for result in grades.results],
        "notes": [clean(note).replace(f"{handed_in}/", "") for note in grades.notes],
        "zip": base64.b64encode(_zipped(results)).decode(),
    }


def _line(result: Mapping[str, Any], folder: str) -> dict[str, Any]:
    """Return what the page shows of a submission."""
    told = dict(result)
    mark = f"{points(told['score'])} of {points(told['max_score'])}"
    words = {
        "who": called(told),
        "file": told["file"],
        "mark": "" if no_mark(told) else mark,
        "why": "\n".join([*why(told), *for_the_teacher(told)]),
    }
    return {key: clean_lines(text).replace(folder, "") for key, text in words.items()}


def _zipped(folder: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != _JOURNAL:  # which is for going on with
                archive.write(path, path.relative_to(folder))
    return target.getvalue()
