"""Tables of any form: which form it is, and the texts and labels in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from typing import TypeVar

from xlrnn.text.labelled import Tally
from xlrnn.text.readers.columns import Columns, columns_of, looks_like_sentiment140
from xlrnn.text.readers.delimited import Delimited
from xlrnn.text.readers.encodings import HEAD, with_text
from xlrnn.text.readers.entries import SPREADSHEETS
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.fasttext import MarkedLines, looks_like_fasttext
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.json_table import json_table, looks_like_json
from xlrnn.text.readers.rows import LabelledRows
from xlrnn.text.readers.tables import Row, TextTable

T = TypeVar("T")
LINES = (".csv", ".tsv", ".tab")
JSON = (".json", ".jsonl", ".ndjson")
PARQUET = (".parquet", ".pq")
TABLES = (*LINES, *JSON, *PARQUET, *SPREADSHEETS)


@dataclass(frozen=True)
class WantedColumns:
    """What a user says of a table.

    Args:
        text: the name or number of the column of the texts; None recognises it.
        label: the same of the labels.
        encoding: of the file; None recognises it.
        labels: labels that are known from the start, as the file may spell them.
    """

    text: str | None = None
    label: str | None = None
    encoding: str | None = None
    labels: Sequence[str] = ()

    def columns(self, table: TextTable, place: str, *, labelled: bool = True) -> Columns:
        """Return where texts and labels stand."""
        return columns_of(
            table.first, self.text, self.label, place, named=table.named, labelled=labelled
        )


def with_table(entry: FileEntry, encoding: str | None, use: Callable[[TextTable], T]) -> T:
    """Return what `use` makes of the table in a file, whatever its form."""
    if entry.suffix in PARQUET:
        from xlrnn.text.readers.parquet import with_parquet

        return with_parquet(entry, use)
    if entry.suffix in SPREADSHEETS:
        from xlrnn.text.readers.spreadsheet import read_sheet

        return use(read_sheet(entry))
    json = entry.suffix in JSON
    if not json:
        with entry.bytes() as file:
            json = looks_like_json(file.peek(HEAD)[:HEAD].decode("latin-1"))

    def used(text: TextIOWrapper, said: str) -> T:
        if json:
            return use(json_table(text, entry.place, said))
        return use(_lines(text, entry, said))

    return with_text(entry, encoding, used, usual=_usual_encoding, lines=not json)


def _lines(text: TextIOWrapper, entry: FileEntry, said: str) -> TextTable:
    """Return the table in lines of text."""
    first = text.readline()
    lines = chain([first] if first else [], text)
    if looks_like_fasttext(first):
        return MarkedLines(lines, said)
    return Delimited(lines, entry.suffix, entry.place, said)


def _usual_encoding(head: str) -> str | None:
    """Return that of Sentiment140, which everybody reads as latin-1."""
    return "latin-1" if looks_like_sentiment140(head) else None


def read_table(entry: FileEntry, wanted: WantedColumns) -> LabelledRows:
    """Read the texts and labels of a table."""

    def collected(table: TextTable) -> LabelledRows:
        columns = wanted.columns(table, entry.place)
        rows = LabelledRows()
        rows.headless = not columns.header
        _collect(table, columns, FileForm(columns, wanted.labels), rows)
        if columns.header and columns.label is not None:
            rows.column = columns.names[columns.label]
        if said := columns.said():
            rows.tally.note(said)
        table.report(rows.tally)
        return rows

    return with_table(entry, wanted.encoding, collected)


def _collect(table: TextTable, columns: Columns, form: FileForm, rows: LabelledRows) -> None:
    """Take every record that has the right number of columns."""
    text, label, width = columns.text, columns.label, columns.width
    assert label is not None
    header = columns.header
    for lines, found in table.blocks(form):
        if header:
            lines, found, header = lines[1:], found[1:], False
        if set(map(len, found)) - {width}:
            lines, found = of_width(width, lines, found, rows.tally)
        rows.add_all([row[text] for row in found], [row[label] for row in found], lines)


def of_width(
    width: int, lines: Sequence[int], found: list[Row], tally: Tally
) -> tuple[list[int], list[Row]]:
    """Return the records with so many columns; empty lines are nothing to speak of."""
    fitting = []
    for line, row in zip(lines, found, strict=True):
        if len(row) == width:
            fitting.append((line, row))
        elif row:
            tally.skip(f"with another number of columns than {width}", line)
    return [line for line, _ in fitting], [row for _, row in fitting]
