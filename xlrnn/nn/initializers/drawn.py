"""Weights that are drawn by chance, however many there are."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.checked import FROM_ZERO, Range
from xlrnn.nn.initializers.initializer import Initializer, Shape

Array = NDArray[Any]


class RandomUniform(Initializer):
    """Uniform between two numbers."""

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        super().__init__(seed)
        self.minval = self._number(minval, "minval")
        self.maxval = self._number(
            maxval, "maxval", Range(f" from {self.minval:g}", low=self.minval)
        )

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw evenly."""
        return rng.uniform(self.minval, self.maxval, shape)


class RandomNormal(Initializer):
    """A bell curve."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean = self._number(mean, "mean")
        self.stddev = self._number(stddev, "stddev", FROM_ZERO)

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw from the whole curve."""
        return rng.normal(self.mean, self.stddev, shape)


class TruncatedNormal(RandomNormal):
    """A bell curve without what is more than two standard deviations away."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw, and draw again what lies too far out."""
        return self.mean + self.stddev * within_two(shape, rng)


class Orthogonal(Initializer):
    """Rows or columns at right angles; Keras' default for recurrent kernels.

    Args:
        gain: the length of the rows.
        seed: of draws of its own.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        super().__init__(seed)
        self.gain = self._number(gain, "gain")

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """Draw a random rotation, from the QR decomposition of a random matrix."""
        if len(shape) < 2:
            raise UsageError(f"orthogonal weights need two dimensions or more, not shape {shape}")
        rows, columns = prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diag(r))  # makes every rotation equally likely
        return self.gain * (q if rows >= columns else q.T).reshape(shape)


def within_two(shape: Shape, rng: np.random.Generator) -> Array:
    """Draw from the standard normal between −2 and 2."""
    draws = rng.normal(size=shape)
    while (far := np.abs(draws) > 2).any():
        draws[far] = rng.normal(size=int(far.sum()))
    return draws
