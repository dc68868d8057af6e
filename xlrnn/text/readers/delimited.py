"""Text tables: csv, tsv, and whatever else stands between the fields."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from xlrnn.errors import InputError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.records import Records
from xlrnn.text.readers.tables import FIRST_ROWS, Block, Row, TextTable

DELIMITERS = ",\t;|"
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class Delimited(TextTable):
    """A table as lines of text.

    Args:
        lines: the file's text.
        suffix: of its name.
        place: the file, for messages.
        said: what there is to say of its encoding.
    """

    def __init__(self, lines: Iterable[str], suffix: str, place: str, said: str) -> None:
        all_lines = iter(lines)
        first = list(islice(all_lines, FIRST_ROWS))
        # Spreadsheets write and read a first line that says what the delimiter is.
        named = _SAID.fullmatch(first[0]) if first else None
        self._line = 2 if named else 1
        first = first[self._line - 1 :]
        if not first:
            raise InputError(f"{place} is empty: expected rows with a text and a label")
        self._delimiter = named[1] if named else _delimiter(first, suffix)
        self._lines = chain(first, all_lines)
        self.first = _records(first, self._delimiter) or [[first[0].rstrip("\r\n")]]
        self.notes = (said,) if said else ()
        self._records: Records | None = None

    def blocks(self, form: FileForm) -> Iterator[Block]:
        """Yield the records and the lines in which they begin."""
        self._records = Records(self._lines, self._delimiter, form, self._line)
        yield from self._records.blocks()

    def report(self, tally: Tally) -> None:
        """Say what was wrong with quotes, too."""
        super().report(tally)
        if self._records:
            self._records.report(tally)


def _delimiter(first: list[str], suffix: str) -> str:
    """Return what divides most of the first rows into the same number of columns."""
    if suffix in (".tsv", ".tab"):
        return "\t"

    def fitting(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _records(first, delimiter)]
        width = widths[0] if widths else 1
        return (widths.count(width) if width > 1 else 0, width)

    return max(DELIMITERS, key=fitting)


def _records(first: list[str], delimiter: str) -> list[Row]:
    """Return the records of the first lines, without a last one that may go on."""
    lines = first[:-1] if len(first) >= FIRST_ROWS - 1 else first
    return [row for _, rows in Records(lines, delimiter).blocks() for row in rows if row]
