"""What is drawn over the cells: arrows where a value goes to the next step."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell


@dataclass(frozen=True)
class Arrow:
    """An arrow from the edge of one cell to the edge of another.

    Args:
        start: where it begins.
        end: where it points.
        forward: whether it leads to the right, from a right edge to a left one.
        number: which one it is of those that share a border between columns, from 0.
        about: what it says, for those who do not see it.
    """

    start: Cell
    end: Cell
    forward: bool
    number: int
    about: str


@dataclass(frozen=True)
class Flow:
    """A value that each step hands to a neighbour.

    Args:
        source: what hands it on.
        target: what takes it.
        by: how many steps further it goes; −1 goes back.
    """

    source: Block
    target: Block
    by: int = 1

    def arrows(self, number: int) -> Iterator[Arrow]:
        """Yield an arrow for each step that has such a neighbour.

        Args:
            number: which flow of the page it is, from 0.
        """
        steps = range(self.source.shape[1])
        for t in steps:
            if t + self.by in steps:
                middle = self.source.shape[0] // 2
                yield Arrow(
                    self.source.located().cell(middle, t),
                    self.target.located().cell(self.target.shape[0] // 2, t + self.by),
                    self.by > 0,
                    number,
                    f"{self.source.name}, step {t + 1}, goes to step {t + 1 + self.by}",
                )
