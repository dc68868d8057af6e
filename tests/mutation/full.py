"""Make all mutants, verify them, and write the page about them.

    python -m tests.mutation.full [--each N] [LESSON]…

With names of lessons, what the page says of the others stays.
"""

import argparse
import datetime
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence

import xlrnn
from tests.mutation.finding import Finding
from tests.mutation.judge import JUDGE
from tests.mutation.lesson_table import Lines, lines, rows
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.original import Original, build_books
from tests.mutation.others import FIRST, FULL, SAMPLE, everywhere, other_books, sample
from tests.mutation.page import PAGE, Made, Told, page, read_page
from tests.mutation.survey import UNDER_TEST, survey
from tests.mutation.table import tables
from xlrnn import engines
from xlrnn.lessons import LESSON_NAMES


def main(names: Collection[str], each: int) -> int:
    """Return 0 if verification was right about every mutant."""
    others = other_books()
    wanted = names or LESSON_NAMES
    before = read_page(PAGE.read_text(encoding="utf-8"))
    findings: list[Finding] = []
    hello, full, sampled = before.hello, {**before.full}, {**before.sampled}
    if FIRST in wanted:
        books = build_books()
        findings += _surveyed(FIRST, mutants(books), books)
        hello = tables(findings)
    for name in [name for name in others if name in wanted]:
        originals = {name: others[name]}
        found = _surveyed(f"{name}, all", everywhere(originals, each), others[name])
        few = _surveyed(f"{name}, sample", sample(originals), others[name])
        full |= lines(rows(originals, found, each))
        sampled |= lines(rows(originals, few, SAMPLE))
        findings += [*found, *few]
    told = Told(hello, _in_order(full, others), _in_order(sampled, others))
    text = page(told, [book for books in others.values() for book in books], _made())
    PAGE.write_text(text, encoding="utf-8")
    print(text, f"wrote {PAGE}", sep="\n")
    return int(not all(finding.right for finding in findings))


def _surveyed(title: str, made: Iterable[Mutant], originals: Sequence[Original]) -> list[Finding]:
    """Return what became of some mutants, and print those of which verification is not right."""
    started = time.monotonic()
    findings = survey(made, originals)
    wrong = [str(finding) for finding in findings if not finding.right]
    seconds = time.monotonic() - started
    told = f"{title}: {len(findings)} in {seconds:.0f} s, {len(wrong)} not right"
    print(told, *wrong, sep="\n", flush=True)
    return findings


def _in_order(told: Lines, others: Mapping[str, object]) -> Lines:
    return {name: told[name] for name in others if name in told}


def _made() -> Made:
    """Return when and with what the page is made."""
    versions = {name: f"{name} {engines.get(name).version()}" for name in (UNDER_TEST, JUDGE)}
    told = f"{versions[UNDER_TEST]} under test and {versions[JUDGE]} as the judge"
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return Made(today, xlrnn.__version__, told)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lessons", nargs="*", metavar="LESSON")
    parser.add_argument("--each", type=int, default=FULL, help="mutants of each kind and lesson")
    asked = parser.parse_args()
    if unknown := set(asked.lessons) - {*LESSON_NAMES}:
        parser.error(f"there are no lessons {', '.join(sorted(unknown))}")
    sys.exit(main(asked.lessons, asked.each))
