"""`read_labelled`: one function for every form of file."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from xlrnn.errors import InputError, UsageError
from xlrnn.text.labelled import Labelled
from xlrnn.text.readers.entries import entries_of, names
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.folder import Folder
from xlrnn.text.readers.labels import Labels, named
from xlrnn.text.readers.table import TABLES, WantedColumns, read_table

FORMS = (
    "a csv, tsv, xlsx, ods, json, jsonl or parquet file with a text and a label column, "
    "Sentiment140's csv, fastText's lines, or a folder with pos/*.txt and neg/*.txt or pos.txt and "
    "neg.txt; each also as .gz, .bz2, .xz or .zip"
)


def read_labelled(
    path: str | Path,
    *,
    text: str | None = None,
    label: str | None = None,
    encoding: str | None = None,
    limit: int | None = None,
    classes: Sequence[str] | None = None,
    one_class: bool = False,
) -> Labelled:
    """Read texts and their classes from a file or a folder.

    Args:
        path: Sentiment140's csv, another table (csv, tsv, xlsx, ods, JSON, parquet, fastText's),
            or a folder of plain texts; each also as `.gz`, `.bz2`, `.xz` or `.zip`;
            `ARCHIVE.zip/MEMBER` is one file of several, `BOOK.xlsx/SHEET` one sheet.
        text: the name or number (from 0) of the column of the texts; by default recognised.
        label: the same of the labels.
        encoding: how the file's bytes stand for letters; by default recognised, and said where
            it is not UTF-8.
        limit: at most so many texts, drawn evenly from the whole file: many files are sorted by
            their labels.
        classes: in the order of their class numbers, each as a label that the file has, or as
            labels and a name, `"1 2=negative"`; by default negative and positive in one of the
            ways in which files spell them.
        one_class: whether a file with texts of a single class will do.

    Raises:
        UnreadableError: if the file cannot be read, is damaged or in another encoding.
        InputError: if columns or labels are not recognised, or no text or one class is left.
        UsageError: if an option cannot be, or what reads parquet is missing.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"limit is {limit}: expected at least 1")
    entries, way = entries_of(path), named(classes) if classes is not None else None
    folder = Folder.of(entries, way)
    if folder is not None:
        rows = folder.read(encoding)
    else:
        known = tuple(way.numbers) if way else ()
        rows = read_table(one_table(entries, path), WantedColumns(text, label, encoding, known))
    found = _checked(rows.labelled(way, str(path)), way, str(path), one_class)
    return _limited(found, limit)


def one_table(entries: list[FileEntry], path: str | Path) -> FileEntry:
    """Return the only table among the files."""
    tables = [entry for entry in entries if entry.suffix in TABLES]
    if len(entries) == 1 or len(tables) == 1:
        return (tables or entries)[0]
    found = names(entries) or "nothing"
    hint = f"; to read one, say {path}/{tables[0].name}" if tables else ""
    raise InputError(f"{path}: found {found}; expected {FORMS}{hint}")


def _checked(found: Labelled, way: Labels | None, place: str, one_class: bool) -> Labelled:
    """Return the texts, or say what there is too little of."""
    counts = found.counts()
    if not len(found):
        hint = ""
        if way:
            hint = (
                "; --classes says which labels are which class, for instance "
                f'"good={way.classes[0]}, …"'
            )
        raise InputError(f"{place}: no text is left: {found.skipped}{hint}")
    if not one_class and sum(map(bool, counts.values())) < 2:
        only = next(name for name, count in counts.items() if count)
        raise InputError(
            f"{place}: all {len(found):,} texts are {only}; expected at least two of the classes "
            f"{', '.join(counts)}. Is it a part of a file that is sorted by label? {found.skipped}"
        )
    return found


def _limited(found: Labelled, limit: int | None) -> Labelled:
    if limit is None or limit >= len(found):
        return found
    return found.take(np.linspace(0, len(found) - 1, limit).round().astype(np.intp).tolist())
