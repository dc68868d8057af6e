"""The leaky rectifier as a layer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


@registered
class LeakyReLU(Layer):
    """y = x for x > 0, negative_slope · x below.

    Args:
        negative_slope: the slope below 0.
        alpha: what older Keras calls it.
        **common: as of every `Layer`.
    """

    def __init__(
        self, negative_slope: float = 0.3, *, alpha: float | None = None, **common: Any
    ) -> None:
        super().__init__(**common)
        given = negative_slope if alpha is None else alpha
        self.negative_slope = checked.FROM_ZERO.number(given, f"{self.name}: negative_slope")

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
        return self._sloped(x, self.y)

    def backward(self, dy: Array) -> Array | None:
        """Undo it."""
        if not self.needs_input_gradient:
            return None
        return self._sloped(dy, self.work.sequence("dx", dy.shape, self.dtype))

    def _sloped(self, given: Array, out: Array) -> Array:
        """Return numbers times the slope, that of the side on which x is.

        Both sides are calculated and added up: a choice between them would take ten times as long.
        """
        above = self.x > 0
        np.multiply(given, above, out=out)
        below = np.multiply(given, ~above)
        below *= self.negative_slope
        out += below
        return out

    def trace(self) -> Trace:
        """Return `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "negative_slope": self.negative_slope}
