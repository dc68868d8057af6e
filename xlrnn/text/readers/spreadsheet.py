"""Spreadsheets as data: the rows of a sheet of .xlsx or .ods.

A spreadsheet is a zip archive of XML. Before it is read, its size unpacked is bounded, and XML
that declares entities is refused: neither a spreadsheet program nor xlrnn writes that.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Final

from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.ods import ods_sheets
from xlrnn.text.readers.packing import PACKED_WRONG
from xlrnn.text.readers.tables import FIRST_ROWS, MOST_CELLS, Cells, Row
from xlrnn.text.readers.xlsx import xlsx_sheets

MOST_BYTES = 1 << 30
HEAD = 1 << 20
BOM_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ROOT = re.compile(rb"<[A-Za-z_]")

# What zipfile, openpyxl and the parsers of XML raise over a damaged file.
_WRONG: Final = (
    *PACKED_WRONG, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError,
    SyntaxError,
)  # fmt: skip

Sheets = dict[str, Callable[[], Iterator[Row]]]
"""The sheets of a book in their order: what yields the rows of each."""

READERS: Final[dict[str, Callable[[zipfile.ZipFile], Sheets]]] = {
    ".xlsx": xlsx_sheets,
    ".xlsm": xlsx_sheets,
    ".ods": ods_sheets,
}


def read_sheet(entry: FileEntry) -> Cells:
    """Return the table in a sheet: the one that was named, or the first that holds something.

    Raises:
        UnreadableError: if it is no spreadsheet, or damaged.
        InputError: if it is too large, or there is no such sheet, or nothing in it.
    """
    with entry.bytes(binary=True) as file:
        data = file.read(MOST_BYTES + 1)
    _bound(len(data), entry.place)
    with _readable(entry):
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check(archive, entry.place)
        return _table(READERS[entry.suffix](archive), entry)


@contextmanager
def _readable(entry: FileEntry) -> Iterator[None]:
    """Say of whatever is wrong with a book that it cannot be read."""
    try:
        yield
    except (InputError, UsageError):
        raise
    except _WRONG as error:
        raise UnreadableError(
            f"{entry.place} is no {entry.suffix} that can be read ({error}): open it in a "
            "spreadsheet program and save it again"
        ) from None
    except RuntimeError as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise UnreadableError(f"{entry.place} is encrypted: save it without password") from None
        raise


def _check(archive: zipfile.ZipFile, place: str) -> None:
    """Refuse what would fill the memory, and XML with declarations of its own."""
    parts = archive.infolist()
    _bound(sum(part.file_size for part in parts), place)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                head = file.read(HEAD)
            hidden = len(head) == HEAD and not _ROOT.search(head)
            if hidden or b"<!DOCTYPE" in head or head[:2] in BOM_UTF16:
                raise InputError(
                    f"{place}: {part.filename} declares entities, which no spreadsheet program "
                    "writes: save it again with one"
                )


def _bound(size: int, place: str) -> None:
    if size > MOST_BYTES:
        raise InputError(
            f"{place} has more than {MOST_BYTES:,} bytes when unpacked: save the sheet as .csv"
        )


def _table(sheets: Sheets, entry: FileEntry) -> Cells:
    if entry.part and entry.part not in sheets:
        raise InputError(
            f"{entry.place} has no sheet {entry.part!r}: it has {', '.join(map(repr, sheets))}"
        )
    holding = [name for name in sheets if any(any(row) for row in sheets[name]())]
    chosen = entry.part or next(iter(holding), "")
    if chosen not in holding:
        raise InputError(
            f"{entry.place}: there is nothing in it; expected a text and a label column"
        )
    others = [name for name in holding if name != chosen]
    notes = []
    if others and not entry.part:
        shown = ", ".join(map(repr, others[:4])) + (" …" if len(others) > 4 else "")
        notes.append(
            f"read the sheet {chosen!r}; others are {shown} (as {entry.place}/{others[0]})"
        )
    return Cells(_numbered(_read(sheets[chosen], entry)), notes=notes)


def _read(rows: Callable[[], Iterator[Row]], entry: FileEntry) -> Iterator[Row]:
    """Yield the rows of a sheet, which is read only now."""
    with _readable(entry):
        yield from rows()


def _numbered(rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the rows that hold anything, all as wide as the first ones, with their numbers."""
    filled = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    first = list(islice(filled, FIRST_ROWS))
    width = max((_extent(row) for _, row in first), default=0)
    cells = 0
    for number, row in chain(first, filled):
        cells += max(width, len(row))
        if cells > MOST_CELLS:
            raise InputError(f"a sheet of more than {MOST_CELLS:,} cells: save it as .csv")
        yield number, (row + [""] * width)[:width]


def _extent(row: Row) -> int:
    """Return how many cells there are up to the last that holds anything."""
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)
