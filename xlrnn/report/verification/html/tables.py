"""Tables and values as the pages of a verification show them."""

from collections.abc import Iterable, Sequence
from typing import Final

from xlrnn.formula.value import CellError, Value
from xlrnn.report.page import text
from xlrnn.verify.results.verdict import Outcome

CLASSES: Final = {Outcome.AGREE: "right", Outcome.DIFFER: "wrong", Outcome.UNKNOWN: "open"}
"""The class of a text that says an outcome, which puts a sign before it."""


def table(head: Sequence[str], rows: Iterable[str], numbers: Sequence[str] = ()) -> str:
    """Return a table that scrolls by itself where a screen is narrow.

    Args:
        head: what stands above the columns.
        rows: the rows, as HTML.
        numbers: which of them stand to the right.
    """
    cells = "".join(
        f"<th scope='col'{' class=n' if one in numbers else ''}>{text(one)}</th>" for one in head
    )
    return (
        f"<div class='wide'><table><thead><tr>{cells}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def row(*cells: str) -> str:
    """Return a row of cells whose contents are HTML; one that begins with `<td` is one already."""
    return f"<tr>{''.join(c if c.startswith('<td') else f'<td>{c}</td>' for c in cells)}</tr>"


def verdict(outcome: Outcome) -> str:
    """Return an outcome with its sign, as HTML."""
    return f"<span class='whole {CLASSES[outcome]}'>{outcome}</span>"


def number(content: str) -> str:
    """Return a cell that stands to the right."""
    return f"<td class='n'>{text(content)}</td>"


def value(content: Value) -> str:
    """Return a value with all its digits, a text in quotes, as HTML."""
    if content is None:
        return "nothing"
    if type(content) is float:
        return text(f"{content:.17g}")
    return text(content if isinstance(content, CellError) else f"“{content}”")


def small(distance: float) -> str:
    """Return a distance in a few digits.

    Example:
        >>> small(0.0), small(2.22e-16)
        ('0', '2.2e-16')
    """
    return f"{distance:.2g}"
