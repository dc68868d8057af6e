"""Grade all submissions with known marks: `python -m tests.exercises.full`."""

import datetime
import re
import sys
import tempfile
import time
from pathlib import Path

import xlrnn
from tests.exercises.known import exercises, known
from tests.exercises.survey import graded, table
from xlrnn import engines
from xlrnn.exercises.mark import stop_engines

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
BEGIN, END = "<!-- known marks -->", "<!-- end -->"


def main() -> int:
    """Return 0 if the grader was right about every submission."""
    started, findings = time.monotonic(), []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for one in known(exercises(folder)):
            findings.append(graded(one, folder))
            if findings[-1].faults:
                print(one.name, one.kind, one.handed.blank.parent.name, findings[-1].faults)
    stop_engines()
    seconds = time.monotonic() - started
    versions = ", ".join(
        f"{name} {engines.get(name).version()}" for name in ("ironcalc", "cellrune")
    )
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    told = f"{today}, xlrnn {xlrnn.__version__}, {versions}, {seconds:.0f} s:"
    text = f"{BEGIN}\n{told}\n\n{table(findings)}\n{END}"
    print(text)
    if PAGE.is_file():
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: text, page, flags=re.DOTALL), "utf-8")
    return int(any(finding.faults for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
