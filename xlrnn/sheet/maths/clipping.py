"""Gradient clipping, as formulas: the same equations as in `nn.optimizers`.

1. by value: max(−c, min(c, g)), each number for itself
2. by norm: g · min(1, c/‖g‖), all numbers by the same factor
"""

from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import greater, max_, min_, sign, sqrt, sumproduct, where
from xlrnn.sheet.maths.fits import say_whether_they_fit
from xlrnn.sheet.pages.time.page import TimePage

# A gradient may be tiny.
ALIKE: Final[dict[str, Any]] = {"vanishing": True}


def clipped(page: TimePage, g: Block) -> tuple[Block, Block]:
    """Write what clipping makes of a gradient, by value and by norm, its length and direction.

    Args:
        page: the page.
        g: the gradient, a column for each step.
    """
    threshold = page.weights("threshold")
    say_whether_they_fit(page, threshold)
    length = g.measure = _length(page, g)
    by_value = page.band(
        "by_value", rule=lambda k, t: max_(-threshold, min_(threshold, g[k, t])), **ALIKE
    )
    _measure(page, g, length, by_value)

    def shortened(k: int, t: int) -> Expression:
        long = greater(length[0, t], threshold)
        return where(long, g[k, t] * (threshold / length[0, t]), g[k, t])

    by_norm = page.band("by_norm", rule=shortened, **ALIKE)
    _measure(page, g, length, by_norm)
    return by_value, by_norm


def clipping_equations(page: TimePage) -> None:
    """Write the same as array formulas, over grad_1, grad_2 and so on."""
    page.band(
        "by_value",
        name="by_value_eq",
        equation="IF(grad_t > threshold, threshold, IF(grad_t < -threshold, -threshold, grad_t))",
        **ALIKE,
    )
    page.band(
        "by_norm",
        name="by_norm_eq",
        equation="IF(SQRT(SUMSQ(grad_t)) > threshold, "
        "grad_t*(threshold/SQRT(SUMSQ(grad_t))), grad_t)",
        **ALIKE,
    )


def _measure(page: TimePage, g: Block, length: Block, clipped: Block) -> None:
    """Write the length of what is left, and the cosine of the angle to what there was."""
    own = clipped.measure = _length(page, clipped, f"length_{clipped.name}")

    def cosine(_: int, t: int) -> Expression:
        along = sumproduct(g[:, t], clipped[:, t])
        there = greater(sign(own[0, t]), 0)
        return where(there, along / length[0, t] / own[0, t], 0)

    page.band(
        "cosine",
        name=f"cosine_{clipped.name}",
        key=f"cosine_{clipped.name}",
        rule=cosine,
        below=True,
    )


def _length(page: TimePage, g: Block, name: str = "length") -> Block:
    return page.band(
        "length", name=name, key=name, rule=lambda _, t: sqrt(sumproduct(g[:, t], g[:, t])),
        below=True, **ALIKE,
    )  # fmt: skip
