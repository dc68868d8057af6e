"""A sequence read from its end, as formulas: what a layer with `go_backwards` sees."""

from xlrnn.formula.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def go_backwards(page: TimePage, x: Source, counts: Source | None) -> tuple[Block, Block | None]:
    """Write the input from its last step to its first, and so which steps count.

    Args:
        page: the page, whose columns are in the order of reading.
        x: the input.
        counts: which of its steps count; None for all of them.
    """
    last = x.shape[1] - 1
    turned = page.band("backwards", rule=lambda k, t: x[k, last - t])
    if counts is None:
        return turned, None
    return turned, page.band("counts_back", rule=lambda _, t: counts[0, last - t])
