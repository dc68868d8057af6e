"""The same input at every step: what a decoder is told of a whole sequence."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import Rows
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class RepeatVector(Layer):
    """y_1 = y_2 = … = y_n = x.

    The output keeps each sample's row once, so that a recurrent layer multiplies it once.

    Args:
        n: how many steps there will be.
        **common: as of every `Layer`.
    """

    def __init__(self, n: int, **common: Any) -> None:
        super().__init__(**common)
        self.n = checked.positive(n, "RepeatVector: n")

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there are no steps yet."""
        if len(input_shape) != 2:
            raise ShapeError(
                f"{self.name}: the input has {counted(len(input_shape), 'dimension')}, expected 2: "
                "(batch, features)"
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, n, features)."""
        return input_shape[0], self.n, input_shape[1]

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: every step counts."""

    def forward(
        self,
        x: Float[np.ndarray, "batch features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Rows:
        """Say of every step which row stands there: that of its sample."""
        return Rows(x, np.broadcast_to(np.arange(len(x)), (self.n, len(x))))

    def backward(self, dy: Array | Rows) -> Float[np.ndarray, "batch features"] | None:
        """Add up what arrives at all steps."""
        if not self.needs_input_gradient:
            return None
        dx: Array = dy.table if isinstance(dy, Rows) else dy.sum(axis=1)
        return dx

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "n": self.n}
