"""The largest number of each window."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.window_pooling import WindowPooling, put
from xlrnn.shapes import Shaped

Array = NDArray[Any]


class MaxPooling(WindowPooling):
    """y_i = max x over the places of window i, of each feature on its own."""

    def forward(
        self,
        x: Shaped[np.ndarray, "batch *sides"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Shaped[np.ndarray, "batch *windows"]:
        """Return the largest numbers."""
        self.x = x = self.taken(x)
        self.largest = self.room("y", (len(x), *self.output_sides, x.shape[-1]))
        kernels.of(f"max_pool_{self.rank}", self._largest)(x, self.largest, self.first_places())
        self.y = self.as_given(self.largest)
        return self.y

    def backward(
        self, dy: Shaped[np.ndarray, "batch *windows"]
    ) -> Shaped[np.ndarray, "batch *sides"] | None:
        """Give ∂L/∂y to the largest place; of several that are equally large, to the first."""
        if not self.needs_input_gradient:
            return None
        left = self.room("left", self.largest.shape)
        np.copyto(left, self.channels_last(dy))
        dx = self.room("dx", self.shape)
        dx.fill(0)
        undo = kernels.of(f"max_pool_{self.rank}_undo", self._undo)
        undo(self.x, self.largest, left, dx, self.first_places())
        return self.as_given(dx)

    def _largest(self, x: Array, largest: Array, _: Array) -> None:
        """Fill in the largest numbers."""
        largest.fill(-np.inf)
        for out, where in self.places():
            put(np.maximum, largest, out, x[where])

    def _undo(self, x: Array, largest: Array, left: Array, dx: Array, _: Array) -> None:
        """Add to ∂L/∂x; `left` is what no place has been given yet."""
        for out, where in self.places():
            share = np.multiply(x[where] == largest[out], left[out])
            put(np.add, dx, where, share)
            put(np.subtract, left, out, share)
