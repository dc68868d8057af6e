"""The largest value of each feature over all steps, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import max_
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def global_max_pooling1d(page: TimePage, x: Source) -> Block:
    """Write y = max_t x_t, of each feature on its own; a mask is not looked at, as in Keras."""
    return page.band(
        "pooled",
        name="y",
        key=f"{page.prefix}y",
        rule=lambda k, _: max_(x[k, :]),
        notation="max_t x_t",
    )
