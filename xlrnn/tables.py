"""Results as tables, which notebooks show: a result says what stands in them, here is how it looks.

What stands there may come from a file of anybody: it is shown as text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Final

from xlrnn.clean import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_ROWS: Final = 40
"""So many rows of a table are shown; a data frame has them all."""
MOST_TEXTS, LONGEST = 8, 40
_TABLE: Final = "margin: .5em 0; border-collapse: collapse"


@dataclass(frozen=True)
class Table:
    """What stands in a table.

    Args:
        columns: the headings.
        rows: what stands below them: texts and numbers.
        title: what stands above it.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    title: str = ""


class Tabular:
    """A result that notebooks show as tables."""

    def tables(self) -> Iterable[Table]:
        """Return what a notebook shows of it."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return "\n".join(map(_html, self.tables()))


FACTS: Final = ("shape", "smallest", "largest", "mean of sizes", "texts")


def facts(array: "NDArray[Any]") -> tuple[object, ...]:
    """Return what is to be told of an array in a row: see `FACTS`.

    Example:
        >>> import numpy as np
        >>> facts(np.array([[1.0, -3.0]]))
        ('1 × 2', -3.0, 1.0, 2.0, '')
    """
    shape = " × ".join(map(str, array.shape))
    if array.dtype.kind not in "fiu" or not array.size:
        first = " ".join(map(str, array.ravel()[:MOST_TEXTS].tolist()))
        return shape, "", "", "", first if len(first) <= LONGEST else f"{first[:LONGEST]}…"
    return shape, *(float(one) for one in (array.min(), array.max(), abs(array).mean())), ""


def _html(table: Table) -> str:
    """Return a table as HTML; a notebook's own style gives it lines and colours."""
    head = "".join(f"<th>{_text(name)}</th>" for name in table.columns)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows[:MOST_ROWS])
    left_out = len(table.rows) - MOST_ROWS
    more = f"<p>… and {left_out:,} more</p>" if left_out > 0 else ""
    title = f"<p><b>{_text(table.title)}</b></p>" if table.title else ""
    return (
        f"{title}<table style='{_TABLE}'><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{body}</tbody></table>{more}"
    )


def _cell(value: object) -> str:
    side = "right" if _is_number(value) else "left"
    return f"<td style='text-align: {side}'>{_text(shown(value))}</td>"


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def shown(value: object) -> str:
    """Return a number with as many digits as one reads, anything else as it is.

    Example:
        >>> shown(0.123456789), shown(1234567), shown("h"), shown(None)
        ('0.123457', '1,234,567', 'h', '')
    """
    if not _is_number(value):
        return "" if value is None else str(value)
    return f"{value:,}" if isinstance(value, Integral) else f"{value:.6g}"


def _text(value: str) -> str:
    return escape(clean(value))
