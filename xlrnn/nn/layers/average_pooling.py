"""The average of each window."""

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.windows import VALID
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.window_pooling import WindowPooling, put
from xlrnn.shapes import Shaped

Array = NDArray[Any]


class AveragePooling(WindowPooling):
    """y_i = Σ x / places, over the places of window i that lie inside the input."""

    def __init__(
        self,
        pool_size: int | tuple[int, ...] | list[int],
        strides: int | tuple[int, ...] | list[int] | None = None,
        padding: str = VALID,
        data_format: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, **common)

    def forward(
        self,
        x: Shaped[np.ndarray, "batch *sides"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Shaped[np.ndarray, "batch *windows"]:
        """Return the averages."""
        x = self.taken(x)
        y = self.room("y", (len(x), *self.output_sides, x.shape[-1]))
        y.fill(0)
        for out, where in self.places():
            put(np.add, y, out, x[where])
        y *= self._shares()
        self.y = self.as_given(y)
        return self.y

    def backward(
        self, dy: Shaped[np.ndarray, "batch *windows"]
    ) -> Shaped[np.ndarray, "batch *sides"] | None:
        """Give each place its share of ∂L/∂y."""
        if not self.needs_input_gradient:
            return None
        shares = self.channels_last(dy) * self._shares()
        dx = self.room("dx", self.shape)
        dx.fill(0)
        for out, where in self.places():
            put(np.add, dx, where, shares[out])
        return self.as_given(dx)

    def _shares(self) -> Array:
        """Return 1 / places, of each window."""
        sides = self.shape[1:-1]
        counts = [
            np.array([len(seen) for seen in windows.seen_inside(side)], self.dtype)
            for windows, side in zip(self.windows, sides, strict=True)
        ]
        return 1 / reduce(np.multiply.outer, counts)[..., None]
