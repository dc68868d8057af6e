"""Text of a student in a CSV file or a workbook is text: no program takes it for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from xlrnn.clean import clean

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def safe(value: object) -> str:
    """Return what stands in a CSV cell: numbers as they are, texts without power.

    Example:
        >>> safe("=1+1"), safe(-1.5), safe("Ann")
        ("'=1+1", '-1.5', 'Ann')
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.10g}"
    text = str(value)
    dangerous = text.lstrip(" ").startswith(_STARTS)
    return ("'" if dangerous else "") + clean(text)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV file."""
    return "".join(lines(header, rows))


def lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in chain([header], ([safe(value) for value in row] for row in rows)):
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
