"""The tokens of a language, their numbers, and the marks beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from xlrnn.shapes import Int
from xlrnn.tasks.tokens import UNKNOWN as UNKNOWN_MARK

NONE, START, END, UNKNOWN = range(4)
MARKS: Final = ("", "<start>", "<end>", UNKNOWN_MARK)
"""What stands for no token: behind the end, before the first word, the end, what is unknown."""


@dataclass(frozen=True)
class Language:
    """The tokens that a model knows of a language; a token's number is its place.

    Args:
        tokens: the marks, then the most frequent tokens first.

    Example:
        >>> english = Language.of([["so", "it", "is"], ["it", "is", "so", "so"]], most=2)
        >>> english.tokens[4:], english.numbers(["so", "was", "it"])
        (('so', 'it'), [4, 3, 5])
    """

    tokens: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Iterable[Sequence[str]], most: int) -> "Language":
        """Return the language of sentences, with so many tokens at most."""
        counts = Counter(token for sentence in sentences for token in sentence)
        return cls((*MARKS, *(token for token, _ in counts.most_common(most))))

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {token: k for k, token in enumerate(self.tokens)}

    def numbers(self, sentence: Sequence[str]) -> list[int]:
        """Return the number of each token."""
        return [self._places.get(token, UNKNOWN) for token in sentence]

    def unknown(self, sentence: Sequence[str]) -> tuple[str, ...]:
        """Return the tokens of a sentence that are not known, each once."""
        numbers = self.numbers(sentence)
        found = (token for token, k in zip(sentence, numbers, strict=True) if k == UNKNOWN)
        return tuple(dict.fromkeys(found))


def padded(sentences: Sequence[Sequence[int]]) -> Int[np.ndarray, "sentences steps"]:
    """Return sentences as rows of one table, `NONE` behind the shorter ones.

    Example:
        >>> padded([[4, 5], [6]]).tolist()
        [[4, 5], [6, 0]]
    """
    found = np.full((len(sentences), max(map(len, sentences))), NONE, np.int32)
    for row, sentence in zip(found, sentences, strict=True):
        row[: len(sentence)] = sentence
    return found
