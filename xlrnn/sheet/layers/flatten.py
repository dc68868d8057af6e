"""Flatten, as formulas: all numbers below each other, step by step."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def flatten(page: TimePage, x: Source) -> Block:
    """Write one column: the features of the first step, then those of the second, and so on."""
    features = x.shape[0]

    def rule(i: int, _: int) -> Expression:
        t, feature = divmod(i, features)
        return x[feature, t]

    return page.band("arranged", name="y", key=f"{page.prefix}y", rule=rule)
