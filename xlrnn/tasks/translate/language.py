"""The tokens of a language, and their numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from xlrnn.shapes import Int
from xlrnn.tasks.next_token.tokens import UNKNOWN as UNKNOWN_MARK

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


@dataclass(frozen=True)
class Languages:
    """What is known of both languages.

    Args:
        source: that of the sentences.
        target: that of their translations.
        longest: how many tokens the longest sentence has that is learned from.
        notes: what a person should know of the data.
    """

    source: Language
    target: Language
    longest: int
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "source": list(self.source.tokens),
            "target": list(self.target.tokens),
            "longest": self.longest,
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Languages":
        """Return what `to_json` wrote."""
        source, target = (Language(tuple(map(str, content[side]))) for side in ("source", "target"))
        return cls(source, target, int(content["longest"]), tuple(map(str, content["notes"])))


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
