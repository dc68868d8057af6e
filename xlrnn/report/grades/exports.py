"""The export of a learning platform: a sheet that is read, and written as it was."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlrnn.errors import UnreadableError, UsageError

_CANVAS_NUMBER: Final = re.compile(r" \(\d+\)$")
# What parts the columns, as platforms and spreadsheets write them in different countries.
_BETWEEN: Final = (",", ";", "\t")


@dataclass(frozen=True)
class Export:
    """An export that a teacher downloaded.

    Args:
        path: the file.
        rows: its cells, the headings first.
        between: what parts the columns.
    """

    path: Path
    rows: list[list[str]]
    between: str

    @property
    def header(self) -> list[str]:
        """The headings."""
        return self.rows[0]

    def text(self) -> str:
        """Return the file as it is written."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.between, lineterminator="\n").writerows(self.rows)
        return out.getvalue()

    def column(self, titles: Sequence[str], possible: Sequence[str]) -> int:
        """Return the place of the column that takes the marks.

        Args:
            titles: the headings that were asked for; those of other exports are left alone.
            possible: the headings that it may be if none of them is here.

        Raises:
            UsageError: if it is not clear which column is meant.
        """
        fitting = [h for h in self.header if {h, _plain(h)} & {*titles}] or possible
        if len(fitting) != 1:
            told = ", ".join(repr(heading) for heading in possible or self.header)
            raise UsageError(
                f"{self.path}: which column takes the marks? Say --column with one of {told}"
            )
        return self.header.index(fitting[0])

    def place_of(self, words: Sequence[str]) -> int | None:
        """Return the first column whose heading begins with one of some words."""
        for place, heading in enumerate(self.header):
            if any(heading.strip().casefold().startswith(word) for word in words):
                return place
        return None


def headings(path: Path) -> list[str]:
    """Return what the columns of an export may be called, with and without Canvas' numbers."""
    header = read_export(path).header
    return [*header, *map(_plain, header)]


def read_export(path: Path) -> Export:
    """Read an export.

    Raises:
        UnreadableError: if it is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"cannot read {path}: {error}") from None
    between = max(_BETWEEN, key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=between))
    if len(rows) < 2:
        raise UnreadableError(f"{path} is no export: it has no lines of students")
    width = len(rows[0])
    return Export(path, [[*row, *[""] * (width - len(row))] for row in rows], between)


def _plain(heading: str) -> str:
    return _CANVAS_NUMBER.sub("", heading)
