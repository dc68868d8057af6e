"""Weights that begin with given numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.initializers.initializer import Initializer, Shape

Array = NDArray[Any]


class Zeros(Initializer):
    """All 0."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return zeros."""
        return np.zeros(shape)


class Ones(Initializer):
    """All 1."""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return ones."""
        return np.ones(shape)


class Constant(Initializer):
    """All the same number, or the numbers of an array.

    Args:
        value: the number, or an array of the weight's shape.
    """

    def __init__(self, value: Any = 0.0) -> None:
        super().__init__()
        try:
            finite = bool(np.isfinite(np.asarray(value, float)).all())
        except (TypeError, ValueError):
            finite = False
        if not finite:
            raise UsageError(f"Constant: value is {value!r:.60}: expected numbers")
        self.value = value

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return the number everywhere."""
        value = np.asarray(self.value, float)
        try:
            return np.broadcast_to(value, shape).copy()
        except ValueError:
            raise ShapeError(
                f"Constant: value has shape {value.shape}, and the weight has shape {shape}"
            ) from None

    def get_config(self) -> dict[str, Any]:
        """Return the number."""
        return {"value": np.asarray(self.value).tolist()}


class Identity(Initializer):
    """1 on the diagonal and 0 elsewhere, as some begin a recurrent kernel.

    Args:
        gain: what stands on the diagonal instead of 1.
    """

    def __init__(self, gain: float = 1.0) -> None:
        super().__init__()
        self.gain = self._number(gain, "gain")

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return the matrix."""
        if len(shape) != 2:
            raise UsageError(f"identity is for two dimensions, not shape {shape}")
        return self.gain * np.eye(*shape)

    def get_config(self) -> dict[str, Any]:
        """Return the gain."""
        return {"gain": self.gain}
