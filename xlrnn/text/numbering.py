"""Texts as numbers at the speed of dictionaries and arrays.

Many texts are cut into pieces at once, and each different piece is worked out once: which numbers
it stands for. Everything else is looking up, which `map`, `dict` and NumPy do without a line of
Python for each word.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Int

Item = TypeVar("Item")
BLOCK = 250  # texts: what belongs to a block should stay in the processor's cache
MARK = "\0"  # the piece that stands between two texts
BETWEEN = f" {MARK} "


def blocks(texts: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the texts, many at a time.

    Example:
        >>> [len(block) for block in blocks(["a"] * 300)]
        [250, 50]
    """
    left = iter(texts)
    while block := list(islice(left, BLOCK)):
        yield block


class Numbering:
    """Turns texts into numbers, remembering each piece.

    Args:
        cut: cuts texts into pieces, with `MARK` between two texts.
        numbers_of: returns the numbers of all of many pieces, and how many each piece has.

    Example:
        >>> numbering = Numbering(lambda texts: BETWEEN.join(texts).split(" "),
        ...                       lambda pieces: (list(map(int, pieces)), [1] * len(pieces)))
        >>> numbers, lengths = numbering.numbers(["3 1 2", "1"])
        >>> numbers.tolist(), lengths.tolist()
        ([3, 1, 2, 1], [3, 1])
    """

    def __init__(
        self,
        cut: Callable[[list[str]], list[str]],
        numbers_of: Callable[[list[str]], tuple[Sequence[int], Sequence[int]]],
    ) -> None:
        self._cut, self._numbers_of = cut, numbers_of
        self._places: defaultdict[str, int] = defaultdict(count(1).__next__, {MARK: 0})
        self._numbers = array("i")  # the numbers of all pieces, one after the other
        self._starts, self._lengths = array("i", [0]), array("i", [0])  # those of each piece

    def numbers(
        self, texts: list[str]
    ) -> tuple[Int[np.ndarray, " numbers"], Int[np.ndarray, " texts"]]:
        """Return the numbers of all texts, and how many each text has."""
        if not texts:
            return np.empty(0, np.int32), np.empty(0, np.int64)
        pieces = self._cut(texts)
        places = np.fromiter(map(self._places.__getitem__, pieces), np.int32, len(pieces))
        marks = np.flatnonzero(places == 0)
        if len(marks) != len(texts) - 1:  # the mark itself occurs in a text
            return self._one_by_one(texts)
        self._remember_new()
        lengths = np.frombuffer(self._lengths, np.int32)[places]
        ends = np.cumsum(lengths)
        shift = np.frombuffer(self._starts, np.int32)[places] - ends + lengths
        where = np.arange(ends[-1]) + np.repeat(shift, lengths)
        numbers = np.frombuffer(self._numbers or array("i", [0]), np.int32)[where]
        return numbers, np.diff(ends[np.append(marks, -1)], prepend=0)

    def _remember_new(self) -> None:
        """Work out the pieces that were not there before: the last ones of the dictionary."""
        count = len(self._places) - len(self._starts)
        if not count:
            return
        new = list(islice(reversed(self._places), count))[::-1]
        numbers, lengths = self._numbers_of(new)
        starts = len(self._numbers) + np.cumsum(lengths) - lengths
        self._starts.frombytes(starts.astype(np.int32).tobytes())
        self._lengths.extend(lengths)
        self._numbers.extend(numbers)

    def _one_by_one(self, texts: list[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the same for texts in which the mark itself occurs."""
        each = [self._numbers_of(self._cut([text]))[0] for text in texts]
        flat = [number for numbers in each for number in numbers]
        return np.array(flat, np.int32), np.array([len(numbers) for numbers in each], np.int64)
