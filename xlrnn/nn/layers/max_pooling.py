"""The largest number of each window."""

import numpy as np

from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.window_pooling import WindowPooling, put
from xlrnn.shapes import Shaped


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
        self.largest.fill(-np.inf)
        for out, where in self.places():
            put(np.maximum, self.largest, out, x[where])
        self.y = self.as_given(self.largest)
        return self.y

    def backward(
        self, dy: Shaped[np.ndarray, "batch *windows"]
    ) -> Shaped[np.ndarray, "batch *sides"] | None:
        """Give ∂L/∂y to the largest place; of several that are equally large, to the first."""
        if not self.needs_input_gradient:
            return None
        left = self.room("left", self.largest.shape)  # what no place has been given yet
        np.copyto(left, self.channels_last(dy))
        dx = self.room("dx", self.shape)
        dx.fill(0)
        for out, where in self.places():
            share = np.multiply(self.x[where] == self.largest[out], left[out])
            if self.overlap:
                put(np.add, dx, where, share)
            else:
                dx[where] = share
            put(np.subtract, left, out, share)
        return self.as_given(dx)
