"""Vectors in GloVe's text form: a word and its numbers a line, a space between them.

Files of a million words are read in one pass and in little memory: a line is cut off at its first
space, and its numbers are looked at only if the word is wanted.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.entries import Entry
from xlrnn.text.vectors.table import Vectors

FIRST_LINES = 50


def read_glove(entry: Entry, words: Iterable[str]) -> Vectors:
    """Read the vectors of a vocabulary.

    A word that the file has twice gets its last vector, as in a dictionary that is filled line by
    line. Lines of another length than most are skipped and counted.

    Args:
        entry: the file; a first line as word2vec writes it, two whole numbers, is understood.
        words: the vocabulary, each word once.

    Raises:
        InputError: if these are no vectors.
    """
    asked = list(words)
    wanted = {word.encode("utf-8", "surrogatepass"): None for word in asked}
    reader = _Reader(entry, wanted)
    found = reader.read()
    known = [word for word in asked if word.encode("utf-8", "surrogatepass") in found]
    matrix = np.empty((len(known), reader.dim))
    for row, word in zip(matrix, known, strict=True):
        row[:] = found[word.encode("utf-8", "surrogatepass")]
    unknown = tuple(word for word in asked if word.encode("utf-8", "surrogatepass") not in found)
    return Vectors(tuple(known), matrix, unknown, reader.tally.skipped())


class _Reader:
    """One pass over a file of vectors."""

    def __init__(self, entry: Entry, wanted: dict[bytes, None]) -> None:
        self._entry, self._wanted = entry, wanted
        self.tally = Tally("line")
        self.dim = 0

    def read(self) -> dict[bytes, NDArray[np.float64]]:
        """Return the vectors of the wanted words that the file has."""
        found: dict[bytes, NDArray[np.float64]] = {}
        wanted, line, count = self._wanted, b"", 0
        with self._entry.bytes() as file:
            first = [file.readline() for _ in range(FIRST_LINES)]
            announced = self._start(first)
            spaces = self.dim
            number = 0
            for number, line in enumerate(_both(first, file), start=1):
                if line.count(b" ") != spaces:
                    word, vector = self._odd(line, number)
                    if word is None or word not in wanted:
                        continue
                else:
                    word = line[: line.index(b" ")]
                    if word not in wanted:
                        continue
                    vector = self._vector(line[len(word) + 1 :], number)
                if vector is not None:
                    found[word] = vector
            count = number
        self._check_end(announced, count, line)
        return found

    def _start(self, first: list[bytes]) -> int | None:
        """Learn how long vectors are; return how many lines a header announces, if there is one.

        Raises:
            InputError: if the first lines are no vectors.
        """
        lengths = [line.rstrip().count(b" ") for line in first if line.strip()]
        if b"\0" in b"".join(first):
            raise InputError(
                f"{self._entry.place}: these are no vectors as text; expected lines of a word and "
                "its numbers. word2vec's binary form must be converted first"
            )
        head = first[0].split()
        header = len(head) == 2 and all(map(bytes.isdigit, head)) and len(lengths) > 1
        if header:
            lengths, self.dim = lengths[1:], int(head[1])
        else:
            self.dim = max(lengths, key=lengths.count, default=0)
        fitting = [line for line in first if line.rstrip().count(b" ") == self.dim]
        if self.dim < 1 or not any(_numbers(line.split(b" ")[1:], self.dim) is not None
                                   for line in fitting):  # fmt: skip
            shown = first[0][:60].decode("utf-8", "replace").rstrip()
            raise InputError(
                f"{self._entry.place}: these are no vectors: the first line is {shown!r}; expected "
                "a word and its numbers, a space between them"
            )
        return int(head[0]) if header else None

    def _odd(self, line: bytes, number: int) -> tuple[bytes | None, NDArray[np.float64] | None]:
        """Return word and vector of a line with another number of spaces, if it is still one."""
        stripped = line.rstrip()
        parts = stripped.rsplit(b" ", self.dim)
        if not stripped or (number == 1 and len(stripped.split()) == 2 and self.dim != 1):
            return None, None  # an empty line, or the header
        if len(parts) == self.dim + 1:
            vector = _numbers(parts[1:], self.dim)
            if vector is not None:  # a word with spaces in it, or a space at the end
                return parts[0], vector
        self.tally.skip(f"without {self.dim} numbers", number)
        return None, None

    def _vector(self, data: bytes, number: int) -> NDArray[np.float64] | None:
        vector = _numbers(data.split(b" "), self.dim)
        if vector is None:
            self.tally.skip(f"without {self.dim} numbers", number)
        return vector

    def _check_end(self, announced: int | None, count: int, last: bytes) -> None:
        """Note whether the file seems to be cut off."""
        if announced is not None and count - 1 < announced:
            self.tally.note(
                f"the first line announces {announced:,} vectors and {count - 1:,} follow: the "
                "file may have been cut off"
            )
        elif count and last.rstrip().count(b" ") < self.dim:
            self.tally.note("the last line is incomplete: the file may have been cut off")


def _both(first: list[bytes], rest: Iterable[bytes]) -> Iterable[bytes]:
    yield from (line for line in first if line)
    yield from rest


def _numbers(parts: list[bytes], dim: int) -> NDArray[np.float64] | None:
    """Return numbers, or None if they are not as many finite ones."""
    try:
        numbers = np.array(parts, dtype="S").astype(np.float64)
    except ValueError:
        return None
    return numbers if len(numbers) == dim and np.isfinite(numbers).all() else None
