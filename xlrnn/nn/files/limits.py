"""What a model's file may ask for, so that a small file cannot fill the memory.

The weights of a model lie in its file as they are, two bytes a number or more. A description of
layers that have more numbers than that is refused before any of them is built.
"""

from typing import Final

MOST_BYTES: Final = 2 * 2**30
"""Of a file, and of what is unpacked from it."""
MOST_CONFIG: Final = 8 * 2**20
"""The bytes of a description."""
MOST_TEXT: Final = 2**29
"""The bytes that the texts of one attribute may grow to, as far as a file tells beforehand."""
MOST_LAYERS: Final = 1000
EXPANSION: Final = 20
"""How many times larger than the file what is unpacked from it may be."""
SMALL: Final = 2**16
"""Files up to this size may be as empty as they like."""
BYTES_OF_A_NUMBER: Final = 2
"""The fewest: those of float16."""


def most_unpacked(size: int) -> int:
    """Return how many bytes may come out of a file of a size.

    Example:
        >>> most_unpacked(1_000_000)
        20000000
    """
    return min(MOST_BYTES, EXPANSION * max(size, SMALL))
