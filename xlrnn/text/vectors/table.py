"""The vectors of a vocabulary."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from xlrnn.shapes import Float
from xlrnn.text.labelled import Skipped


@dataclass(frozen=True)
class Vectors:
    """The vectors of the words that a source knows.

    Args:
        words: the known words of the vocabulary, in the order in which they were asked for.
        matrix: a row for each of them.
        unknown: the words that the source does not know, in the same order.
        skipped: the lines of the source that were of no use.
    """

    words: tuple[str, ...]
    matrix: Float[np.ndarray, "known dim"]
    unknown: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=lambda: Skipped(what="line"))

    @property
    def dim(self) -> int:
        """The length of a vector."""
        return int(self.matrix.shape[1])

    @property
    def coverage(self) -> float:
        """The share of the vocabulary that is known, from 0 to 1."""
        asked = len(self.words) + len(self.unknown)
        return len(self.words) / asked if asked else 0.0

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each known word."""
        return {word: row for row, word in enumerate(self.words)}
