"""The largest number of each window, or the average, as formulas."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.formula.functions import max_, sum_
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def largest_of_windows(page: TimePage, x: Source, seen: Sequence[Sequence[int]]) -> Block:
    """Write y_i = max x_t over the steps t of window i.

    Args:
        page: the page, with a column for each window.
        x: the input, a column for each step.
        seen: the steps of each window, from 0.
    """
    return page.band(
        "of_window",
        name="y",
        key=f"{page.prefix}y",
        rule=lambda k, i: max_(*(x[k, t] for t in seen[i])),
        notation="max x_t of the window",
    )


def average_of_windows(page: TimePage, x: Source, seen: Sequence[Sequence[int]]) -> Block:
    """Write y_i = Σ x_t / steps over the steps t of window i that lie inside; as above."""
    return page.band(
        "of_window",
        name="y",
        key=f"{page.prefix}y",
        rule=lambda k, i: sum_(*(x[k, t] for t in seen[i])) / len(seen[i]),
        notation="Σ x_t / steps, of the window",
    )
