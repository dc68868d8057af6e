"""A table, whatever it is read from: rows of fields, and where each stands."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xlrnn.text.labelled import Tally
from xlrnn.text.readers.form import FileForm

Row = list[str]
Block = tuple[Sequence[int], list[Row]]
FIRST_ROWS = 20
ROWS_AT_ONCE = 1000
MOST_CELLS = 50_000_000  # of a sheet: a small file can claim to hold billions


class TextTable(ABC):
    """Rows of fields.

    Attributes:
        first: some rows from the beginning, the header included if there is one.
        named: whether the first of them is known to be a header.
        notes: what a person should know of how the file was read.
    """

    first: list[Row]
    named: bool = False
    notes: Sequence[str] = ()

    @abstractmethod
    def blocks(self, form: FileForm) -> Iterator[Block]:
        """Yield the rows, many at a time, and the line in which each begins.

        Args:
            form: what rows look like, for tables whose rows must be told from lines.
        """

    def report(self, tally: Tally) -> None:
        """Count what was lost on the way, and note what looks wrong."""
        for note in self.notes:
            tally.note(note)


class Cells(TextTable):
    """A table whose rows are known for certain.

    Args:
        rows: the rows with the line of each, the header included.
        named: whether the first row is known to be a header.
        notes: what a person should know.
    """

    def __init__(
        self, rows: Iterable[tuple[int, Row]], *, named: bool = False, notes: Sequence[str] = ()
    ) -> None:
        self._rows = iter(rows)
        self._begun = list(islice(self._rows, FIRST_ROWS))
        self.first = [row for _, row in self._begun]
        self.named, self.notes = named, notes

    def blocks(self, form: FileForm) -> Iterator[Block]:  # noqa: ARG002
        """Yield the rows and their lines."""
        block = self._begun
        while block:
            yield [line for line, _ in block], [row for _, row in block]
            block = list(islice(self._rows, ROWS_AT_ONCE))


def text_of(value: object) -> str:
    """Return a value of a cell as text: nothing for nothing, whole numbers without decimals.

    Example:
        >>> [text_of(value) for value in (None, 4.0, 2.5, True, "so")]
        ['', '4', '2.5', 'True', 'so']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
