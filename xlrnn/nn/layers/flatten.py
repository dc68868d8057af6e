"""Flatten: all numbers of a sample in one row."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.channels import FIRST, Channels

Array = NDArray[Any]


@registered
class Flatten(Channels):
    """All numbers of a sample in one row, the features of each step side by side.

    Args:
        data_format: where the features are: `channels_last` or `channels_first`.
        **common: as of every `Layer`.
    """

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, numbers of a sample)."""
        size: int | None = 1
        for side in input_shape[1:]:
            size = None if size is None or side is None else size * side
        return input_shape[0], size

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: there are no steps any more."""

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Put the numbers of each sample side by side."""
        if self.data_format == FIRST and x.ndim > 2:
            x = np.moveaxis(x, 1, -1)
        self.shape = x.shape
        _, size = self.compute_output_shape(self.shape)
        return x.reshape(len(x), size or 0)

    def backward(self, dy: Array) -> Array | None:
        """Put them where they were."""
        if not self.needs_input_gradient:
            return None
        dx: Array = dy.reshape(self.shape)
        return np.moveaxis(dx, -1, 1) if self.data_format == FIRST and dx.ndim > 2 else dx
