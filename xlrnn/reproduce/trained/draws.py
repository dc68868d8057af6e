"""What the networks are given: samples that are drawn, inputs and answers, none seen twice."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.text.categorical import to_categorical

Array = NDArray[Any]
Draw = Callable[[int, np.random.Generator], tuple[Array, Array]]
"""Draws so many samples: inputs (samples, steps, features), and what should be answered."""

NOT_ASKED: Final = -1
"""The answer of a step of which nothing is asked."""

SUBJECTS: Final = ("man", "woman", "men", "women")
CLAUSE: Final = (
    ("who",),
    ("ate", "saw", "sold", "liked"),
    ("my", "her", "our"),
    ("pizza", "pizzas", "cake", "cakes", "dog", "dogs", "book", "books"),
    ("and",),
)
"""Who did what, word by word; behind “and” the next one begins."""
WORDS: Final = ("the", *SUBJECTS, *(word for words in CLAUSE for word in words))
VERBS: Final = ("has", "have")


def agreement(distance: int) -> Draw:
    """Return sentences such as “the man who ate my pizza … has”: which verb is right?

    The subject, one or several, decides; the nouns between, one or several, do not.

    Args:
        distance: how many words stand between subject and verb.
    """

    def draw(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        subject = rng.integers(len(SUBJECTS), size=count)
        sentences = np.zeros((count, distance + 2), int)  # all begin with “the”
        sentences[:, 1] = subject + 1
        for k in range(distance):
            words = CLAUSE[k % len(CLAUSE)]
            sentences[:, k + 2] = WORDS.index(words[0]) + rng.integers(len(words), size=count)
        return to_categorical(sentences, len(WORDS)), subject // 2

    return draw


def adding(steps: int) -> Draw:
    """Return sequences of numbers of which two are marked, one in each half: what is their sum?"""

    def draw(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        x = np.zeros((count, steps, 2), np.float32)
        x[..., 0] = rng.random((count, steps))
        rows, half = np.arange(count), steps // 2
        first, second = rng.integers(half, size=count), rng.integers(half, steps, size=count)
        x[rows, first, 1] = x[rows, second, 1] = 1
        return x, (x[rows, first, 0] + x[rows, second, 0])[:, None]

    return draw


COPIED_KINDS: Final = 8


def copying(blanks: int) -> Draw:
    """Return a symbol, then blanks: in the end, behind a sign, it is to be said again."""

    def draw(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        blank, now = COPIED_KINDS, COPIED_KINDS + 1
        x = np.full((count, blanks + 2), blank)
        answers = np.full(x.shape, NOT_ASKED)
        x[:, 0] = answers[:, -1] = rng.integers(COPIED_KINDS, size=count)
        x[:, -1] = now
        return to_categorical(x, COPIED_KINDS + 2), answers

    return draw


MARKS, FILLERS = 2, 8


def marked(steps: int, place: int) -> Draw:
    """Return sequences of meaningless symbols with one of two marks: which was it?

    Args:
        steps: how long they are.
        place: where the mark stands; negative from the end.
    """

    def draw(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        x = rng.integers(MARKS, MARKS + FILLERS, size=(count, steps))
        mark = rng.integers(MARKS, size=count)
        x[:, place] = mark
        return to_categorical(x, MARKS + FILLERS), mark

    return draw


def shuffled(x: Array, rng: np.random.Generator) -> Array:
    """Return the same steps of each sample in an order that chance decides."""
    order = rng.permuted(np.tile(np.arange(x.shape[1]), (len(x), 1)), axis=1)
    return np.take_along_axis(x, order.reshape(*order.shape, *(1,) * (x.ndim - 2)), axis=1)
