"""The largest value of each feature over all steps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.global_pooling1d import GlobalPooling1D
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class GlobalMaxPooling1D(GlobalPooling1D):
    """y = max_t x_t, of each feature on its own.

    As in Keras a mask is not looked at: a step that is filled up may be the largest.

    Args:
        data_format: where the features are: `channels_last` or `channels_first`.
        keepdims: whether the output has one step instead of none.
        **common: as of every `Layer`.
    """

    def forward(
        self,
        x: Float[np.ndarray, "batch time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch *pooled"]:
        """Return the largest values."""
        x = self.steps_of(x)
        self.x, self.y = x, x.max(axis=1)
        return self.with_step(self.y)

    def backward(
        self, dy: Float[np.ndarray, "batch *pooled"]
    ) -> Float[np.ndarray, "batch time features"] | None:
        """Give ∂L/∂y to the largest step; steps that are equally large share it evenly."""
        if not self.needs_input_gradient:
            return None
        largest = self.x == self.y[:, None]
        shares = self.without_step(dy) / largest.sum(axis=1, dtype=self.dtype)
        out = self.work.sequence("dx", self.x.shape, self.dtype)
        dx: Array = np.multiply(largest, shares[:, None], out=out)
        return self.turned(dx)

    def trace(self) -> Trace:
        """Return `y`."""
        return Trace(y=self.y).copied()
