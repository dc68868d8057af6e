"""Distances that grow as squares when they are small and as lines when they are large."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.core.checked import ABOVE_ZERO
from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]


class Huber(Loss):
    """L = mean_k e_k²/2 where |e_k| ≤ δ, else δ |e_k| − δ²/2, with e = p − y.

    Args:
        delta: where the square becomes a line.
        reduction: how the rows become one number.
        name: what errors call it.
        dtype: for Keras' sake.
    """

    default_name = "huber_loss"
    options = ("delta",)

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        self.delta = ABOVE_ZERO.number(delta, "Huber: delta")
        super().__init__(reduction, name, dtype)

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean over the outputs."""
        e = np.abs(y_pred - y_true)
        inside = np.minimum(e, self.delta)
        return np.mean(inside * (e - inside / 2), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return e / n, cut at ±δ / n."""
        n = y_pred.dtype.type(y_pred.shape[-1])
        return np.clip(y_pred - y_true, -self.delta, self.delta) / n


class LogCosh(Loss):
    """L = mean_k ln cosh(p_k − y_k)."""

    default_name = "log_cosh"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of |e| + ln(1 + e^(−2|e|)) − ln 2, which no e is too large for."""
        e = np.abs(y_pred - y_true)
        return np.mean(e + np.log1p(np.exp(-2 * e)) - e.dtype.type(np.log(2)), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return tanh(p − y) / n."""
        return np.tanh(y_pred - y_true) / y_pred.dtype.type(y_pred.shape[-1])
