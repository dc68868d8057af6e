"""Engines to test with, and workbooks to test them on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xlrnn.engines import Engine, get
from xlrnn.errors import EngineMissingError

RECALCULATING = ("ironcalc", "libreoffice", "cellrune", "formulon")
PLANT = -12345.5

Writer = Callable[[Callable[[xlsxwriter.Workbook, Worksheet], None]], Path]


def require(name: str) -> None:
    """Skip the test if an engine is missing, or fail if $XLRNN_REQUIRE names it."""
    try:
        get(name).version()
    except EngineMissingError as error:
        if name in os.environ.get("XLRNN_REQUIRE", "").split(","):
            pytest.fail(f"$XLRNN_REQUIRE wants {name}: {error}")
        pytest.skip(f"needs {name}: {error}")


@pytest.fixture(scope="session")
def needs() -> Callable[[str], None]:
    return require


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep formulon's compiled module out of the home folder."""
    folder = tmp_path_factory.mktemp("cache") / "xlrnn"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLRNN_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", params=RECALCULATING)
def engine(request: pytest.FixtureRequest, cache_folder: Path) -> Iterator[Engine]:
    """Every engine that recalculates, started once."""
    require(request.param)
    with get(request.param) as engine:
        yield engine


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """A function that writes a workbook with one sheet, `page`, and returns its path."""

    def write(fill: Callable[[xlsxwriter.Workbook, Worksheet], None]) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book, book.add_worksheet("page"))
        return path

    return write


@pytest.fixture
def plant() -> float:
    """A stored result that is certainly wrong."""
    return PLANT
