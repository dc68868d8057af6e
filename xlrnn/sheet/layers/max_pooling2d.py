"""The largest number of each window of a picture, as formulas."""

from collections.abc import Sequence
from functools import partial

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import max_
from xlrnn.sheet.maths.slide import Slide
from xlrnn.sheet.pages.grid import GridPage


def max_pooling2d(
    page: GridPage, maps: Sequence[Block], *, down: Slide, across: Slide, beside: int = 3
) -> list[Block]:
    """Write y_ij = max of window ij, a grid for each map, and return them.

    Args:
        page: the page.
        maps: the maps.
        down: how windows slide over the rows.
        across: how they slide over the columns.
        beside: so many grids stand side by side.
    """
    found = []
    for k, each in enumerate(maps, start=1):
        if k % beside == 1 or beside == 1:
            last = min(k + beside - 1, len(maps))
            page.group(f"Filters {k} to {last}" if last > k else f"Filter {k}")
        found.append(
            page.grid(
                f"filter {k}: the largest",
                "pooled_map",
                f"pooled_{k}",
                sizes={"row": down.count, "column": across.count},
                rule=partial(_largest, each, down, across),
            )
        )
    return found


def _largest(block: Block, down: Slide, across: Slide, i: int, j: int) -> Expression:
    rows, _ = down.inside(i, block.shape[0])
    columns, _ = across.inside(j, block.shape[1])
    return max_(block[rows, columns])
