"""The same numbers in another shape, or with their sides in another order, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def reshape(page: TimePage, x: Source, features: int) -> Block:
    """Write the numbers in the order in which they are read, so many in each column.

    Args:
        page: the page.
        x: the input, a column for each step.
        features: how many numbers a column has.
    """
    before = x.shape[0]

    def rule(k: int, t: int) -> Expression:
        step, feature = divmod(t * features + k, before)
        return x[feature, step]

    return page.band("arranged", name="y", key=f"{page.prefix}y", rule=rule)


def permute(page: TimePage, x: Source) -> Block:
    """Write steps as features, and features as steps."""
    return page.band("arranged", name="y", key=f"{page.prefix}y", rule=lambda k, t: x[t, k])
