"""What stands left of a band: weights side by side, with a gap between them."""

from xlrnn.names import Role
from xlrnn.sheet.block import Block


def single(block: Block) -> bool:
    """Tell whether a block is one number that is no weight, and so known by what it means."""
    return block.shape == (1, 1) and block.entry.role is not Role.PARAMETER


def small(left: list[Block], most: int) -> bool:
    """Tell whether what stands left of a band is a few single cells, to be seen at all times."""
    return all(block.shape[1] == 1 for block in left) and width(left) <= most


def width(left: list[Block]) -> int:
    """Return how many columns weights take, with a gap between them."""
    return sum(block.shape[1] for block in left) + max(len(left) - 1, 0)


def weight_title(block: Block, prefix: str, room: int) -> str:
    """Return what stands over a block: steps, name, and as much about it as there is room for.

    Args:
        block: the block.
        prefix: what all names of the page begin with.
        room: how many characters there are.
    """
    if single(block):
        return block.numbered(block.entry.label)
    name = block.name.removeprefix(prefix)
    height, across = block.shape
    size = f"({height}×{across})"
    label = block.entry.label
    texts = (f"{name}  {label} {size}" if label != name else name, f"{name} {size}")
    fitting = (block.numbered(text) for text in texts)
    return next((text for text in fitting if len(text) <= room), block.numbered(name))
