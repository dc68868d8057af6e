"""A browser, the page on this machine, and eyes on everything that goes wrong in it."""

import importlib.util
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.requirements import need
from xlrnn.lessons import LESSON_NAMES
from xlrnn.lessons.choose import choose
from xlrnn.playground.books import LESSON, PageBook
from xlrnn.playground.serve import PageServer
from xlrnn.playground.site import site_files
from xlrnn.playground.tour import tour_of

ROOT = Path(__file__).parents[2]


def lesson_book(name: str) -> PageBook:
    """A lesson as it is committed, which is what the code generates: another test says so."""
    data = (ROOT / "workbooks" / f"{name}.xlsx").read_bytes()
    return PageBook(LESSON, name, "", data, tour_of(choose([name], {}, None)[0]))


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The page with every lesson."""
    need("formulon", importlib.util.find_spec("formulon") is not None, "see `xlrnn engines`")
    return site_files([lesson_book(name) for name in LESSON_NAMES])


@pytest.fixture(scope="session")
def address(files: dict[str, bytes]) -> Iterator[str]:
    """Where the page with every lesson is."""
    with serving(files) as server:
        yield server.address


class serving:  # noqa: N801  # reads as a verb where it is used
    """A server that answers while the block lasts."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.server = PageServer(files)

    def __enter__(self) -> PageServer:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Watched:
    """What happened in a page that must not: words in the console, errors, requests elsewhere."""

    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        """Note everything from now on."""
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def page(chromium: Any, address: str, watched: Watched) -> Iterator[Any]:
    """An empty page; in the end nothing may have been said in its console, or asked elsewhere."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
    context.set_default_timeout(30_000)
    opened = context.new_page()
    watched.watch(opened)
    yield opened
    context.close()
    assert watched.console == []
    own = (address, "blob:", "data:", "file:")
    assert [url for url in watched.requests if not url.startswith(own)] == []
