"""Small workbooks of all lessons, written once, and who verifies what is made of them."""

import pytest

from tests.verify import keeping
from xlrnn import api
from xlrnn.lessons import LESSON_NAMES


@pytest.fixture(scope="session")
def books():
    return keeping.small_books()


@pytest.fixture(params=LESSON_NAMES)
def book(request, books):
    return books[request.param]


@pytest.fixture
def hello(books):
    return books["hello-forward"]


@pytest.fixture
def verified(tmp_path, monkeypatch):
    # What these workbooks do to an engine is known; a process for each would take twice the time.
    monkeypatch.setattr("xlrnn.engines.guarded", lambda engine, **_: engine)

    def verified(data, **options):
        path = tmp_path / "book.xlsx"
        path.write_bytes(data)
        (result,) = api.verify([path], **options).books
        assert result.engines, result.reason
        return result

    return verified
