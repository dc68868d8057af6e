"""Rectifiers with a slope, a threshold and a cut in cells of their own, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import greater, min_, where
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def relu(page: TimePage, x: Source, *, cut: bool) -> Block:
    """Write equations 1 and 2 for every number.

    1. y = min(x, max_value)                        where x > threshold
    2. y = negative_slope · (x − threshold)         elsewhere

    Args:
        page: the page.
        x: the input, a column for each step.
        cut: whether there is a max_value.
    """
    slope, threshold = page.weights("negative_slope"), page.weights("relu_threshold")
    most = page.weights("relu_max") if cut else None

    def rule(k: int, t: int) -> Expression:
        above = x[k, t] if most is None else min_(x[k, t], most[0, 0])
        below = slope[0, 0] * (x[k, t] - threshold[0, 0])
        return where(greater(x[k, t], threshold[0, 0]), above, below)

    return page.band("y", rule=rule, notation=_notation(cut))


def relu_equation(page: TimePage, x: str, *, cut: bool) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        x: what the columns of the input are called.
        cut: as above.
    """
    p = page.prefix
    above = f"IF({x} > {p}relu_max, {p}relu_max, {x})" if cut else x
    below = f"{p}negative_slope*({x} - {p}relu_threshold)"
    equation = f"IF({x} > {p}relu_threshold, {above}, {below})"
    return page.band("y", name="y_eq", equation=equation, notation=_notation(cut))


def leaky_relu(page: TimePage, x: Source) -> Block:
    """Write y = x for x > 0, negative_slope · x below."""
    slope = page.weights("negative_slope")
    return page.band(
        "y",
        rule=lambda k, t: where(greater(x[k, t], 0), x[k, t], slope[0, 0] * x[k, t]),
        notation=_LEAKY,
    )


def leaky_relu_equation(page: TimePage, x: str) -> Block:
    """Write the same as one array formula for each time step; `x` as above."""
    equation = f"IF({x} > 0, {x}, {page.prefix}negative_slope*{x})"
    return page.band("y", name="y_eq", equation=equation, notation=_LEAKY)


_LEAKY = "x_t where above 0, else slope · x_t"


def _notation(cut: bool) -> str:
    above = "min(x_t, cut)" if cut else "x_t"
    return f"{above} above the threshold, else slope · (x_t − threshold)"
