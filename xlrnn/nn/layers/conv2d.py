"""Convolution over pictures: the same weights look at every window of a few rows and columns."""

from itertools import product
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from xlrnn.nn.compute import tall
from xlrnn.nn.compute.sequence import sum_of_rows
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
        """Calculate all windows in one product."""
        x = self.channels_last(x)
        self.shape = x.shape
        size = (len(x), *self._counts(), self.filters)
        self.windows = self._unfold(self._padded(x), size)  # 1
        logits = self.work.array("logits", size, self.dtype)
        flat = logits.reshape(-1, self.filters)
        tall.times(self.windows, self.as_matrix(self.kernel.value), out=flat)  # 2
        if self.use_bias:
            flat += self.bias.value
        self.logits = self.as_given(logits)
        y = self.as_given(self.work.array("y", size, self.dtype))
        self.y = self.activation(self.logits, out=y)  # 3
        return self.y

    def backward(
        self, dy: Float[np.ndarray, "batch rows columns filters"]
    ) -> Float[np.ndarray, "batch height width features"] | None:
        """Undo 3, then the rest."""
        size = self.channels_last(self.y).shape
        out = self.as_given(self.work.array("dlogits", size, self.dtype))
        undo = self.activation.undoing(self.logits)
        return self.backward_from_logits(undo(self.y, dy, out=out))

    def backward_from_logits(
        self, dlogits: Float[np.ndarray, "batch rows columns filters"]
    ) -> Float[np.ndarray, "batch height width features"] | None:
        """Undo 2 and 1, for a loss that has undone the activation together with itself."""
        self.dlogits = dlogits
        flat = np.ascontiguousarray(self.channels_last(dlogits)).reshape(-1, self.filters)
        if self.kernel.trainable:
            tall.summed(self.windows, flat, out=self.as_matrix(self.kernel.grad))  # 2
            if self.use_bias:
                sum_of_rows(flat, out=self.bias.grad)
        if not self.needs_input_gradient:
            return None
        return self.as_given(self._undo_windows(flat))  # 2, 1

    def _counts(self) -> tuple[int, int]:
        """Return how many rows and columns of windows there are."""
        (down, height), (across, width) = zip(self.windows_of, self.shape[1:3], strict=True)
        return down.count(height), across.count(width)

    def _around(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return how many zeros stand before each side, and how long it is with those around it."""
        (down, height), (across, width) = zip(self.windows_of, self.shape[1:3], strict=True)
        before = down.before(height), across.before(width)
        return before, (height + down.missing(height), width + across.missing(width))

    def _padded(self, x: Array) -> Array:
        """Return the pictures with the zeros around them, in one piece of memory."""
        (top, left), (height, width) = self._around()
        batch, rows, columns, features = x.shape
        if (height, width) == (rows, columns):
            return np.ascontiguousarray(x)
        padded = self.work.zeros("padded", (batch, height, width, features), self.dtype)
        padded[:, top : top + rows, left : left + columns] = x
        return padded

    def _unfold(self, padded: Array, size: tuple[int, ...]) -> Array:
        """Return one row for each window."""
        batch, rows, columns, _ = size
        features = padded.shape[-1]
        of_batch, down, across, along = padded.strides
        (s_down, s_across), (d_down, d_across) = self.strides, self.dilation_rate
        shape = (batch, rows, columns, *self.kernel_size, features)
        strides = (of_batch, s_down * down, s_across * across, d_down * down, d_across * across,
                   along)  # fmt: skip
        windows = self.work.array("windows", shape, self.dtype)
        np.copyto(windows, as_strided(padded, shape, strides, writeable=False))
        return windows.reshape(batch * rows * columns, -1)

    def _undo_windows(self, d_flat: Float[np.ndarray, "windows filters"]) -> Array:
        """Return what a place gets from all windows it is in, weight by weight.

        What one weight passes on lies in one piece, which is faster to add up than a column of
        windows side by side.
        """
        batch, height, width, features = self.shape
        (top, left), sides = self._around()
        d_padded = self.work.zeros("d_padded", (batch, *sides, features), self.dtype)
        rows, columns = self._counts()
        passed = self.work.array("passed", (batch, rows, columns, features), self.dtype)
        total = self.work.array("total", passed.shape, self.dtype)
        for i, j in product(*map(range, self.kernel_size)):
            W = np.ascontiguousarray(self.kernel.value[i, j].T)
            np.matmul(d_flat, W, out=passed.reshape(-1, features))  # 2
            seen = (slice(None), self._seen_by(0, i, rows), self._seen_by(1, j, columns))
            # They have gaps: nothing is added in place.
            d_padded[seen] = np.add(d_padded[seen], passed, out=total)  # 1
        return d_padded[:, top : top + height, left : left + width]

    def _seen_by(self, side: int, k: int, count: int) -> slice:
        """Return which rows, or columns, are the k-th of a window."""
        first, stride = k * self.dilation_rate[side], self.strides[side]
        return slice(first, first + (count - 1) * stride + 1, stride)
