"""A band of a page: blocks with a column a step, and what stands left and right of them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from xlrnn.formula.block import Block

RowLabels: TypeAlias = Block | tuple[str, ...] | None
"""What names the rows of a block: cells of the book, texts, or nothing but what they count."""

# Up to this many steps all that belongs to a page is in sight, and a sentence under each band
# says what happens. Beyond, one scrolls, and the sentences move into the title rows.
SHORT = 8
# More columns of weights than this are folded away, all but the first few.
WIDE, ALWAYS_SHOWN = 8, 4


@dataclass
class Band:
    """Blocks that stand together under one title, and what stands left and right of them.

    Args:
        blocks: the blocks, a column a step.
        labels: what names the rows of each.
        left: weights.
        right: what the steps add up to.
        names: the blocks of letters that name rows and columns of what stands beside.
        footer: a text under each column.
        section: a heading over it.
        breaks: where what stands to the left goes on in a row of its own.
        right_breaks: the same of what stands to the right.
    """

    blocks: list[Block]
    labels: list[RowLabels]
    left: list[Block]
    right: list[Block]
    names: dict[tuple[str, int], Block]
    footer: Callable[[int], str] | None = None
    section: str = ""
    breaks: frozenset[int] = frozenset()
    right_breaks: frozenset[int] = frozenset()

    @property
    def left_rows(self) -> list[list[Block]]:
        """What stands to the left, row by row."""
        return _rows(self.left, self.breaks)

    @property
    def right_rows(self) -> list[list[Block]]:
        """What stands to the right, row by row."""
        return _rows(self.right, self.right_breaks)

    @property
    def beside(self) -> list[Block]:
        """All that stands left and right of it."""
        return [*self.left, *self.right]


def _rows(blocks: list[Block], breaks: frozenset[int]) -> list[list[Block]]:
    ends = sorted({0, *breaks, len(blocks)})
    return [blocks[a:b] for a, b in pairwise(ends)]
