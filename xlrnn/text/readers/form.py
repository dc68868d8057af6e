"""What the rows of a table look like, so that a row can be told from a line of a text.

A text may hold commas, too: that a line has the right number of fields says little. That the
right one of them holds a label which other rows have says a lot; where there are no labels, the
rows' ids say it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from xlrnn.text.readers.columns import Columns
from xlrnn.text.readers.labels import WAYS, plain

ENOUGH_ROWS = 20
LONGEST_LABEL = 40
RARE = 50  # what not one row in so many has is most likely a mistake


class FileForm:
    """Learns what rows look like.

    Args:
        columns: where texts, labels and ids stand.
        labels: labels that are known from the start.

    Example:
        >>> form = FileForm(Columns(text=0, label=1, width=2, header=False))
        >>> form.learn([["nice", "pos"]])
        >>> form.fits(["awful", "neg"]), form.fits(["as I said", " and meant"])
        (True, False)
    """

    def __init__(self, columns: Columns, labels: Iterable[str] = ()) -> None:
        self.width, self.text = columns.width, columns.text
        self._label, self._id, self._header = columns.label, columns.id, columns.names
        self._given = frozenset(labels)
        self._counts: Counter[Any] = Counter()  # labels or, where there are none, kinds of ids
        self._rows = self._seen = 0
        self._usual: frozenset[Any] = frozenset()
        self._others = frozenset(label for way in WAYS for label in way.numbers)

    @property
    def places(self) -> list[int]:
        """The columns that are of any use."""
        return sorted({k for k in (self.text, self._label, self._id) if k is not None})

    @property
    def others(self) -> list[int]:
        """The columns that hold no texts, and so no line breaks."""
        return [k for k in range(self.width) if k != self.text]

    @property
    def certain(self) -> bool:
        """Whether enough rows were learned from."""
        return self._rows >= ENOUGH_ROWS

    def learn(self, rows: Iterable[Sequence[str]]) -> None:
        """Learn from rows that can be read in one way only."""
        for row in rows:
            if len(row) == self.width and not self._is_header(row):
                self._counts[self._mark(row)] += 1
                self._rows += 1
        if 0 < self._rows < 100 or self._rows > self._seen * 1.1:
            self._look_again()

    def _look_again(self) -> None:
        """Work out which labels are no mistakes, and which others go with them."""
        self._seen = self._rows
        self._usual = frozenset(
            mark for mark, count in self._counts.items() if count * RARE > self._rows
        )
        if self._label is None:
            return
        known = [plain(label) for label in self._usual]
        ways = [way for way in WAYS if known and all(map(way.knows, known))]
        alone = len(known) == 1
        self._others = frozenset(
            label for way in ways for label in (*way.neutral, *(way.numbers if alone else ()))
        )

    def _mark(self, row: Sequence[str]) -> Any:
        """Return what a row is known by."""
        if self._label is not None:
            return row[self._label]
        return _kind(row[self._id]) if self._id is not None else None

    def _is_header(self, row: Sequence[str]) -> bool:
        return tuple(map(str.strip, row)) == self._header

    def fits(self, row: Sequence[str]) -> bool:
        """Return whether a row looks like those that were learned from."""
        if len(row) != self.width:
            return False
        if self._label is not None:
            return self._is_label(row[self._label])
        return self._id is not None and _kind(row[self._id]) in self._usual

    def may_fit(self, line: str, delimiter: str) -> bool:
        """Return whether a line may be a row; most lines of texts are seen not to be at once."""
        if self._label not in (0, self.width - 1):
            return line.count(delimiter) >= self.width - 1
        # No delimiter in another field can move the first or the last one.
        before, found, behind = (line.rpartition if self._label else line.partition)(delimiter)
        label = behind.rstrip("\r\n") if self._label else before
        return bool(found) and self._is_label(label.strip('"'))

    def _is_label(self, label: str) -> bool:
        if label in self._usual:
            return True
        if len(label) > LONGEST_LABEL or label != label.strip():
            return False
        known = plain(label)
        return known in self._given or known in self._others


def _kind(value: str) -> tuple[bool, int]:
    """Return what ids have in common: numbers of any length, or words of one length."""
    if value.isdecimal():
        return True, 0
    return False, -1 if any(map(str.isspace, value)) else len(value)
