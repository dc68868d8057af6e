"""A small language, with sentences like the article's own: “we love working on deep learning”."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

PLACES: Final = (
    ("we", "they", "you", "students"),
    ("love", "enjoy", "hate", "like"),
    ("working", "writing", "reading", "talking"),
    ("on", "about", "of", "for"),
    ("deep", "new", "good", "old"),
    ("learning", "networks", "sentences", "questions"),
)
"""Which words may stand at each place of a sentence."""
VOCABULARY: Final = tuple(word for words in PLACES for word in words)
START: Final = len(VOCABULARY)
"""What stands before the first word."""

REVIEW_NOUNS: Final = ("film", "book", "meal", "song")
REVIEW_WORDS: Final = ("the", "was", "not", "but", "good", "bad", *REVIEW_NOUNS)


def sentences(count: int, rng: np.random.Generator) -> Array:
    """Return sentences of the language as numbers of words, a row each."""
    kinds = len(PLACES[0])
    return rng.integers(kinds, size=(count, len(PLACES))) + kinds * np.arange(len(PLACES))


def as_next_words(rows: Array) -> tuple[Array, Array]:
    """Return the words so far, and the word that comes next at each step."""
    return np.hstack([np.full((len(rows), 1), START), rows[:, :-1]]), rows


def reviews(count: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return sentences “the film was not good but bad”, or “not bad but good”.

    Returns:
        The words as numbers; whether it was good, which their order says; which thing it was,
        which a single word says.
    """
    number = {word: k for k, word in enumerate(REVIEW_WORDS)}
    good, thing = rng.integers(2, size=count), rng.integers(len(REVIEW_NOUNS), size=count)
    example = ["the", REVIEW_NOUNS[0], "was", "not", "bad", "but", "good"]
    words = np.tile([number[word] for word in example], (count, 1))
    words[:, 1] = number[REVIEW_NOUNS[0]] + thing
    words[good == 0] = words[good == 0][:, [0, 1, 2, 3, 6, 5, 4]]  # “bad” and “good” change places
    return words, good, thing
