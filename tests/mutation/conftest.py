"""The right workbooks, and what became of the wrong ones: made once, looked at by all tests."""

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.package import Parts
from tests.mutation.survey import JUDGE, Finding, build_books, survey
from tests.requirements import require


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Parts]:
    return build_books(tmp_path_factory.mktemp("books"))


@pytest.fixture(scope="session")
def findings(books: list[Parts]) -> list[Finding]:
    require(JUDGE)
    return survey(mutants(books), books)


@pytest.fixture(params=["article", "textbook", "long"])
def book(request: pytest.FixtureRequest, books: list[Parts]) -> Parts:
    return next(parts for parts in books if parts.label == request.param)
