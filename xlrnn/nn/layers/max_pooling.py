"""The largest number of each window."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.window_pooling import Seen, WindowPooling, put
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
        self.largest.fill(-np.inf)
        kernels.of("max_pool", _take)(x, self.largest, self.places())
        self.y = self.as_given(self.largest)
        return self.y

    def backward(
        self, dy: Shaped[np.ndarray, "batch *windows"]
    ) -> Shaped[np.ndarray, "batch *sides"] | None:
        """Give ∂L/∂y to the largest place; of several that are equally large, to the first."""
        if not self.needs_input_gradient:
            return None
        waiting = self.room("waiting", self.largest.shape)  # what no place has been given yet
        np.copyto(waiting, self.channels_last(dy))
        dx = self.room("dx", self.shape)
        dx.fill(0)
        undo = kernels.of("max_pool_undo", self._undo)
        undo(self.x, self.largest, waiting, dx, self.places())
        return self.as_given(dx)

    def _undo(
        self, x: Array, largest: Array, waiting: Array, dx: Array, places: Iterable[Seen]
    ) -> None:
        for out, where in places:
            share = np.multiply(x[where] == largest[out], waiting[out])
            if self.overlap:
                put(np.add, dx, where, share)
            else:
                dx[where] = share
            put(np.subtract, waiting, out, share)


def _take(x: Array, largest: Array, places: Iterable[Seen]) -> None:
    for out, where in places:
        put(np.maximum, largest, out, x[where])
