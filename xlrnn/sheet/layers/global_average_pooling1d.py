"""The average of each feature over all steps, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Number
from xlrnn.formula.functions import max_, sum_
from xlrnn.formula.sums import dot
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def global_average_pooling1d(page: TimePage, x: Source, counts: Block | None) -> Block:
    """Write the shares of the steps and the sum of the shares.

    1. w_t = 1 / (number of steps that count) where step t counts, else 0
    2. y = Σ_t w_t · x_t

    Args:
        page: the page.
        x: the sequence.
        counts: which steps count; None for all of them.
    """
    steps = x.shape[1]

    def share(t: int, _: int) -> Expression:
        if counts is None:
            return Number(1) / steps
        return counts[0, t] / max_(sum_(counts[0, :]), 1)

    w = page.band("share", name="w", key=f"{page.prefix}w", rule=share)  # 1
    return page.band(
        "pooled",
        name="y",
        key=f"{page.prefix}y",
        rule=lambda k, _: dot(x[k, :], w[:, 0]),  # 2
        notation="Σ_t w_t · x_t",
    )
