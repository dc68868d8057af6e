"""The same input at every step, as formulas."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.time_page import TimePage


def repeat_vector(page: TimePage, x: Source) -> Block:
    """Write y_1 = y_2 = … = x."""
    return page.band("arranged", name="y", key=f"{page.prefix}y", rule=lambda k, _: x[k, 0])
