"""Convolution over time: the same weights look at every window of a few steps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import batch_first, time_first, to_rows
from xlrnn.nn.core import checked
from xlrnn.nn.core.checked import positive
from xlrnn.nn.core.input_shape import Shape, expect_sequences, features_of, last_side
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.convolution import Convolution
from xlrnn.shapes import Float

Array = NDArray[Any]
PADDINGS = ("valid", "same", "causal")


@registered
class Conv1D(Convolution):
    """A layer that sees k steps at a time, s steps further on each time.

    1. window_t = [x_(ts), x_(ts + d), …, x_(ts + (k−1)d)]     side by side, k · features numbers
    2. logits_t = W · window_t + b
    3. y_t = f(logits_t)

    Args:
        filters: the number of outputs of a window.
        kernel_size: k, the steps of a window.
        strides: s.
        padding: `valid`: only windows that lie inside; `same`: zeros on both sides, so that
            there is an output for every step (every s-th); `causal`: zeros in front alone, so
            that no output sees a later step.
        data_format: where the features are: `channels_last` or `channels_first`.
        dilation_rate: d, the distance of the steps of a window.
        activation: f, by its Keras name, or a function of one's own.
        use_bias: whether there is a b.
        kernel_initializer: how W begins.
        bias_initializer: how b begins.
        **common: as of every `Layer`.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int] | list[int],
        strides: int | tuple[int] | list[int] = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | tuple[int] | list[int] = 1,
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
        self.kernel_size = _one(kernel_size, "kernel_size")
        self.strides = _one(strides, "strides")
        self.dilation_rate = _one(dilation_rate, "dilation_rate")
        self.padding = checked.one_of(padding, PADDINGS, f"{self.name}: padding")
        self.expect_one_gap(strides=self.strides, dilation=self.dilation_rate)

    def make_weights(self, input_shape: Shape) -> None:
        """Make W (kernel: step of the window, features, filters) and b (bias)."""
        expect_sequences(input_shape, self.name)
        features = features_of(self.turned_shape(input_shape), self.name)
        shape = (self.kernel_size, features, self.filters)
        self.compute_output_shape(input_shape)
        self.add_weights(shape)

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of W and b."""
        features = last_side(self.turned_shape(input_shape))
        return (self.kernel_size * features + self.use_bias) * self.filters

    @property
    def span(self) -> int:
        """The steps from the first of a window to its last, both counted."""
        return self.dilation_rate * (self.kernel_size - 1) + 1

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, windows, filters), or (batch, filters, windows).

        Raises:
            ShapeError: if no window fits.
        """
        batch, time, _ = self.turned_shape(input_shape)
        windows = None if time is None else self._windows(time)
        return self.turned_shape((batch, windows, self.filters))

    def _windows(self, time: int) -> int:
        """Return how many windows there are."""
        room = time - self.span if self.padding == "valid" else time - 1
        if room < 0:
            raise ShapeError(
                f"{self.name}: the input has {counted(time, 'step')}, and a window spans "
                f"{self.span}: expected longer sequences, or padding='same' or 'causal'"
            )
        return room // self.strides + 1

    def _padding(self, time: int) -> tuple[int, int]:
        """Return how many zeros stand before and behind the steps."""
        if self.padding == "valid":
            return 0, 0
        if self.padding == "causal":
            return self.span - 1, 0
        total = max((self._windows(time) - 1) * self.strides + self.span - time, 0)
        return total // 2, total - total // 2

    def forward(
        self,
        x: Float[np.ndarray, "batch time features"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Float[np.ndarray, "batch windows filters"]:
        """Calculate all windows in one product."""
        x = self.turned(x)
        self.shape, self.count = x.shape, self._windows(x.shape[1])
        self.windows = self._unfold(self._padded(x))  # 1
        size = (self.count, len(x), self.filters)
        logits = self.work.array("logits", size, self.dtype)
        rows = logits.reshape(-1, self.filters)
        np.matmul(self.windows, self.as_matrix(self.kernel.value), out=rows)  # 2
        if self.use_bias:
            rows += self.bias.value
        self.logits = self.turned(batch_first(logits))
        y = self.turned(batch_first(self.work.array("y", size, self.dtype)))
        self.y = self.activation(self.logits, out=y)  # 3
        return self.y

    def backward(
        self, dy: Float[np.ndarray, "batch windows filters"]
    ) -> Float[np.ndarray, "batch time features"] | None:
        """Undo 3, then the rest."""
        out = self.turned(self.work.sequence("dlogits", self.turned(dy).shape, self.dtype))
        undo = self.activation.undoing(self.logits)
        return self.backward_from_logits(undo(self.y, dy, out=out))

    def backward_from_logits(
        self, dlogits: Float[np.ndarray, "batch windows filters"]
    ) -> Float[np.ndarray, "batch time features"] | None:
        """Undo 2 and 1, for a loss that has undone the activation together with itself."""
        self.dlogits = dlogits
        rows = to_rows(self.turned(dlogits))
        if self.kernel.trainable:
            np.matmul(self.windows.T, rows, out=self.as_matrix(self.kernel.grad))  # 2
            if self.use_bias:
                rows.sum(axis=0, out=self.bias.grad)
        if not self.needs_input_gradient:
            return None
        d_windows = self.work.array("d_windows", self.windows.shape, self.dtype)
        np.matmul(rows, self.as_matrix(self.kernel.value).T, out=d_windows)
        return self.turned(self._fold(d_windows))  # 1

    def _padded(self, x: Array) -> Array:
        """Return the steps in front, with the zeros around them."""
        before, behind = self._padding(x.shape[1])
        if before + behind == 0:
            return time_first(x)
        batch, time, features = x.shape
        size = (before + time + behind, batch, features)
        padded = self.work.zeros("padded", size, self.dtype)
        padded[before : before + time] = x.swapaxes(0, 1)
        return padded

    def _unfold(self, padded: Array) -> Array:
        """Return one row for each window."""
        _, batch, features = padded.shape
        size = (self.count, batch, self.kernel_size, features)
        windows = self.work.array("windows", size, self.dtype)
        for k in range(self.kernel_size):
            windows[:, :, k] = padded[self._seen_by(k)]
        return windows.reshape(self.count * batch, self.kernel_size * features)

    def _fold(self, d_windows: Array) -> Array:
        """Undo `_unfold` and `_padded`: a step's gradient is that of all windows it is in."""
        batch, time, features = self.shape
        before, behind = self._padding(time)
        size = (before + time + behind, batch, features)
        d_padded = self.work.zeros("d_padded", size, self.dtype)
        total = self.work.array("total", (self.count, batch, features), self.dtype)
        parts = d_windows.reshape(self.count, batch, self.kernel_size, features)
        for k in range(self.kernel_size):
            seen = self._seen_by(k)  # with strides they have gaps: nothing is added in place
            d_padded[seen] = np.add(d_padded[seen], parts[:, :, k], out=total)
        return batch_first(d_padded[before : before + time])

    def _seen_by(self, k: int) -> slice:
        """Return which steps are the k-th of a window."""
        first = k * self.dilation_rate
        return slice(first, first + (self.count - 1) * self.strides + 1, self.strides)


def _one(given: Any, what: str) -> int:
    """Return a number that may stand in a tuple alone, as Keras allows it."""
    if isinstance(given, tuple | list) and len(given) == 1:
        given = given[0]
    return positive(given, f"Conv1D: {what}")
