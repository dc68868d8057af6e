"""Gradescope: the results of one submission, and a zip that grades there."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from xlrnn import __version__
from xlrnn.exercises.key import Key
from xlrnn.report.clean import clean
from xlrnn.report.grades import Result

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
    --key "$root/source/key.json" RUBRIC--format gradescope --quiet --jobs 1 -o "$root/results" "$@"
# A file that cannot be graded has results, too: they say why.
test -f "$root/results/results.json"
"""


def render(result: Result) -> str:
    """Return `results.json` for one submission."""
    tests = [_test(number, criterion) for number, criterion in enumerate(result["criteria"], 1)]
    output = [f"could not be graded: {result['reason']}"] if result["reason"] else []
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
        "extra_data": {"notes": result["notes"], "student": result["student"]},
        "tests": tests,
    }
    return json.dumps(content, indent=1, ensure_ascii=True)


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


def autograder_zip(key: Key, rubric: Path | None, wheel: Path | None = None) -> bytes:
    """Return the zip that Gradescope takes as an autograder.

    Args:
        key: the key, which stays on Gradescope's side.
        rubric: the rubric.
        wheel: xlrnn's own wheel, where it cannot be fetched by its version.
    """
    given = '--rubric "$root/source/rubric.toml" ' if rubric else ""
    files = {
        "setup.sh": _SETUP.format(version=__version__).encode(),
        "run_autograder": _RUN.replace("RUBRIC", given).encode(),
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
