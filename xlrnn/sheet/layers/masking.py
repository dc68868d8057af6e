"""Masking, as formulas: steps that hold one number throughout are no steps."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import abs_, equal, greater, sum_, where
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def masking(page: TimePage, x: Source) -> tuple[Block, Block]:
    """Write which steps count, and the input with 0 at the others.

    Args:
        page: the page, with time running to the right.
        x: the input.

    Returns:
        The input as later layers see it, and which steps count.
    """
    value = page.weights("mask_value")
    counts = page.band(
        "step_counts",
        name="counts",
        key=f"{page.prefix}counts",
        # A step counts if any of its numbers is another: an array formula, as it compares a range.
        rule=lambda _, t: where(greater(sum_(abs_(x[:, t] - value)), 0), 1, 0),
        array=True,
        notation="1 if any number is not the value",
    )
    y = page.band("unmasked", rule=lambda k, t: counted(counts, t, x[k, t], 0))
    return y, counts


def counted(counts: Source, t: int, then: Operand, otherwise: Operand) -> Expression:
    """Return one thing where a step counts and another where it is left out."""
    return where(equal(counts[0, t], 1), then, otherwise)


def otherwise(symbol: str, counts: Source | None) -> str:
    """Return what a textbook adds to the equation of a state that may stand still.

    Args:
        symbol: what the state is called.
        counts: which steps count; None if all do.
    """
    return "" if counts is None else f"; where the step does not count: {symbol}_(t−1)"
