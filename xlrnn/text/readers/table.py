"""Tables: csv, tsv and parquet."""

import io
from collections.abc import Sequence
from itertools import chain, islice

from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.columns import Columns, columns_of
from xlrnn.text.readers.entries import Entry
from xlrnn.text.readers.records import Records
from xlrnn.text.readers.rows import Rows

DELIMITERS = ",\t;|"
FIRST_ROWS = 20


def read_table(entry: Entry, *, text: str | None, label: str | None, encoding: str | None) -> Rows:
    """Read the texts and labels of a table.

    Args:
        entry: the file.
        text: the name or number of the column of the texts; None recognises it.
        label: the same of the labels.
        encoding: of the file; None tries UTF-8, then latin-1.
    """
    if entry.suffix in (".parquet", ".pq"):
        from xlrnn.text.readers.parquet import read_parquet

        return read_parquet(entry, text=text, label=label)
    for tried in (encoding,) if encoding else ("utf-8-sig", "latin-1"):
        try:
            return _read_csv(entry, text, label, tried)
        except UnicodeDecodeError as error:
            wrong = error
        except LookupError:
            raise InputError(f"there is no encoding {encoding!r}") from None
    raise UnreadableError(
        f"{entry.place} is not in {encoding}: {wrong.reason}, byte "
        f"0x{wrong.object[wrong.start]:02x}; say another encoding or none"
    )


def _read_csv(entry: Entry, text: str | None, label: str | None, encoding: str) -> Rows:
    with (
        entry.bytes() as file,
        io.TextIOWrapper(file, _encoding(file, encoding), newline="") as lines,
    ):
        first = list(islice(lines, FIRST_ROWS))
        if not first:
            raise InputError(f"{entry.place} is empty: expected rows with a text and a label")
        delimiter = _delimiter(first, entry.suffix)
        shown = _first_records(first, delimiter) or [first[:1]]
        columns = columns_of(shown, text, label, entry.place)
        rows = Rows()
        rows.headless = not columns.header
        _collect(Records(chain(first, lines), delimiter, columns.width), columns, rows)
    return rows


def _encoding(file: io.BufferedReader, encoding: str) -> str:
    """Return UTF-16 if the file says so in its first bytes, else what was asked for."""
    start = file.peek(2)[:2]
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else encoding


def _delimiter(first: list[str], suffix: str) -> str:
    """Return what divides most of the first rows into the same number of columns."""
    if suffix in (".tsv", ".tab"):
        return "\t"

    def fitting(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _first_records(first, delimiter)]
        width = widths[0] if widths else 1
        return (widths.count(width) if width > 1 else 0, width)

    return max(DELIMITERS, key=fitting)


def _collect(records: Records, columns: Columns, rows: Rows) -> None:
    """Take every record that has the right number of columns."""
    text, label, width = columns.text, columns.label, columns.width
    header = columns.header
    for lines, found in records.blocks():
        if header:
            lines, found, header = lines[1:], found[1:], False
        if set(map(len, found)) - {width}:
            lines, found = _of_width(width, lines, found, rows.tally)
        rows.add_all([row[text] for row in found], [row[label] for row in found], lines)
    records.report(rows.tally)


def _of_width(
    width: int, lines: Sequence[int], found: list[list[str]], tally: Tally
) -> tuple[list[int], list[list[str]]]:
    """Return the records with so many columns; empty lines are nothing to speak of."""
    fitting = []
    for line, row in zip(lines, found, strict=True):
        if len(row) == width:
            fitting.append((line, row))
        elif row:
            tally.skip(f"with another number of columns than {width}", line)
    return [line for line, _ in fitting], [row for _, row in fitting]


def _first_records(first: list[str], delimiter: str) -> list[list[str]]:
    """Return the records of the first lines, without a last one that may go on."""
    lines = first[:-1] if len(first) == FIRST_ROWS else first
    return [row for _, rows in Records(lines, delimiter).blocks() for row in rows if row]
