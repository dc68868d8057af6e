"""The average of each feature over a whole picture."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.channels import Channels
from xlrnn.nn.layers.sides import expect_sides
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class GlobalAveragePooling2D(Channels):
    """y = Σ_ij x_ij / places, of each feature on its own.

    Args:
        data_format: where the features are: `channels_last` or `channels_first`.
        keepdims: whether the output has one row and one column instead of none.
        **common: as of every `Layer`.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **common: Any
    ) -> None:
        super().__init__(data_format, **common)
        self.keepdims = checked.truth(keepdims, f"{self.name}: keepdims")

    def make_weights(self, input_shape: Shape) -> None:
        """Check that it is a picture."""
        expect_sides(input_shape, 2, self.name)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, features), or the same with a row and a column."""
        batch, *_, features = self.shape_last(input_shape)
        return self.shape_as_given((batch, 1, 1, features)) if self.keepdims else (batch, features)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: there are no steps any more."""

    def forward(
        self,
        x: Float[np.ndarray, "batch height width features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch *pooled"]:
        """Return the averages."""
        x = self.channels_last(x)
        self.shape = x.shape
        self.y = x.mean(axis=(1, 2))
        return self.as_given(self.y[:, None, None]) if self.keepdims else self.y

    def backward(
        self, dy: Float[np.ndarray, "batch *pooled"]
    ) -> Float[np.ndarray, "batch height width features"] | None:
        """Give every place the same share of ∂L/∂y."""
        if not self.needs_input_gradient:
            return None
        rows = self.channels_last(dy)[:, 0, 0] if self.keepdims else dy
        share = rows / self.dtype.type(self.shape[1] * self.shape[2])
        dx = self.work.array("dx", self.shape, self.dtype)
        dx[...] = share[:, None, None]
        return self.as_given(dx)

    def trace(self) -> Trace:
        """Return `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "keepdims": self.keepdims}
