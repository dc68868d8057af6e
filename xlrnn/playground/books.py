"""The workbooks of a page: which there are, and under which names they lie there."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.playground import engine
from xlrnn.provenance import written_by

SCHEMA = "xlrnn/playground/1"
INDEX = "books.json"
FOLDER = "workbooks"
LESSON, EXERCISE = "lesson", "exercise"


@dataclass(frozen=True)
class PageBook:
    """A workbook that the page offers.

    Args:
        kind: `lesson` or `exercise`.
        title: what readers call it.
        about: one sentence of what it shows, "" if nobody says.
        data: the .xlsx file.
        tour: the guided tour of it, see `tour`; empty if there is none.
    """

    kind: str
    title: str
    about: str
    data: bytes
    tour: Mapping[str, Any] = field(default_factory=dict)


def exercise_book(path: Path) -> PageBook:
    """Return an exercise, or any other workbook, as it lies on the disk.

    Raises:
        UsageError: if it is not there or a folder.
        UnreadableError: if it is no workbook.
    """
    from xlrnn.xlsx.reading.read import read

    if not path.exists():
        raise UsageError(f"--exercise {path}: there is no such file")
    if not read(path).sheets:
        raise UnreadableError(f"{path} has no sheet: save it again, in Excel or LibreOffice")
    try:
        return PageBook(EXERCISE, path.stem, "", path.read_bytes())
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror or error}") from None


def book_files(
    books: Sequence[PageBook], python: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """Return the files of the workbooks and the index that the page reads.

    Args:
        books: the workbooks.
        python: the versions of Python's parts, None if they are not there.

    A file's name may say anything; the page's addresses have letters, digits and hyphens alone.
    """
    named = dict(zip(_addresses(book.title for book in books), books, strict=True))
    index = {
        "schema": SCHEMA,
        "written_by": written_by(),
        "engine": {"name": "formulon", "version": engine.VERSION, "sha256": engine.SHA256},
        **({"python": python} if python else {}),
        "books": [_entry(address, book) for address, book in named.items()],
    }
    files = {address: book.data for address, book in named.items()}
    tours = {_tour(address): _json(book.tour) for address, book in named.items() if book.tour}
    return {**files, **tours, INDEX: _json(index)}


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=1, ensure_ascii=False).encode()


def _tour(address: str) -> str:
    return address.removesuffix(".xlsx") + ".tour.json"


def _entry(address: str, book: PageBook) -> Mapping[str, str]:
    return {
        "name": Path(address).stem,
        "file": address,
        "kind": book.kind,
        "title": book.title,
        "about": book.about,
        **({"tour": _tour(address)} if book.tour else {}),
    }


def _addresses(titles: Iterable[str]) -> list[str]:
    """Return where each workbook lies in the page; no two in the same place."""
    found: list[str] = []
    for title in titles:
        plain = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60] or "workbook"
        number, name = 1, plain
        while f"{FOLDER}/{name}.xlsx" in found:
            number += 1
            name = f"{plain}-{number}"
        found.append(f"{FOLDER}/{name}.xlsx")
    return found
