"""What the layers share that make one number of each window: the largest, or the average."""

from collections.abc import Iterator
from itertools import product
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.windows import PADDINGS, VALID, Windows
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.channels import Channels
from xlrnn.nn.layers.sides import CALLED, as_written, each_side, expect_sides

Array = NDArray[Any]
Places = tuple[slice, ...]
Seen = tuple[Places, Places]
"""Some windows, and the places of the input that they see."""


class WindowPooling(Channels):
    """A layer that goes over an input in windows, of each feature on its own.

    What is done is done place by place: first with the first place of all windows, then with the
    second, so that each pass goes over whole blocks of memory.

    Args:
        pool_size: the places of a window, along each side.
        strides: how far the next window is; None for as far as a window is long.
        padding: `valid`: only windows that lie inside; `same`: also those that reach beyond, of
            which only the places inside count.
        data_format: where the features are: `channels_last` or `channels_first`.
        **common: as of every `Layer`.
    """

    rank: ClassVar[int] = 1
    """How many sides windows go along."""

    y: Array
    """The output."""

    def __init__(
        self,
        pool_size: int | tuple[int, ...] | list[int] = 2,
        strides: int | tuple[int, ...] | list[int] | None = None,
        padding: str = VALID,
        data_format: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(data_format, **common)
        sizes = each_side(pool_size, self.rank, f"{self.name}: pool_size")
        steps = each_side(pool_size if strides is None else strides, self.rank,
                          f"{self.name}: strides")  # fmt: skip
        self.pool_size, self.strides = as_written(sizes), as_written(steps)
        self.padding = checked.one_of(padding, PADDINGS, f"{self.name}: padding")
        self.windows = [
            Windows(size, step, self.padding) for size, step in zip(sizes, steps, strict=True)
        ]

    def make_weights(self, input_shape: Shape) -> None:
        """Check that a window fits."""
        expect_sides(input_shape, self.rank, self.name)
        self.compute_output_shape(input_shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the windows in place of the places.

        Raises:
            ShapeError: if no window fits.
        """
        batch, *sides, features = self.shape_last(input_shape)
        found = (
            windows.expected(side, self.name, CALLED[self.rank])
            for windows, side in zip(self.windows, sides, strict=True)
        )
        return self.shape_as_given((batch, *found, features))

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: as in Keras, a mask does not go through windows."""

    def taken(self, x: Array) -> Array:
        """Return an input with the features last, and keep its shape."""
        x = self.channels_last(x)
        self.shape = x.shape
        return x

    def room(self, name: str, shape: tuple[int, ...]) -> Array:
        """Return memory, of a sequence time first."""
        return self.work.sequence(name, shape, self.dtype)

    @property
    def output_sides(self) -> tuple[int, ...]:
        """How many windows there are along each side."""
        sides = self.shape[1:-1]
        return tuple(w.count(side) for w, side in zip(self.windows, sides, strict=True))

    def places(self) -> Iterator[Seen]:
        """Yield which windows see the input with their first place, and where; and so on."""
        sides = self.shape[1:-1]
        every = slice(None)
        for ks in product(*(range(windows.size) for windows in self.windows)):
            seen = [w.seen_by(k, side) for w, k, side in zip(self.windows, ks, sides, strict=True)]
            yield (every, *(out for out, _ in seen)), (every, *(where for _, where in seen))

    @property
    def overlap(self) -> bool:
        """Whether a place of the input may lie in several windows."""
        return any(windows.stride < windows.size for windows in self.windows)

    def trace(self) -> Trace:
        """Return `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
        }


def put(ufunc: np.ufunc, whole: Array, where: Places, other: Array) -> None:
    """Take another array into a part of one; nothing is calculated in place on a part."""
    part = whole[where]
    if part.shape == whole.shape:
        ufunc(whole, other, out=whole)
    else:
        whole[where] = ufunc(part, other)
