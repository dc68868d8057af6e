"""The same input at every step, as formulas."""

from xlrnn.formula.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def repeat_vector(page: TimePage, x: Source) -> Block:
    """Write y_1 = y_2 = … = x."""
    return page.band("arranged", name="y", key=f"{page.prefix}y", rule=lambda k, _: x[k, 0])
