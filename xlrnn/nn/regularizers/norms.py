"""Weights are kept small: the sum of their sizes, or of their squares."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.checked import FROM_ZERO
from xlrnn.nn.regularizers.regularizer import Regularizer

Array = NDArray[Any]


class L1(Regularizer):
    """l1 · Σ |w|.

    Args:
        l1: how much it counts.
    """

    def __init__(self, l1: float | None = 0.01) -> None:
        self.l1 = FROM_ZERO.number(0.01 if l1 is None else l1, "L1: l1")

    def penalty(self, x: Array) -> float:
        """Return l1 · Σ |w|."""
        return self.l1 * float(np.abs(x).sum())

    def gradient(self, x: Array) -> Array:
        """Return l1 · sign(w)."""
        return np.sign(x) * x.dtype.type(self.l1)


class L2(Regularizer):
    """l2 · Σ w².

    Args:
        l2: how much it counts.
    """

    def __init__(self, l2: float | None = 0.01) -> None:
        self.l2 = FROM_ZERO.number(0.01 if l2 is None else l2, "L2: l2")

    def penalty(self, x: Array) -> float:
        """Return l2 · Σ w²."""
        return self.l2 * float(np.vdot(x, x))

    def gradient(self, x: Array) -> Array:
        """Return 2 · l2 · w."""
        return x * x.dtype.type(2 * self.l2)


class L1L2(Regularizer):
    """l1 · Σ |w| + l2 · Σ w².

    Args:
        l1: how much the first counts.
        l2: how much the second does.
    """

    def __init__(self, l1: float | None = 0.0, l2: float | None = 0.0) -> None:
        self.l1 = FROM_ZERO.number(l1 or 0.0, "L1L2: l1")
        self.l2 = FROM_ZERO.number(l2 or 0.0, "L1L2: l2")

    def penalty(self, x: Array) -> float:
        """Return l1 · Σ |w| + l2 · Σ w²."""
        return self.l1 * float(np.abs(x).sum()) + self.l2 * float(np.vdot(x, x))

    def gradient(self, x: Array) -> Array:
        """Return l1 · sign(w) + 2 · l2 · w."""
        return np.sign(x) * x.dtype.type(self.l1) + x * x.dtype.type(2 * self.l2)
