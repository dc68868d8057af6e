"""The lessons but hello-forward: small workbooks of each, and wrong ones made from them."""

from collections.abc import Iterator, Mapping, Sequence

from tests.lessons.every import small
from tests.mutation.kinds import KINDS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.original import Original, original
from xlrnn.lessons import LESSON_NAMES

FIRST = "hello-forward"
SAMPLE, FULL = 1, 6
"""So many of a kind are made in every test run, and in a full one if nothing else is said."""
TURNS = 3
"""In every test run a lesson gets one in so many kinds; three lessons in turn get them all."""

Books = Mapping[str, Sequence[Original]]


def other_books() -> dict[str, list[Original]]:
    """Write the right workbooks, by lesson."""
    return {
        name: [original(lesson, f"{name} {n}") for n, lesson in enumerate(small(name), start=1)]
        for name in LESSON_NAMES
        if name != FIRST
    }


def sample(books: Books) -> Iterator[Mutant]:
    """Yield for each lesson one mutant of each of its kinds."""
    for lesson, originals in books.items():
        taken = kinds_of(lesson)
        yield from (one for one in mutants(originals, per_kind=SAMPLE) if one.kind in taken)


def kinds_of(lesson: str) -> list[str]:
    """Return the kinds that a lesson gets in every test run."""
    return list(KINDS)[LESSON_NAMES.index(lesson) % TURNS :: TURNS]


def everywhere(books: Books, each: int) -> Iterator[Mutant]:
    """Yield for each lesson some of each kind, and go on until every block has been hit."""
    for originals in books.values():
        yield from mutants(originals, per_kind=each, everywhere=True)
