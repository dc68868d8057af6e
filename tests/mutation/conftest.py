"""The right workbooks, and what became of the wrong ones: made once, looked at by all tests."""

import pytest

from tests.mutation.finding import Finding
from tests.mutation.judge import JUDGE
from tests.mutation.lesson_table import Row, rows
from tests.mutation.mutants import in_every_run
from tests.mutation.original import Original, build_books
from tests.mutation.others import SAMPLE, other_books, sample
from tests.mutation.package import Parts
from tests.mutation.survey import survey
from tests.requirements import require


@pytest.fixture(scope="session")
def books() -> list[Original]:
    return build_books()


@pytest.fixture(scope="session")
def findings(books: list[Original]) -> list[Finding]:
    require(JUDGE)
    return survey(in_every_run(books), books)


@pytest.fixture(scope="session")
def others() -> dict[str, list[Original]]:
    """The right workbooks of the other lessons."""
    return other_books()


@pytest.fixture(scope="session")
def sampled(others: dict[str, list[Original]]) -> dict[str, Row]:
    """What became of one mutant of each kind, in three of the other lessons."""
    require(JUDGE)
    every = [book for books in others.values() for book in books]
    return rows(others, survey(sample(others), every), SAMPLE)


@pytest.fixture(params=["article", "textbook", "long"])
def right(request: pytest.FixtureRequest, books: list[Original]) -> Original:
    return next(book for book in books if book.label == request.param)


@pytest.fixture
def book(right: Original) -> Parts:
    return right.parts
