"""The largest value of each feature over all steps, as formulas."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.expression import largest
from xlrnn.sheet.time_page import TimePage


def global_max_pooling1d(page: TimePage, x: Source) -> Block:
    """Write y = max_t x_t, of each feature on its own; a mask is not looked at, as in Keras."""
    return page.band(
        "pooled",
        name="y",
        key=f"{page.prefix}y",
        rule=lambda k, _: largest(x[k, :]),
        notation="max_t x_t",
    )
