"""Vectors in GloVe's text form: a word and its numbers a line, a space between them.

Files of a million words are read in one pass and in little memory: a line is cut off at its first
space, and its numbers are looked at only if the word is wanted.
"""

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError
from xlrnn.text.labelled import Tally
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.vectors.table import Vectors

FIRST_LINES = 50


def read_glove(entry: FileEntry, words: Iterable[str]) -> Vectors:
    """Read the vectors of a vocabulary.

    A word that the file has twice gets its last vector, as in a dictionary that is filled line by
    line. Lines of another length than most are skipped and counted.

    Args:
        entry: the file; a first line as word2vec writes it, two whole numbers, is understood.
        words: the vocabulary, each word once.

    Raises:
        InputError: if these are no vectors.
    """
    asked = {word: word.encode("utf-8", "surrogatepass") for word in words}
    reader = _Reader(entry, frozenset(asked.values()))
    found = reader.read()
    known = {word: found[key] for word, key in asked.items() if key in found}
    matrix = np.array(list(known.values())).reshape(len(known), reader.dim)
    unknown = tuple(word for word in asked if word not in known)
    return Vectors(tuple(known), matrix, unknown, reader.tally.skipped())


class _Reader:
    """One pass over a file of vectors."""

    def __init__(self, entry: FileEntry, wanted: frozenset[bytes]) -> None:
        self._place, self._entry, self._wanted = entry.place, entry, wanted
        self._announced: int | None = None  # how many vectors the first line promises
        self.tally = Tally("line")
        self.dim = 0

    def read(self) -> dict[bytes, NDArray[np.float64]]:
        """Return the vectors of the wanted words that the file has."""
        found: dict[bytes, NDArray[np.float64]] = {}
        line, number, wanted = b"", 0, self._wanted
        with self._entry.bytes() as file:
            lines = self._plain(file)
            first = list(islice(lines, FIRST_LINES))
            self._learn_form(first)
            dim = self.dim
            for number, line in enumerate(chain(first, lines), start=1):
                if line.count(b" ") == dim:
                    word: bytes | None = line[: line.index(b" ")]
                else:
                    word = self._odd_word(line, number)
                if word in wanted:
                    vector = _numbers(line, dim)
                    if vector is not None:
                        found[word or b""] = vector
                    else:
                        self.tally.skip(f"without {dim} numbers", number)
        self._check_end(number, line)
        return found

    def _plain(self, file: io.BufferedReader) -> Iterator[bytes]:
        """Return the lines without a mark of UTF-8 before them, and with spaces for tabs."""
        first = list(islice(file, FIRST_LINES))
        if first:
            first[0] = first[0].removeprefix(codecs.BOM_UTF8)
        lines = chain(first, file)
        if sum(b"\t" in line for line in first) * 2 <= len(first):
            return lines
        return (line.replace(b"\t", b" ") for line in lines)

    def _learn_form(self, first: list[bytes]) -> None:
        """Learn how long vectors are, and whether the first line is a header.

        Raises:
            InputError: if the first lines are no vectors.
        """
        if b"\0" in b"".join(first):
            raise InputError(
                f"{self._place}: these are no vectors as text; expected lines of a word and its "
                "numbers. word2vec's binary form must be converted first"
            )
        lengths = [line.rstrip().count(b" ") for line in first if line.strip()]
        head = first[0].split() if first else []
        if len(head) == 2 and all(map(bytes.isdigit, head)) and len(lengths) > 1:
            self._announced, self.dim = int(head[0]), int(head[1])
        else:
            self.dim = max(lengths, key=lengths.count, default=0)
        if self.dim < 1 or all(_numbers(line, self.dim) is None for line in first):
            shown = b"".join(first[:1])[:60].decode("utf-8", "replace").rstrip()
            raise InputError(
                f"{self._place}: these are no vectors: the first line is {shown!r}; expected a "
                "word and its numbers, a space between them"
            )

    def _odd_word(self, line: bytes, number: int) -> bytes | None:
        """Return the word of a line with another number of spaces, if there is one.

        Some words have spaces in them, and some files a space at the end of each line.
        """
        if not line.strip() or (number == 1 and self._announced is not None):
            return None
        if _numbers(line, self.dim) is None:
            self.tally.skip(f"without {self.dim} numbers", number)
            return None
        return line.rstrip().rsplit(b" ", self.dim)[0]

    def _check_end(self, count: int, last: bytes) -> None:
        """Note whether the file seems to be cut off."""
        if self._announced is not None and count - 1 < self._announced:
            self.tally.note(
                f"the first line announces {counted(self._announced, 'vector')} and "
                f"{counted(count - 1, 'follows', 'follow')}: "
                "the file may have been cut off"
            )
        elif last.rstrip().count(b" ") < self.dim:
            self.tally.note("the last line is incomplete: the file may have been cut off")


def _numbers(line: bytes, dim: int) -> NDArray[np.float64] | None:
    """Return the last numbers of a line, or None if there are not as many finite ones."""
    parts = line.rstrip().rsplit(b" ", dim)[1:]
    try:
        numbers = np.array(parts, dtype="S").astype(np.float64)
    except ValueError:
        return None
    return numbers if len(numbers) == dim and np.isfinite(numbers).all() else None
