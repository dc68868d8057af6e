"""The rectifier as a layer, with a slope below, a threshold and a cut."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


@registered
class ReLU(Layer):
    """A straight line above a threshold, another one up to it.

    1. y = min(x, max_value)                        where x > threshold
    2. y = negative_slope · (x − threshold)         elsewhere

    Args:
        max_value: where y is cut; None for nowhere.
        negative_slope: the slope up to the threshold.
        threshold: from which x on it is let through.
        **common: as of every `Layer`.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.max_value = (
            None
            if max_value is None
            else checked.FROM_ZERO.number(max_value, f"{self.name}: max_value")
        )
        self.negative_slope = checked.FROM_ZERO.number(
            negative_slope, f"{self.name}: negative_slope"
        )
        self.threshold = checked.FROM_ZERO.number(threshold, f"{self.name}: threshold")

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Calculate y."""
        self.x = x
        self.y = self.work.sequence("y", x.shape, self.dtype)
        if self._is_plain:
            return np.maximum(x, 0, out=self.y)
        above = x > self.threshold
        cut = x if self.max_value is None else np.minimum(x, self.max_value)
        np.multiply(cut, above, out=self.y)  # 1
        if self.negative_slope:
            below = np.subtract(x, self.threshold)
            below *= self.negative_slope
            below *= ~above
            self.y += below  # 2
        return self.y

    @property
    def _is_plain(self) -> bool:
        return self.max_value is None and not self.negative_slope and not self.threshold

    def backward(self, dy: Array) -> Array | None:
        """Undo 1 or 2, whichever held."""
        if not self.needs_input_gradient:
            return None
        dx = self.work.sequence("dx", dy.shape, self.dtype)
        above = self.x > self.threshold
        through = above if self.max_value is None else above & (self.x < self.max_value)
        np.multiply(dy, through, out=dx)  # 1
        if self.negative_slope:
            below = np.multiply(dy, ~above)
            below *= self.negative_slope
            dx += below  # 2
        return dx

    def trace(self) -> Trace:
        """Return `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "max_value": self.max_value,
            "negative_slope": self.negative_slope,
            "threshold": self.threshold,
        }
