"""The records of a csv file, one by one, whatever is wrong with its quotes.

A quote that is never closed would swallow the file up to the next one. So `csv` reads strictly,
and where it stumbles, the line in which the record began is taken as it stands, and reading
starts anew behind that line.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xlrnn.text.labelled import Tally

BLOCK = 200
MOST_LINES = 100  # a record over more lines than that makes one think of a missing quote


class Records:
    r"""Reads the records of a csv file, block by block.

    Args:
        lines: the lines, with their line ends.
        delimiter: what stands between the fields.
        width: how many fields a record should have; by default as many as the first.

    Attributes:
        repaired: the lines with wrong quotes that could be taken as they stand.
        lost: those that could not.
        long: the lines in which records began that go on over many lines.

    Example:
        >>> records = Records(['"a","b"\n', '"c","d\n', '"e","f"\n'], ",")
        >>> list(records.blocks()), records.repaired
        ([([1, 2, 3], [['a', 'b'], ['c', 'd'], ['e', 'f']])], [2])
    """

    def __init__(self, lines: Iterable[str], delimiter: str, width: int = 0) -> None:
        self._lines, self._delimiter = iter(lines), delimiter
        self._again: deque[str] = deque()
        self._line, self._width = 1, width
        self.repaired: list[int] = []
        self.lost: list[int] = []
        self.long: list[int] = []

    def blocks(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Yield the lines in which records begin, and the records."""
        while lines := list(islice(self._next_lines(), BLOCK)):
            rows = self._one_a_line(lines)
            if rows is None:
                self._again.extendleft(reversed(lines))
                yield self._one_by_one(len(lines))
            else:
                yield range(self._line, self._line + len(lines)), rows
                self._line += len(lines)

    def _next_lines(self) -> Iterator[str]:
        """Return the lines that were given back, then those of the file."""
        return self._given_back() if self._again else self._lines

    def _given_back(self) -> Iterator[str]:
        while self._again:
            yield self._again.popleft()
        yield from self._lines

    def _one_a_line(self, lines: list[str]) -> list[list[str]] | None:
        """Return a record for each line, or None if that is not how they lie."""
        try:
            rows = list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        return rows if len(rows) == len(lines) else None

    def _one_by_one(self, count: int) -> tuple[list[int], list[list[str]]]:
        """Return the records that begin in so many lines."""
        begins, rows, end = [], [], self._line + count
        while self._line < end:
            taken: list[str] = []
            source = (taken.append(line) or line for line in self._next_lines())  # type: ignore[func-returns-value]
            try:
                row = next(csv.reader(source, delimiter=self._delimiter, strict=True), None)
            except csv.Error:
                self._again.extendleft(reversed(taken[1:]))
                del taken[1:]
                row = self._as_it_stands(taken[0])
            if not taken:
                break
            if row:
                begins.append(self._line)
                rows.append(row)
                self._width = self._width or len(row)
            if len(taken) > MOST_LINES:
                self.long.append(self._line)
            self._line += len(taken)
        return begins, rows

    def _as_it_stands(self, line: str) -> list[str]:
        """Return the record of a line with wrong quotes, or nothing."""
        row = _split(line.rstrip("\r\n"), self._delimiter, self._width)
        (self.repaired if row else self.lost).append(self._line)
        return row

    def report(self, tally: Tally) -> None:
        """Count the lines that were lost, and note those that look wrong."""
        for line in self.lost:
            tally.skip("with a quote that is not closed", line)
        if self.repaired:
            tally.note(
                f"took {len(self.repaired):,} rows with wrong quotes as they stand (first in line "
                f"{self.repaired[0]:,})"
            )
        if self.long:
            tally.note(
                f"{len(self.long):,} rows go on over more than {MOST_LINES} lines (first in line "
                f"{self.long[0]:,}): is a quote not closed?"
            )


def _split(line: str, delimiter: str, width: int) -> list[str]:
    """Return the fields of a line whose quotes are wrong, or nothing if their number is wrong."""
    if line.startswith('"'):
        row = line[1:].removesuffix('"').split(f'"{delimiter}"')
        if len(row) == width:
            return [field.replace('""', '"').replace('\\"', '"') for field in row]
    row = line.split(delimiter)
    if len(row) != width:
        return []
    return [
        field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field for field in row
    ]
