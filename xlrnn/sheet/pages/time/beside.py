"""What stands beside a band, left or right of its steps: blocks side by side, a gap behind each."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.names import Role


def single(block: Block) -> bool:
    """Tell whether a block is one number that is no weight, and so known by what it means."""
    return block.shape == (1, 1) and block.entry.role is not Role.PARAMETER


def small(left: Sequence[Block], most: int) -> bool:
    """Tell whether what stands beside a band is a few single cells, to be seen at all times."""
    return all(block.shape[1] == 1 for block in left) and width(left) <= most


def width(left: Sequence[Block]) -> int:
    """Return how many columns blocks take, with a gap between them and behind a calculated one.

    In the gap behind a block that is calculated stands its check mark.
    """
    behind = bool(left) and not left[-1].constant
    return sum(block.shape[1] for block in left) + max(len(left) - 1, 0) + behind


def listed(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks are numbers of their own, which stand under each other as a list."""
    return len(blocks) > 1 and all(map(single, blocks))


def columns_named(block: Block) -> bool:
    """Tell whether a block has columns that need names: one column is named by its title."""
    return block.shape[1] > 1


def rows_named(block: Block) -> bool:
    """Tell whether a block has rows that need names."""
    return block.shape[0] > 1


def weight_title(block: Block, prefix: str, room: int) -> str:
    """Return what stands over a block: steps, name, and as much about it as there is room for.

    Args:
        block: the block.
        prefix: what all names of the page begin with.
        room: how many characters there are.
    """
    name = block.name.removeprefix(prefix)
    if single(block):
        label = block.numbered(block.entry.label)
        return label if len(label) <= room else name
    height, across = block.shape
    size = f"({height}×{across})"
    label = block.entry.label
    texts = (f"{name}  {label} {size}" if label != name else name, f"{name} {size}")
    fitting = (block.numbered(text) for text in texts)
    return next((text for text in fitting if len(text) <= room), block.numbered(name))
