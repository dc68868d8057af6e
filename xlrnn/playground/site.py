"""The page as files: what the browser gets, put together from the package, engine and workbooks."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from xlrnn.playground.books import PageBook, book_files
from xlrnn.playground.engine import engine_files
from xlrnn.playground.runtime import about_python, runtime_files

START, MAIN = "index.html", "main.js"
_NEEDED = re.compile(r"^(?:import|export)\b[^;\"']*[\"'](\.[^\"']+)[\"']", re.MULTILINE)


def site_files(books: Sequence[PageBook], *, python: bool = False) -> dict[str, bytes]:
    """Return all files of the page by their addresses, which are relative and with slashes.

    Args:
        books: the workbooks.
        python: whether Python and NumPy are among them.

    Raises:
        EngineMissingError: if the engine is not installed, or Python for the page is not here.
    """
    prover = runtime_files() if python else {}
    index = book_files(books, about_python() if python else None)
    return {**page_files(), **engine_files(), **prover, **index}


def page_files() -> dict[str, bytes]:
    """Return the files of the page itself: its scripts, styles and start."""
    return dict(_walk(files("xlrnn.playground") / "page"))


def modules(start: str, files: Mapping[str, bytes]) -> list[str]:
    """Return the addresses of the modules that a module needs, itself first."""
    found, waiting = {start: None}, [start]
    while waiting:
        address = waiting.pop()
        for path in _NEEDED.findall(files[address].decode()):
            needed = posixpath.normpath(posixpath.join(posixpath.dirname(address), path))
            if needed not in found:
                found[needed] = None
                waiting.append(needed)
    return list(found)


def _walk(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry.read_bytes()
