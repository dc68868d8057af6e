"""Convolution over pictures: the same weights look at every window of a few rows and columns."""

from collections.abc import Callable
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations.function import ActivationFunction
from xlrnn.nn.activations.rectifying import Relu
from xlrnn.nn.activations.saturating import Sigmoid, Tanh
from xlrnn.nn.compute import kernels, sight, threads
from xlrnn.nn.compute.sequence import sum_of_rows
from xlrnn.nn.compute.sight import Sight
from xlrnn.nn.compute.windows import PADDINGS, VALID, Windows
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape, features_of, last_side
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.convolution import Convolution
from xlrnn.nn.layers.sides import CALLED, each_side, expect_sides
from xlrnn.shapes import Float

Array = NDArray[Any]
Sides = int | tuple[int, ...] | list[int]
BY_NUMBER: Final = (ActivationFunction, Relu, Sigmoid, Tanh)
"""Activations that make of each number another one, whatever stands beside it."""


@registered
class Conv2D(Convolution):
    """A layer that sees k × l numbers of each feature at a time, s further on each time.

    1. window_ij = x[is : is + k, js : js + l]          side by side, k · l · features numbers
    2. logits_ij = W · window_ij + b
    3. y_ij = f(logits_ij)

    Args:
        filters: the number of outputs of a window.
        kernel_size: k and l, the rows and columns of a window; one number for both.
        strides: s, of rows and of columns.
        padding: `valid`: only windows that lie inside; `same`: zeros on all sides, so that there
            is an output for every place (every s-th).
        data_format: where the features are: `channels_last`, (batch, height, width, features), or
            `channels_first`.
        dilation_rate: how far the rows and columns of a window are from each other.
        activation: f, by its Keras name, or a function of one's own.
        use_bias: whether there is a b.
        kernel_initializer: how W begins.
        bias_initializer: how b begins.
        **common: as of every `Layer`.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Sides,
        strides: Sides = (1, 1),
        padding: str = VALID,
        data_format: str | None = None,
        dilation_rate: Sides = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        **common: Any,
    ) -> None:
        super().__init__(
            filters,
            data_format,
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            **common,
        )
        self.kernel_size = each_side(kernel_size, 2, f"{self.name}: kernel_size")
        self.strides = each_side(strides, 2, f"{self.name}: strides")
        self.dilation_rate = each_side(dilation_rate, 2, f"{self.name}: dilation_rate")
        self.padding = checked.one_of(padding, PADDINGS, f"{self.name}: padding")
        self.expect_one_gap(strides=max(self.strides), dilation=max(self.dilation_rate))
        self.windows_of = [
            Windows(size, stride, self.padding, apart)
            for size, stride, apart in zip(
                self.kernel_size, self.strides, self.dilation_rate, strict=True
            )
        ]

    def turned_shape(self, shape: Shape) -> Shape:
        """Return a shape with the features last."""
        return self.shape_last(shape)

    def make_weights(self, input_shape: Shape) -> None:
        """Make W (kernel: row and column of the window, features, filters) and b (bias)."""
        expect_sides(input_shape, 2, self.name)
        features = features_of(self.shape_last(input_shape), self.name)
        self.compute_output_shape(input_shape)
        shape = (*self.kernel_size, features, self.filters)
        self.add_weights(shape)

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of W and b."""
        rows, columns = self.kernel_size
        features = last_side(self.shape_last(input_shape))
        return (rows * columns * features + self.use_bias) * self.filters

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, rows of windows, columns of windows, filters), or with the filters first.

        Raises:
            ShapeError: if no window fits.
        """
        batch, *sides, _ = self.shape_last(input_shape)
        found = (
            windows.expected(side, self.name, CALLED[2])
            for windows, side in zip(self.windows_of, sides, strict=True)
        )
        return self.shape_as_given((batch, *found, self.filters))

    def forward(
        self,
        x: Float[np.ndarray, "batch height width features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch rows columns filters"]:
        """Calculate the windows of some pictures at a time: what they see stays in the cache."""
        x = self.x = np.ascontiguousarray(self.channels_last(x))
        down, across = self.windows_of
        self.sight = Sight.of(down, across, x.shape[1:3])
        size = (len(x), *self.sight.counts, self.filters)
        logits = self.work.array("logits", size, self.dtype)
        y = self.work.array("y", size, self.dtype)
        look, W, rooms = kernels.of("conv2d_look", sight.look), self._by_row(), self._rooms()
        in_parts = type(self.activation) in BY_NUMBER

        def some(thread: int, part: slice) -> None:
            own = logits[part]
            own[...] = self.bias.value if self.use_bias else 0
            look(x[part], W, self.sight, rooms[thread][: len(own)], own)  # 1, 2
            if in_parts:
                self.activation(own, out=y[part])  # 3

        threads.each(some, self.parts)
        self.logits, self.y = self.as_given(logits), self.as_given(y)
        if not in_parts:
            self.y = self.activation(self.logits, out=self.y)  # 3
        return self.y

    def backward(
        self, dy: Float[np.ndarray, "batch rows columns filters"]
    ) -> Float[np.ndarray, "batch height width features"] | None:
        """Undo 3, then the rest."""
        size = self.channels_last(self.y).shape
        out = self.as_given(self.work.array("dlogits", size, self.dtype))
        if type(self.activation) not in BY_NUMBER:
            undo = self.activation.undoing(self.logits)
            return self.backward_from_logits(undo(self.y, dy, out=out))
        undo_part = kernels.of(f"{self.activation.name}_gradient", self.activation.gradient)

        def some(part: slice) -> None:
            undo_part(*(_wide(self.channels_last(each)[part]) for each in (self.y, dy, out)))  # 3

        return self._back(out, some)

    def backward_from_logits(
        self, dlogits: Float[np.ndarray, "batch rows columns filters"]
    ) -> Float[np.ndarray, "batch height width features"] | None:
        """Undo 2 and 1, for a loss that has undone the activation together with itself."""
        return self._back(dlogits, None)

    def _back(self, dlogits: Array, undo: Callable[[slice], None] | None) -> Array | None:
        """Undo 2 and 1 of some pictures at a time.

        Args:
            dlogits: ∂L/∂logits.
            undo: what fills it for a part of the batch, if it is not filled yet.
        """
        self.dlogits = dlogits
        d_rows = np.ascontiguousarray(self.channels_last(dlogits))
        W_T = np.ascontiguousarray(self._by_row().swapaxes(1, 2))
        dWs = self.work.array("dW", (len(self.parts), *self._by_row().shape), self.dtype)
        dbs = self.work.array("db", (len(self.parts), self.filters), self.dtype)
        wanted = len(self.x) if self.needs_input_gradient else 0
        dx = self.work.array("dx", (wanted, *self.x.shape[1:]), self.dtype)
        undo_look, rooms = kernels.of("conv2d_undo_look", sight.undo_look), self._rooms()

        def some(thread: int, part: slice) -> None:
            if undo is not None:
                undo(part)
            own, k, seen = d_rows[part], self.parts.index(part), rooms[thread]
            sum_of_rows(own.reshape(-1, self.filters), out=dbs[k])
            x = self.x[part]
            undo_look(x, W_T, self.sight, seen[: len(x)], own, dWs[k], dx[part])  # 2, 1

        threads.each(some, self.parts)
        if self.kernel.trainable:
            np.sum(dWs, axis=0, out=self.kernel.grad.reshape(dWs.shape[1:]))
            if self.use_bias:
                np.sum(dbs, axis=0, out=self.bias.grad)
        return self.as_given(dx) if self.needs_input_gradient else None

    @property
    def windows(self) -> Float[np.ndarray, "windows seen"]:
        """What each window of the last pictures sees, one below the other."""
        return sight.windows(self.x, self.sight)

    def _by_row(self) -> Float[np.ndarray, "k seen filters"]:
        """Return the kernel: the rows of a window in front, the numbers of each in one column."""
        kernel: Array = self.kernel.value
        return kernel.reshape(self.kernel_size[0], -1, self.filters)

    def _rooms(self) -> list[Array]:
        """Return room for what stands side by side, for each thread, and cut the batch for it."""
        shape = (self.sight.sides[0], self.sight.counts[1], self._by_row().shape[1])
        of_each = prod(shape) + 2 * prod(self.sight.counts) * self.filters
        self.parts = threads.cut(len(self.x), of_each)
        most = max((part.stop - part.start for part in self.parts), default=0)
        return [
            self.work.array(f"seen_{k}", (most, *shape), self.dtype) for k in range(threads.count())
        ]


def _wide(x: Array) -> Array:
    """Return numbers in long rows, over which compiled loops are faster."""
    return x.reshape(len(x), -1)
