"""What is known of pictures and captions before a training."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from xlrnn.pictures.scene import COLOURS, PLACES, SHAPES, SIZES
from xlrnn.tasks.language import MARKS, Language

OF_DRAWINGS: Final[Mapping[str, Sequence[str]]] = {
    "size": SIZES,
    "colour": (*COLOURS,),
    "shape": SHAPES,
    "place": tuple(place.split()[0] for place in PLACES),
}
"""The words of drawings by what they say; "a" and "of" say nothing."""


@dataclass(frozen=True)
class CaptionKnown:
    """What is known before the training.

    Args:
        words: those of the captions.
        shape: of each picture: rows, columns, numbers of a place.
        longest: how many words the longest caption has that is learned from.
        common: how many words, the most frequent ones, are half of all that is learned from.
        notes: what a person should know of the data.
    """

    words: Language
    shape: tuple[int, int, int]
    longest: int
    common: int
    notes: tuple[str, ...] = ()

    def kinds(self, *, drawn: bool) -> dict[str, frozenset[int]]:
        """Return the numbers of the words of each kind.

        Args:
            drawn: whether the words are those of drawings, whose meaning is known; of others
                nothing is known but how frequent they are.
        """
        if drawn:
            return {
                kind: frozenset(self.words.numbers(words)) for kind, words in OF_DRAWINGS.items()
            }
        first = len(MARKS)
        border = first + self.common
        return {
            "common": frozenset(range(first, border)),
            "rare": frozenset(range(border, len(self.words))),
        }

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "words": list(self.words.tokens),
            "shape": list(self.shape),
            "longest": self.longest,
            "common": self.common,
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "CaptionKnown":
        """Return what `to_json` wrote."""
        height, width, channels = map(int, content["shape"])
        return cls(
            Language(tuple(map(str, content["words"]))),
            (height, width, channels),
            int(content["longest"]),
            int(content["common"]),
            tuple(map(str, content["notes"])),
        )


def common_of(sentences: Iterable[Sequence[str]]) -> int:
    """Return how many words, the most frequent ones, are half of all that stand in sentences.

    Example:
        >>> common_of([["a", "red", "square"], ["a", "blue", "circle"]])
        2
    """
    counts = sorted(Counter(word for one in sentences for word in one).values(), reverse=True)
    half = sum(counts) / 2
    return next((k for k, sofar in enumerate(accumulate(counts), start=1) if sofar >= half), 0)
