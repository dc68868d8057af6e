"""The table beside pictures: which file has which captions."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlrnn.errors import InputError, UsageError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.columns import Columns, plain_name
from xlrnn.text.readers.entries import entries_of, names
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.table import TABLES, of_width, with_table
from xlrnn.text.readers.tables import TextTable

FILES: Final = (
    "file", "filename", "image", "imagename", "imagefile", "picture", "path", "filepath",
    "imagepath", "img", "photo", "name",
)  # fmt: skip
CAPTIONS: Final = ("caption", "captions", "text", "sentence", "description", "comment", "title")
"""What columns are usually called, as `plain_name` writes it."""
FORM: Final = (
    "a table (csv, tsv, xlsx, ods, json, jsonl, parquet) with a column of files and one of captions"
)
_PICTURE = re.compile(r".*\.(png|jpe?g|gif|bmp|webp|tiff?|ppm|pgm|tga)(#\d+)?", re.IGNORECASE)
_NUMBER = re.compile(r"#\d+$")


@dataclass(frozen=True)
class Row:
    """What a row of the table says.

    Args:
        line: where it begins.
        name: of the picture's file.
        caption: what is on it.
    """

    line: int
    name: str
    caption: str


def table_of(data: Path) -> Path:
    """Return the table of a folder, or the file that is one.

    Raises:
        InputError: if a folder has none, or several, or the file is a picture.
    """
    if not data.is_dir():
        if _PICTURE.fullmatch(data.name):
            raise InputError(f"{data} is a picture: expected the folder of pictures, or {FORM}")
        return data
    found = sorted(
        one for one in data.iterdir()
        if one.is_file() and one.suffix.lower() in (*TABLES, ".txt", ".gz")
        and not one.name.startswith(".")
    )  # fmt: skip
    if len(found) != 1:
        shown = ", ".join(one.name for one in found[:6]) or "no table"
        raise InputError(
            f"{data} has {shown}: expected {FORM}, one beside the pictures; to read one of "
            "several, name it (--data)"
        )
    return found[0]


def read_rows(
    table: Path, file: str | None, caption: str | None, encoding: str | None, tally: Tally
) -> list[Row]:
    """Return what a table says of each picture.

    Args:
        table: the file.
        file: the name or number (from 0) of the column of the pictures' files; None recognises it.
        caption: the same of the captions.
        encoding: of the file; None recognises it.
        tally: is told what is skipped.

    Raises:
        UnreadableError: if the file cannot be read.
        InputError: if there are no such columns.
        UsageError: if both are the same.
    """
    entries = entries_of(table)
    if len(entries) != 1:
        raise InputError(
            f"{table}: found {names(entries) or 'nothing'}; expected {FORM}: unpack it first"
        )
    (entry,) = entries

    def collected(found: TextTable) -> list[Row]:
        columns = _columns(found, file, caption, entry)
        rows: list[Row] = []
        header, place = columns.header, columns.id
        assert place is not None
        for lines, some in found.blocks(FileForm(columns)):
            if header:
                lines, some, header = lines[1:], some[1:], False
            lines, some = of_width(columns.width, lines, some, tally)
            rows += [Row(line, row[place].strip(), row[columns.text].strip())
                     for line, row in zip(lines, some, strict=True)]  # fmt: skip
        found.report(tally)
        return rows

    return [one for one in with_table(entry, encoding, collected) if _whole(one, tally)]


def _whole(row: Row, tally: Tally) -> bool:
    if row.name and row.caption:
        return True
    tally.skip(f"with an empty {'caption' if row.name else 'name of a picture'}", row.line)
    return False


def _columns(table: TextTable, file: str | None, caption: str | None, entry: FileEntry) -> Columns:
    """Return where files and captions stand."""
    first = [name.strip() for name in table.first[0]]
    files = _named(first, file, FILES, entry)
    texts = _named(first, caption, CAPTIONS, entry)
    header = True
    if files is None and texts is None and not table.named:
        files, texts = _without_header(table)
        header = False
    for found, option, usual in ((files, "file", FILES), (texts, "caption", CAPTIONS)):
        if found is None:
            raise InputError(
                f"{entry.place} has columns {_shown(first)}: expected one of "
                f"{'/'.join(usual[:4])}, or say which (--{option})"
            )
    assert files is not None and texts is not None
    if files == texts:
        raise UsageError(f"file and caption are both column {first[files]!r}: expected two")
    given = [one for one in (file, caption) if one is not None]
    if given and not table.named and all(one.strip().isdecimal() for one in given):
        header = not _PICTURE.fullmatch(first[files])
    return Columns(texts, None, len(first), header, tuple(first) if header else (), id=files)


def _named(
    first: list[str], wanted: str | None, usual: tuple[str, ...], entry: FileEntry
) -> int | None:
    """Return the place of the column that the user names, or of the one usually named so."""
    if wanted is None:
        plain = [plain_name(name) for name in first]
        return next((plain.index(name) for name in usual if name in plain), None)
    name, lower = wanted.strip().lower(), [one.lower() for one in first]
    if name.isdecimal() and int(name) < len(first):
        return int(name)
    if name in lower:
        return lower.index(name)
    raise InputError(f"{entry.place} has no column {wanted!r}: it has {_shown(first)}")


def _without_header(table: TextTable) -> tuple[int | None, int | None]:
    """Return the columns by what stands in them: names of pictures, and the longest other."""
    width = len(table.first[0])
    rows = [row for row in table.first if len(row) == width]
    files = [k for k in range(width) if all(_PICTURE.fullmatch(row[k].strip()) for row in rows)]
    if len(files) != 1 or width < 2:
        return None, None
    rest = [k for k in range(width) if k != files[0]]
    return files[0], max(rest, key=lambda k: sum(len(row[k]) for row in rows))


def _shown(first: list[str]) -> str:
    return ", ".join(repr(name[:30]) for name in first[:12])


def without_number(name: str) -> str:
    """Return the name of a file without the number of its caption, which some tables add.

    Example:
        >>> without_number("1000268201_693b08cb0e.jpg#0"), without_number("a.png")
        ('1000268201_693b08cb0e.jpg', 'a.png')
    """
    return _NUMBER.sub("", name)
