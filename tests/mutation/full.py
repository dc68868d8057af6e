"""Make all mutants, verify them, and write the page about them: `python -m tests.mutation.full`."""

import datetime
import sys
import time

import xlrnn
from tests.mutation.lesson_table import rows
from tests.mutation.mutants import mutants
from tests.mutation.others import everywhere, other_books, sample
from tests.mutation.survey import JUDGE, UNDER_TEST, build_books, survey
from tests.mutation.table import PAGE, Made, page
from xlrnn import engines


def main() -> int:
    """Return 0 if verification was right about every mutant."""
    started = time.monotonic()
    books, others = build_books(), other_books()
    findings = survey(mutants(books), books)
    every = [book for originals in others.values() for book in originals]
    full, sampled = (survey(make(others), every) for make in (everywhere, sample))
    seconds = time.monotonic() - started
    versions = {name: f"{name} {engines.get(name).version()}" for name in (UNDER_TEST, JUDGE)}
    told = f"{versions[UNDER_TEST]} under test and {versions[JUDGE]} as the judge"
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    made = Made(today, xlrnn.__version__, told, seconds)
    text = page(findings, rows(others, full), rows(others, sampled), made)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    wrong = [finding for finding in (*findings, *full, *sampled) if not finding.right]
    print(*wrong, sep="\n")
    print(f"{len(findings) + len(full)} mutants in {seconds:.0f} s; wrote {PAGE}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
