"""The steps of a lesson: one set of numbers for its first page, its rows and its links."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.formula.block import Block, Ref
from xlrnn.sheet.book import Book


@dataclass(frozen=True)
class Lead:
    """A line of the first page, and the cells that a click on it leads to.

    Args:
        text: what it says.
        to: a block, or the row, column or cell of one, as in `h[:, 1]`.
    """

    text: str
    to: Block | Ref

    @property
    def block(self) -> Block:
        """The block that it leads to, or to a part of."""
        return self.to.block if isinstance(self.to, Ref) else self.to


@dataclass(frozen=True)
class Try(Lead):
    """Something worth changing: in words, and as what goes into which cells.

    Args:
        puts: inputs, or parts of them, each with the value that all of its cells get.
    """

    puts: tuple[tuple[Block | Ref, float | str], ...] = ()


@dataclass(frozen=True)
class Step(Lead):
    """One step of a lesson; its number is its place among them, from 1.

    Args:
        rows: what else belongs to the step, besides the block that it leads to.
    """

    rows: tuple[Block, ...] = ()


def number_rows(book: Book, steps: Sequence[Step]) -> None:
    """Give the blocks of each step its number, and those that show the same quantity, too."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, step in enumerate(steps, start=1):
        for key in dict.fromkeys(block.key for block in (step.block, *step.rows)):
            numbers[key].append(number)
    for block in book.blocks:
        block.numbers = tuple(numbers.get(block.key, ()))
