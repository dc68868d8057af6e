"""Where the features stand: behind the steps, or before them (Keras' `data_format`)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer

Array = NDArray[Any]
FIRST, LAST = "channels_first", "channels_last"


class Channels(Layer):
    """A layer that calculates with the features last, and turns what has them first.

    Args:
        data_format: `channels_last`, (batch, time, features), or `channels_first`, (batch,
            features, time).
        **common: as of every `Layer`.
    """

    def __init__(self, data_format: str | None = None, **common: Any) -> None:
        super().__init__(**common)
        given = LAST if data_format is None else data_format
        self.data_format = checked.one_of(given, (LAST, FIRST), f"{self.name}: data_format")

    def turned(self, x: Array) -> Array:
        """Return a sequence with the features last, or put them back; views of the same."""
        return x.swapaxes(1, 2) if self.data_format == FIRST and x.ndim == 3 else x

    def channels_last(self, x: Array) -> Array:
        """Return an input of any number of sides with the features last, a view of the same."""
        return np.moveaxis(x, 1, -1) if self.data_format == FIRST else x

    def as_given(self, y: Array) -> Array:
        """Undo `channels_last`."""
        return np.moveaxis(y, -1, 1) if self.data_format == FIRST else y

    def shape_last(self, shape: Shape) -> Shape:
        """Return a shape with the features last."""
        return (shape[0], *shape[2:], shape[1]) if self.data_format == FIRST else shape

    def shape_as_given(self, shape: Shape) -> Shape:
        """Undo `shape_last`."""
        return (shape[0], shape[-1], *shape[1:-1]) if self.data_format == FIRST else shape

    def turned_shape(self, shape: Shape) -> Shape:
        """Do the same with a shape, there and back."""
        if self.data_format == FIRST and len(shape) == 3:
            return shape[0], shape[2], shape[1]
        return shape

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "data_format": self.data_format}
