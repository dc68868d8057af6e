"""Texts as numbers at the speed of dictionaries and arrays.

Many texts are cut into pieces at once, and each different piece is worked out once: which numbers
it stands for. Everything else is looking up, which NumPy does without a line of Python for each
word.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Int
from xlrnn.text.pieces import Pieces

Item = TypeVar("Item")
BLOCK = 1000  # texts: what belongs to a block should stay in the processor's cache
MARK = "\0"  # the piece that stands between two texts
BETWEEN = f" {MARK} "
# Letters beyond ASCII that stand for gaps between words, too.
WIDE_GAPS = (
    "\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
_GAPS = bytes.maketrans(b"\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 9)


def blocks(texts: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the texts, many at a time.

    Example:
        >>> [len(block) for block in blocks(["a"] * 3000)]
        [1000, 1000, 1000]
    """
    left = iter(texts)
    while block := list(islice(left, BLOCK)):
        yield block


def at_any_gap(text: str) -> bytes:
    r"""Return a text with spaces wherever `str.split` would split it.

    Example:
        >>> at_any_gap("so\tgood\u3000é")
        b'so good \xc3\xa9'
    """
    if not text.isascii():
        for gap in WIDE_GAPS:
            text = text.replace(gap, " ")
    return in_bytes(text).translate(_GAPS)


def in_bytes(text: str) -> bytes:
    """Return a text in UTF-8, whatever letters it holds."""
    return text.encode("utf-8", "surrogatepass")


class Numbering:
    """Turns texts into numbers, remembering each piece.

    Args:
        cut: returns many texts as pieces in UTF-8 with spaces between them, and with `MARK`
            between two texts.
        numbers_of: returns the numbers of all of many pieces, and how many each piece has.

    Example:
        >>> numbering = Numbering(lambda texts: BETWEEN.join(texts).encode(),
        ...                       lambda pieces: (list(map(int, pieces)), [1] * len(pieces)))
        >>> numbers, lengths = numbering.numbers(["3 1 2", "1"])
        >>> numbers.tolist(), lengths.tolist()
        ([3, 1, 2, 1], [3, 1])
    """

    def __init__(
        self,
        cut: Callable[[list[str]], bytes],
        numbers_of: Callable[[list[str]], tuple[Sequence[int], Sequence[int]]],
    ) -> None:
        self._cut, self._numbers_of = cut, numbers_of
        self._pieces = Pieces(MARK)
        self._numbers = array("i")  # the numbers of all pieces, one after the other
        self._starts, self._lengths = array("q", [0]), array("q", [0])  # those of each piece

    def numbers(
        self, texts: list[str]
    ) -> tuple[Int[np.ndarray, " numbers"], Int[np.ndarray, " texts"]]:
        """Return the numbers of all texts, and how many each text has."""
        if not texts:
            return np.empty(0, np.int32), np.empty(0, np.int64)
        data = self._cut(texts)
        if data.count(MARK.encode()) != len(texts) - 1:  # the mark itself occurs in a text
            return self._one_by_one(texts)
        places = self._pieces.numbers(data).astype(np.intp)  # by which NumPy looks up fastest
        if not len(places):  # an only text, without a piece
            return np.empty(0, np.int32), np.zeros(len(texts), np.int64)
        self._remember_new()
        marks = np.flatnonzero(places == 0)
        lengths = np.frombuffer(self._lengths, np.int64)[places]
        ends = np.cumsum(lengths)
        each = np.diff(ends[np.append(marks, -1)], prepend=0)
        where = np.frombuffer(self._starts, np.int64)[places]
        if lengths.max() > 1:
            where = np.repeat(where - ends + lengths, lengths)
            where += np.arange(len(where))
        else:
            where = where[lengths > 0]
        return np.frombuffer(self._numbers or array("i", [0]), np.int32)[where], each

    def _remember_new(self) -> None:
        """Work out the pieces that were not there before."""
        new = self._pieces.new()
        if not new:
            return
        numbers, lengths = self._numbers_of(new)
        starts = len(self._numbers) + np.cumsum(lengths) - lengths
        self._starts.frombytes(starts.astype(np.int64).tobytes())
        self._lengths.extend(lengths)
        self._numbers.extend(numbers)

    def _one_by_one(self, texts: list[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the same for texts in which the mark itself occurs."""
        each = [self._numbers_of(self._pieces_of(text))[0] for text in texts]
        flat = [number for numbers in each for number in numbers]
        return np.array(flat, np.int32), np.array([len(numbers) for numbers in each], np.int64)

    def _pieces_of(self, text: str) -> list[str]:
        found = self._cut([text]).decode("utf-8", "surrogatepass").split(" ")
        return [piece for piece in found if piece]
