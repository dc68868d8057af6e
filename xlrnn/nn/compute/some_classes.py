"""The classes that one step of training looks at, where looking at all would take too long."""

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Int

Array = NDArray[Any]
DRAWN_AT_LEAST = 4
"""Of the classes looked at, one in so many is drawn by chance, however many labels there are."""


@dataclass(frozen=True)
class SomeClasses:
    """Some of the classes, and how many others each of those stands for that were drawn.

    Args:
        sure: the classes that no chance has chosen, in ascending order.
        drawn: others, drawn by chance.
        stands_for: how many classes each of the drawn stands for, itself included.

    Example:
        >>> some = SomeClasses(np.array([0, 1, 7]), np.array([4, 2]), 3.0)
        >>> some.numbers.tolist(), some.places(np.array([[7, 0]])).tolist()
        ([0, 1, 7, 4, 2], [[2, 0]])
    """

    sure: Int[np.ndarray, " sure"]
    drawn: Int[np.ndarray, " drawn"]
    stands_for: float

    @classmethod
    def chosen(
        cls, labels: Array, classes: int, count: int, rng: np.random.Generator
    ) -> "SomeClasses | None":
        """Choose: half of them the first classes, then those of the labels, then by chance.

        Args:
            labels: of a batch.
            classes: how many there are.
            count: how many are looked at; more if the labels need it.
            rng: draws.

        Returns:
            Some of the classes; None where these are all.
        """
        left = np.ones(classes, bool)
        left[: count // 2] = False
        left[labels.ravel()] = False
        sure, others = np.flatnonzero(~left), np.flatnonzero(left)
        drawn = max(count - len(sure), -(-count // DRAWN_AT_LEAST))
        if drawn >= len(others):
            return None
        return cls(sure, rng.choice(others, drawn, replace=False), len(others) / drawn)

    @property
    def numbers(self) -> Array:
        """The numbers of all classes looked at."""
        return np.concatenate([self.sure, self.drawn])

    def places(self, labels: Array) -> Array:
        """Return where the classes of labels stand in `numbers`; each must be a sure one."""
        return np.searchsorted(self.sure, labels)

    def weigh(self, logits: Array) -> None:
        """Let each of the drawn count as often as it stands for: e^(logit + ln n) = n e^logit."""
        logits[:, len(self.sure) :] += logits.dtype.type(log(self.stands_for))
