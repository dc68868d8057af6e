"""Workbooks to send through other programs, and LibreOffice, started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.requirements import require
from tests.roundtrip.office import Office
from xlrnn import api

BOOKS = {
    "article": {},
    "textbook": {"form": "textbook", "word": "bananas", "units": "5", "seed": "7"},
    "long": {"word": "sketchbook", "units": "7", "seed": "3"},
}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    require("libreoffice")
    office = Office(tmp_path_factory.mktemp("office"))
    yield office
    office.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks by label."""
    folder = tmp_path_factory.mktemp("books")
    return {
        label: api.build(["hello-forward"], folder / label, settings=settings)[0]
        for label, settings in BOOKS.items()
    }


@pytest.fixture(params=BOOKS)
def book(request: pytest.FixtureRequest, built: dict[str, Path]) -> Path:
    return built[request.param]
