"""Make all mutants, verify them, and write the page about them: `python -m tests.mutation.full`."""

import datetime
import sys
import tempfile
import time
from pathlib import Path

import xlrnn
from tests.mutation.mutants import mutants
from tests.mutation.survey import ALL, JUDGE, UNDER_TEST, build_books, survey, tally
from tests.mutation.table import PAGE, page, tables
from xlrnn import engines


def main() -> int:
    """Return 0 if verification was right about every mutant."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        books = build_books(Path(folder))
        findings = survey(mutants(books), books)
    seconds = time.monotonic() - started
    versions = {name: f"{name} {engines.get(name).version()}" for name in (UNDER_TEST, JUDGE)}
    told = f"{versions[UNDER_TEST]} under test and {versions[JUDGE]} as the judge"
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    PAGE.write_text(page(findings, today, xlrnn.__version__, told, seconds), encoding="utf-8")
    print(tables(findings))
    for finding in findings:
        if not finding.right:
            print(finding)
    count = tally(findings)[ALL]
    print(f"{count.made} mutants in {seconds:.0f} s; wrote {PAGE}")
    return int(not all(finding.right for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
