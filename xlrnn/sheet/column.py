"""One column of a block, for a layer that looks at the last step alone."""

from dataclasses import dataclass

from xlrnn.formula.block import Block, Ref


@dataclass(frozen=True)
class BlockColumn:
    """A column of a block, as if it were a block of one column.

    Args:
        block: the block.
        column: which column, from 0.
    """

    block: Block
    column: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return self.block.shape[0], 1

    def __getitem__(self, index: tuple[int | slice, int | slice]) -> Ref:
        row, _ = index
        return self.block[row, self.column]


Source = Block | BlockColumn
"""What a layer reads: a row for each feature, a column for each step or a single one."""
