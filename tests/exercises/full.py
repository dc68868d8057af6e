"""Grade all submissions with known marks: `python -m tests.exercises.full`, or of some lessons.

What was found goes into the table of docs/grading.md, the other lessons' columns stay.
"""

import argparse
import datetime
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import xlrnn
from tests.exercises import everywhere, known
from tests.exercises.everywhere import Asked
from tests.exercises.survey import Count, graded, read, table
from xlrnn import engines, lessons
from xlrnn.exercises.mark.mark import ORDER, stop_engines

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
BEGIN, END = "<!-- known marks -->", "<!-- end -->"


def main() -> int:
    """Return 0 if the grader was right about every submission."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", nargs="*", help="the lessons; all if none")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--first-engine", default=ORDER[0], choices=ORDER)
    parser.add_argument("--engines", help="the only ones, with commas between them")
    parser.add_argument("--right", action="store_true", help="right submissions alone")
    parser.add_argument("--kind", default="", help="those whose kind or name has these words")
    options = parser.parse_args()
    asked = [one for one in everywhere.exercises() if one.lesson in (options.lessons or LESSONS)]
    order = tuple(dict.fromkeys([options.first_engine, *ORDER]))
    if options.engines:
        order = tuple(options.engines.split(","))
    work = [*_by_hand(options.lessons), *asked]
    with ProcessPoolExecutor(options.jobs) as pool:
        # The last lessons take longest, so they begin first.
        futures = [
            pool.submit(_of_exercise, one, order, options.right, options.kind)
            for one in reversed(work)
        ]
        counts = [count for future in reversed(futures) for count in future.result()]
    days = dict.fromkeys(options.lessons or LESSONS, _today())
    print(table(counts, days))
    if not (options.right or options.kind) and order == ORDER:
        _write(counts, days)
    return int(not all(count.right for count in counts))


def _write(counts: list[Count], days: dict[str, str]) -> None:
    """Put columns into the table of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, dates = read(re.search(f"{BEGIN}(.*){END}", page, re.DOTALL)[1])
    kept = [count for count in before if count.lesson not in days]
    dates |= days
    text = table([*kept, *counts], {name: dates[name] for name in LESSONS if name in dates})
    text = f"{BEGIN}\n{_told()}\n\n{text}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: text, page, flags=re.DOTALL), "utf-8")


LESSONS = lessons.LESSON_NAMES
FIRST = "hello-forward"


def _by_hand(wanted: list[str]) -> list[None]:
    """None stands for the submissions of `hello-forward` that are written by hand."""
    return [None] if not wanted or FIRST in wanted else []


def _of_exercise(
    asked: Asked | None, order: tuple[str, ...], right: bool, kind: str
) -> list[Count]:
    """Grade the submissions of one exercise, and say which were not marked as known."""
    counts = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for one in _submissions(asked, folder):
            if (right and one.wrong) or kind not in f"{one.kind} {one.name}":
                continue
            finding = graded(one, folder, order)
            lesson = one.handed.assignment.lesson
            counts.append(Count(lesson, one.kind, not finding.faults))
            if finding.faults:
                print(lesson, one.kind, one.name, finding.faults, flush=True)
    stop_engines()
    print(f"{_name(asked)}: {len(counts)} submissions graded", file=sys.stderr, flush=True)
    return counts


def _name(asked: Asked | None) -> str:
    """Call an exercise as the progress does."""
    if asked is None:
        return f"{FIRST} by hand"
    return f"{asked.lesson} {', '.join(asked.blanks) or f'level {asked.level}'}"


def _submissions(asked: Asked | None, folder: Path) -> Iterator[known.Known]:
    if asked is None:
        return iter(known.known(known.exercises(folder)))
    handed = asked.hand_out(folder / "exercise")
    return everywhere.submissions(handed, every_block=bool(asked.blanks))


def _told() -> str:
    """Say with what."""
    versions = ", ".join(f"{name} {engines.get(name).version()}" for name in ORDER[:2])
    return f"xlrnn {xlrnn.__version__}, {versions}:"


def _today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
