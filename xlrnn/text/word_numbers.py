"""The words of texts, numbered in the order in which they first appear."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.shapes import Int
from xlrnn.text.numbering import Numbering, blocks
from xlrnn.text.splitting import Splitter, Text

Words = Callable[[str], Iterable[str]]
CHUNK = 10_000  # texts
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Cut:
    """A way to cut texts into words in two steps; see `Numbering`.

    Args:
        pieces: returns many texts as pieces with spaces between them.
        words: returns the words of a piece.
    """

    pieces: Callable[[list[str]], bytes]
    words: Words


@dataclass(frozen=True)
class Numbered:
    """Texts as the numbers of their words.

    Args:
        words: the different words, in the order in which they first appear.
        numbers: the places of all words of all texts in `words`.
        lengths: how many words each text has.
    """

    words: list[str]
    numbers: Int[np.ndarray, " words"]
    lengths: Int[np.ndarray, " texts"]

    @cached_property
    def _counts(self) -> NDArray[Any]:
        counts = np.zeros(len(self.words), np.intp)
        for numbers, _ in self.chunks():  # of all at once NumPy would keep a longer copy
            counts += np.bincount(numbers, minlength=len(counts))
        return counts

    def counts(self) -> list[int]:
        """Return how often each word occurs."""
        counts: list[int] = self._counts.tolist()
        return counts

    def texts_with(self) -> list[int]:
        """Return in how many texts each word occurs."""
        words = max(1, len(self.words))
        total = self._counts.copy()
        for numbers, lengths in self.chunks(min(CHUNK, LARGEST // words)):
            # Sorted in 32 bits, a word that a text holds again lies behind itself.
            text = np.arange(len(lengths), dtype=np.int32)
            pairs = np.repeat(text * np.int32(words), lengths) + numbers
            pairs.sort()
            again = pairs[1:][pairs[1:] == pairs[:-1]]
            np.subtract.at(total, again % words, 1)
        counts: list[int] = total.tolist()
        return counts

    def chunks(self, size: int = CHUNK) -> Iterable[tuple[NDArray[Any], NDArray[Any]]]:
        """Yield numbers and lengths, so many texts at a time."""
        done = 0
        for start in range(0, len(self.lengths), size):
            lengths = self.lengths[start : start + size]
            end = done + int(lengths.sum())
            yield self.numbers[done:end], lengths
            done = end


def number_words(texts: Iterable[Text], splitter: Splitter, cut: Cut | None = None) -> Numbered:
    """Number the words of texts.

    Args:
        texts: texts, or lists of words.
        splitter: cuts texts into words.
        cut: another way to cut texts, with the same words in the end.

    Raises:
        InputError: if something is neither a text nor a list of words.
    """
    index: defaultdict[str, int] = defaultdict(count().__next__)
    found = list(word_numbers(texts, splitter, index.__getitem__, cut))
    empty = np.empty(0, np.int32)
    numbers = np.concatenate([numbers for numbers, _ in found]) if found else empty
    lengths = np.concatenate([lengths for _, lengths in found]) if found else empty
    return Numbered(list(index), numbers, lengths)


def word_numbers(
    texts: Iterable[Text],
    splitter: Splitter,
    number: Callable[[str], int | None],
    cut: Cut | None = None,
) -> Iterable[tuple[NDArray[Any], NDArray[Any]]]:
    """Yield the numbers of the words of texts and how many each text has, many at a time.

    Args:
        texts: texts, or lists of words.
        splitter: cuts texts into words.
        number: returns the number of a word; words without one are left out.
        cut: another way to cut texts.
    """
    if isinstance(texts, str):
        raise InputError(f"expected a list of texts, got one text: {texts[:30]!r}")
    known = _numbers_of_pieces(number, cut.words if cut else None)
    numbering = Numbering(cut.pieces if cut else splitter.cut, known)
    for block in blocks(texts):
        if splitter.at_spaces and set(map(type, block)) == {str}:
            yield numbering.numbers(cast(list[str], block))
        else:
            each = [_known(number, splitter.words(text)) for text in block]
            flat = [found for numbers in each for found in numbers]
            yield np.array(flat, np.int32), np.array([len(one) for one in each], np.int64)


def _numbers_of_pieces(
    number: Callable[[str], int | None], words: Words | None
) -> Callable[[list[str]], tuple[list[int], list[int]]]:
    """Return what gives the numbers of pieces; without `words`, each is a word."""

    def of_words(pieces: list[str]) -> tuple[list[int], list[int]]:
        each = list(map(number, pieces))
        return [k for k in each if k is not None], [int(k is not None) for k in each]

    def of_pieces(pieces: list[str]) -> tuple[list[int], list[int]]:
        each = [_known(number, found) for found in map(words or str.split, pieces)]
        return [k for numbers in each for k in numbers], list(map(len, each))

    return of_pieces if words else of_words


def _known(number: Callable[[str], int | None], words: Iterable[str]) -> list[int]:
    return [found for found in map(number, words) if found is not None]
