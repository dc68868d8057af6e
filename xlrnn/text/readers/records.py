"""The records of a csv file, one by one, whatever is wrong with its quotes.

`csv` reads strictly. There are two ways in which a missing quote shows:

1. It stumbles: something follows a quote that should be the last of its field, or the file ends.
2. It does not, since a quote in a later line closes what was opened: a record over several lines.
   That may be a text with line breaks. But if most of these lines, read alone, look like rows
   (`Form`), then they are rows.

Either way the first line is taken as it stands, and reading starts anew behind it.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from xlrnn.counted import counted
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.quotes import as_it_stands

BLOCK = 200
MOST_LINES = 100  # a record over more lines than that makes one think of a missing quote
MOST_ODD = 50  # lines that a text whose quotes are wrong may have
AHEAD = 50  # lines behind a record that may show what rows look like
LONGEST_FIELD = 16 << 20  # a longer one was opened by a stray quote

Row = list[str]


class Records:
    r"""Reads the records of a csv file, block by block.

    Args:
        lines: the lines, with their line ends.
        delimiter: what stands between the fields.
        form: what rows look like; without it, lines are not taken for rows if they need not be.
        first: the number of the first line.

    Attributes:
        repaired: the lines with wrong quotes that could be taken as they stand.
        lost: those that could not.
        opened: the lines with quotes that would have swallowed rows, and the rows behind them.
        doubtful: the lines in which records began of which a part looks like rows.
        long: the lines in which records began that go on over many lines.

    Example:
        >>> records = Records(['"a","b"\n', '"c","d\n', '"e","f"\n'], ",")
        >>> list(records.blocks()), records.repaired
        ([([1, 2, 3], [['a', 'b'], ['c', 'd'], ['e', 'f']])], [2])
    """

    def __init__(
        self, lines: Iterable[str], delimiter: str, form: FileForm | None = None, first: int = 1
    ) -> None:
        self._lines, self._delimiter, self._form = iter(lines), delimiter, form
        self._again: deque[str] = deque()
        self._latest: list[Row] = []  # rows that can be read in one way only
        self._line, self._width = first, form.width if form else 0
        self.repaired: list[int] = []
        self.lost: list[int] = []
        self.opened: list[tuple[int, int]] = []
        self.doubtful: list[int] = []
        self.long: list[int] = []

    def blocks(self) -> Iterator[tuple[Sequence[int], list[Row]]]:
        """Yield the lines in which records begin, and the records."""
        while lines := list(islice(self._next_lines(), BLOCK)):
            with _long_fields():
                rows = self._one_a_line(lines)
                if rows is None:
                    self._again.extendleft(reversed(lines))
                    found: tuple[Sequence[int], list[Row]] = self._one_by_one(len(lines))
                else:
                    found = range(self._line, self._line + len(lines)), rows
                    self._latest = rows
                    self._line += len(lines)
            yield found

    def _next_lines(self) -> Iterator[str]:
        """Return the lines that were given back, then those of the file."""
        return self._given_back() if self._again else self._lines

    def _given_back(self) -> Iterator[str]:
        while self._again:
            yield self._again.popleft()
        yield from self._lines

    def _one_a_line(self, lines: list[str]) -> list[Row] | None:
        """Return a record for each line, or None if that is not how they lie."""
        try:
            rows = list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        return rows if len(rows) == len(lines) else None

    def _one_by_one(self, count: int) -> tuple[list[int], list[Row]]:
        """Return the records that begin in so many lines."""
        begins, rows, end = [], [], self._line + count
        while self._line < end:
            taken, row = self._record()
            if not taken:
                break
            if row:
                begins.append(self._line)
                rows.append(row)
                self._width = self._width or len(row)
            self._line += len(taken)
        return begins, rows

    def _record(self) -> tuple[list[str], Row]:
        """Return the next lines that belong together, and the record in them."""
        taken: list[str] = []
        source = (taken.append(line) or line for line in self._next_lines())  # type: ignore[func-returns-value]
        try:
            row = next(csv.reader(source, delimiter=self._delimiter, strict=True), [])
        except csv.Error:
            self._give_back(taken)
            taken, row = self._over_lines(taken[0]) or (taken, self._as_it_stands(taken[0]))
            (self.repaired if row else self.lost).append(self._line)
            return taken, row
        if len(taken) == 1:
            if self._form and row:
                self._form.learn([row])
            return taken, row
        if self._form and (rows := self._rows_in(taken, row, self._form)):
            self.opened.append((self._line, rows))
            self._give_back(taken)
            row = self._as_it_stands(taken[0])
            if not row:
                self.lost.append(self._line)
            return taken, row
        if len(taken) > MOST_LINES:
            self.long.append(self._line)
        return taken, row

    def _over_lines(self, first: str) -> tuple[list[str], Row] | None:
        """Return a record with wrong quotes that goes on over several lines, if there is one.

        It is none if its lines look like rows.
        """
        form = self._form
        if form is None or '"' not in first:
            return None
        lines = [first, *islice(self._next_lines(), MOST_ODD)]
        for count in range(2, len(lines) + 1):
            if not self._may_end(lines, count, form):
                continue
            row = self._as_it_stands("".join(lines[:count]))
            if form.fits(row) and not any("\n" in row[k] for k in form.others):
                self._again.extendleft(reversed(lines[count:]))
                if not self._rows_in(lines[:count], row, form):
                    return lines[:count], row
                del lines[count:]
                break
        self._again.extendleft(reversed(lines[1:]))
        return None

    def _may_end(self, lines: list[str], count: int, form: FileForm) -> bool:
        """Return whether a record may end behind so many lines."""
        if form.text < self._width - 1:
            return '"' in lines[count - 1]
        # Only the next row shows that a text behind all other fields has ended.
        ended = count == len(lines) or self._fits_alone(lines[count], form)
        return ended and lines[count - 1].rstrip().endswith('"')

    def _rows_in(self, taken: list[str], whole: Row, form: FileForm) -> int:
        """Return how many rows the lines of a record are, if it had better be read so."""
        form.learn(self._latest)
        self._latest = []
        form.learn([whole])
        if not form.certain:
            form.learn(self._ahead())
        lines = [line for line in taken if line.strip()]
        inner = sum(self._fits_alone(line, form) for line in lines[1:-1])
        # The line with the label, the first or the last, looks like a row in any case.
        if not inner and len(lines) > 3:
            return 0
        fitting = inner + sum(self._fits_alone(line, form) for line in (lines[0], lines[-1]))
        if fitting * 2 > len(lines) or (fitting > 1 and len(whole) != self._width):
            return fitting
        if fitting > 1:
            self.doubtful.append(self._line)
        return 0

    def _ahead(self) -> list[Row]:
        """Return the records of the next lines, up to one whose quotes are wrong.

        Whichever way they must be read, there is a label where each of them has it.
        """
        lines = list(islice(self._next_lines(), AHEAD))
        self._again.extendleft(reversed(lines))
        found = []
        with suppress(csv.Error):
            for row in csv.reader(lines, delimiter=self._delimiter, strict=True):
                found.append(row)  # noqa: PERF402
        return found

    def _fits_alone(self, line: str, form: FileForm) -> bool:
        """Return whether a line, read alone, looks like a row."""
        if not form.may_fit(line, self._delimiter):
            return False
        rows = self._one_a_line([line])
        return form.fits(rows[0] if rows else self._as_it_stands(line))

    def _give_back(self, taken: list[str]) -> None:
        """Give all lines but the first back."""
        self._again.extendleft(reversed(taken[1:]))
        del taken[1:]

    def _as_it_stands(self, line: str) -> Row:
        form = self._form
        fits, text = (form.fits, form.text) if form else (bool, -1)
        return as_it_stands(line, self._delimiter, self._width, text, fits)

    def report(self, tally: Tally) -> None:
        """Count the lines that were lost, and note those that look wrong."""
        for line in self.lost:
            tally.skip("with a quote that is not closed", line)
        if self.repaired:
            tally.note(
                "took "
                + counted(
                    len(self.repaired),
                    "row with wrong quotes as it stands",
                    "rows with wrong quotes as they stand",
                )
                + f" (first in line {self.repaired[0]:,})"
            )
        if self.opened:
            rows = sum(rows for _, rows in self.opened)
            tally.note(
                f"{counted(len(self.opened), 'quote')} would have made one text of {rows:,} lines "
                f"that look like rows: they were read as rows (first in line {self.opened[0][0]:,})"
            )
        if self.doubtful:
            tally.note(
                counted(
                    len(self.doubtful),
                    "text with line breaks holds",
                    "texts with line breaks hold",
                )
                + f" some lines that look like rows (first in line {self.doubtful[0]:,}): is a "
                "quote not closed?"
            )
        if self.long:
            tally.note(
                f"{counted(len(self.long), 'row goes', 'rows go')} on over more than "
                f"{MOST_LINES} lines (first in line "
                f"{self.long[0]:,}): is a quote not closed?"
            )


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let fields be as long as people write them: the usual limit of `csv` is 131,072."""
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
