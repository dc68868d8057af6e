"""Gradescope: the results of one submission, and a zip that grades there."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from xlrnn import __version__
from xlrnn.clean import clean
from xlrnn.errors import UsageError
from xlrnn.exercises.ask.key import Key
from xlrnn.exercises.grade.foreign import WITHHOLD
from xlrnn.provenance import written_by
from xlrnn.report.grades import Batch, Result, Results, best_of_each, no_mark, points

_SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, when it builds the grader.
set -e
root=${{AUTOGRADER_ROOT:-/autograder}}
cd "$root/source"
for python in python3.13 python3.12 python3.11 python3 ""; do
    "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \\
        2>/dev/null && break
done
if [ -z "$python" ]; then
    # Ubuntu 22.04, which Gradescope takes if nothing is said, has an older one.
    apt-get update && apt-get install -y python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv "$root/venv"
wheel=$(ls ./*.whl 2>/dev/null | head -n 1)
"$root/venv/bin/python" -m pip install "${{wheel:-xlrnn=={version}}}"
"""

_RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission.
root=${AUTOGRADER_ROOT:-/autograder}
mkdir -p "$root/results"
metadata=$root/submission_metadata.json
[ -f "$metadata" ] && set -- --metadata "$metadata"
"$root/venv/bin/python" -P -m xlrnn.commands grade "$root/submission" \\
    --key "$root/source/key.json" RUBRIC--foreign FOREIGN \\
    --format gradescope --quiet --jobs 1 -o "$root/results" "$@"
# A file that cannot be graded has results, too: they say why. So has one that nobody foresaw.
results=$root/results/results.json
words="The grader could not grade this: tell your teacher, who sees why in the grader's output."
[ -f "$results" ] || printf '{"score": 0, "tests": [], "output": "%s"}' "$words" > "$results"
"""


def files(batch: Batch) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what Gradescope reads.

    Raises:
        UsageError: if more than one student handed in.
    """
    best, *more = best_of_each(batch.results)
    if more:
        raise UsageError(f"gradescope takes one submission at a time, not {1 + len(more)}")
    others = [result for result in batch.results if result["file"] != best["file"]]
    yield "results.json", [render(best, others)]


def render(result: Result, others: Results = ()) -> str:
    """Return `results.json` for one submission.

    Args:
        result: the result that counts.
        others: those of the other workbooks that were handed in with it.
    """
    tests = [_test(number, criterion) for number, criterion in enumerate(result["criteria"], 1)]
    output = [*filter(None, [no_mark(result), result["remark"]])]
    if others:
        output.append(f"{Path(result['file']).name} counts, of the workbooks that were handed in.")
        output += [f"{Path(one['file']).name}: {_short(one)}." for one in others]
    if wrong := result["first_wrong"]:
        output.append(f"The first thing to look at: {wrong['cell']} (block {wrong['block']})")
    content: dict[str, Any] = {
        "score": result["score"],
        "output": clean("  ".join(output)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "notes": result["notes"],
            "student": result["student"],
            "written_by": written_by(),
        },
        "tests": tests,
    }
    return json.dumps(content, indent=1, ensure_ascii=True)


def _short(result: Result) -> str:
    score = f"{points(result['score'])} of {points(result['max_score'])} points"
    return no_mark(result) or score


def _test(number: int, criterion: dict[str, Any]) -> dict[str, Any]:
    full = criterion["score"] >= criterion["points"]
    return {
        "score": criterion["score"],
        "max_score": criterion["points"],
        "status": "passed" if full else "failed",
        "name": criterion["title"],
        "number": str(number),
        "output": "\n".join(map(clean, criterion["reasons"])) or "all cells are right",
        "visibility": "visible",
    }


def autograder_zip(
    key: Key, rubric: Path | None, wheel: Path | None = None, *, foreign: str = WITHHOLD
) -> bytes:
    """Return the zip that Gradescope takes as an autograder.

    Args:
        key: the key, which stays on Gradescope's side.
        rubric: the rubric.
        wheel: xlrnn's own wheel, where it cannot be fetched by its version.
        foreign: what becomes of a file that was made for another student: `withhold` or `mark`.
    """
    given = '--rubric "$root/source/rubric.toml" ' if rubric else ""
    files = {
        "setup.sh": _SETUP.format(version=__version__).encode(),
        "run_autograder": _RUN.replace("RUBRIC", given).replace("FOREIGN", foreign).encode(),
        "key.json": key.text().encode(),
    }
    if rubric:
        files["rubric.toml"] = rubric.read_bytes()
    if wheel:
        files[wheel.name] = wheel.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (
                0o755 if "." not in name or name.endswith(".sh") else 0o644
            ) << 16
            archive.writestr(entry, data)
    return out.getvalue()
