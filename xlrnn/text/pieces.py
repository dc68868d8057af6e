"""The pieces of texts, numbered in the order in which they first appear, many at a time.

A dictionary says which number a piece has. To ask it for every piece of every text would take most
of the time, so a table stands in front of it that NumPy looks up for all pieces of a block at once:
a piece of up to 16 bytes is two whole numbers, and these say in which slot it would stand. What is
not found there, new, long or driven out by another piece, is left to the dictionary.
"""

from collections import defaultdict
from itertools import count, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Int

Array = NDArray[Any]
SPACE = 32
WORD = 8  # bytes of a whole number
LONGEST = 2 * WORD
SMALLEST, LARGEST = 12, 20  # the table's slots, as powers of two
BEYOND = 4 * WORD  # spaces behind a text, so that two whole numbers may be read from anywhere

_KEPT = np.array([(1 << 8 * k) - 1 for k in range(WORD)] + [2**64 - 1], "<u8")
_MIXED = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))  # odd, with mixed bits


class Pieces:
    """Numbers pieces of text from 0.

    Args:
        first: the piece that has number 0.

    Example:
        >>> pieces = Pieces("|")
        >>> pieces.numbers(b"to be | or not  to be").tolist(), pieces.new()
        ([1, 2, 0, 3, 4, 1, 2], ['to', 'be', 'or', 'not'])
        >>> pieces.numbers(b"be so").tolist(), pieces.new()
        ([2, 5], ['so'])
    """

    def __init__(self, first: str) -> None:
        self._known: defaultdict[bytes, int] = defaultdict(count().__next__)
        self._known[first.encode()]
        self._told = 1
        self._slots = _Slots(SMALLEST)

    def numbers(self, data: bytes) -> Int[np.ndarray, " pieces"]:
        """Return the number of each piece.

        Args:
            data: pieces in UTF-8, none with the letter NUL beside others, one or more spaces
                between two of them.
        """
        starts, ends, low, high = _found(data)
        numbers, right = self._slots.look_up(low, high)
        right &= ends - starts <= LONGEST
        (missing,) = np.nonzero(~right)
        if len(missing):
            bounds = zip(starts[missing].tolist(), ends[missing].tolist(), strict=True)
            asked = (data[start:end] for start, end in bounds)
            found = np.fromiter(map(self._known.__getitem__, asked), np.int32, len(missing))
            numbers[missing] = found
            short = ends[missing] - starts[missing] <= LONGEST
            self._slots.remember(low[missing[short]], high[missing[short]], found[short])
            if len(self._known) > self._slots.many:
                self._slots = self._slots.larger()
        return numbers

    def new(self) -> list[str]:
        """Return the pieces that are new since the last time, by their numbers."""
        many = len(self._known) - self._told
        self._told += many
        latest = list(islice(reversed(self._known), many))[::-1]
        return [piece.decode("utf-8", "surrogatepass") for piece in latest]


class _Slots:
    """A table of pieces; each has one slot, which it may have to leave to another.

    Args:
        bits: how many slots there are, as a power of two.
    """

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._low, self._high = np.zeros(1 << bits, "<u8"), np.zeros(1 << bits, "<u8")
        self._numbers = np.zeros(1 << bits, np.int32)
        # So many pieces hardly drive each other out; the largest table has to do for any number.
        self.many = 1 << (bits - 2) if bits < LARGEST else float("inf")

    def look_up(self, low: Array, high: Array) -> tuple[Array, Array]:
        """Return a number for each piece, and whether it is the right one."""
        slot = self._slot(low, high)
        return self._numbers[slot], (self._low[slot] == low) & (self._high[slot] == high)

    def remember(self, low: Array, high: Array, numbers: Array) -> None:
        """Give pieces their slots."""
        slot = self._slot(low, high)
        self._low[slot], self._high[slot], self._numbers[slot] = low, high, numbers

    def larger(self) -> "_Slots":
        """Return a larger table; that it is empty costs one look into the dictionary a piece."""
        return _Slots(self._bits + 2)

    def _slot(self, low: Array, high: Array) -> Array:
        mixed: Array = low * _MIXED[0] + high * _MIXED[1]
        slot: Array = (mixed >> np.uint64(64 - self._bits)).astype(np.int64)
        return slot


def _found(data: bytes) -> tuple[Array, Array, Array, Array]:
    """Return where pieces start and end, and their first 16 bytes as two whole numbers."""
    padded = b" " + data + b" " * (BEYOND - (len(data) + 1) % WORD)
    letters = np.frombuffer(padded, np.uint8) != SPACE
    edges = np.flatnonzero(letters[1:] != letters[:-1])  # places in `data`
    starts, ends = edges[::2], edges[1::2]
    words, place = np.frombuffer(padded, "<u8"), starts + 1
    word, bits = place >> 3, ((place & 7) << 3).astype(np.uint64)
    first, second, third = words[word], words[word + 1], words[word + 2]
    # A whole number from any place is the end of one that NumPy can read and the begin of the next.
    rest, byte = np.uint64(56) - bits, np.uint64(8)
    length = np.minimum(ends - starts, LONGEST)
    low = ((first >> bits) | (second << byte << rest)) & _KEPT[np.minimum(length, WORD)]
    high = ((second >> bits) | (third << byte << rest)) & _KEPT[np.maximum(length, WORD) - WORD]
    return starts, ends, low, high
