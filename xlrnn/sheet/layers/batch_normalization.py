"""Batch normalization after training, as formulas: equations 3 and 4 of its layer in `nn`."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import sqrt
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def standardized(page: TimePage, x: Source) -> Block:
    """Write normalized_t = (x_t − mean) / √(variance + ε) for every time step.

    Args:
        page: the page.
        x: the input, a column for each step.
    """
    mean, variance = page.weights("moving_mean"), page.weights("moving_variance")
    epsilon = page.weights("epsilon_norm")
    return page.band(
        "standardized",
        name="normalized",
        key=f"{page.prefix}normalized",
        rule=lambda k, t: (x[k, t] - mean[k, 0]) / sqrt(variance[k, 0] + epsilon[0, 0]),
    )


def standardized_equation(page: TimePage, x: str) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        x: what the columns of the input are called.
    """
    p = page.prefix
    return page.band(
        "standardized",
        name="normalized_eq",
        key=f"{p}normalized",
        equation=f"({x} - {p}moving_mean)/SQRT({p}moving_variance + {p}epsilon_norm)",
    )
