"""How far a number is from the one that was expected: means over the outputs of a row."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses.loss import EPSILON, Loss

Array = NDArray[Any]


class MeanSquaredError(Loss):
    """L = mean_k (p_k − y_k)²."""

    default_name = "mean_squared_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the squares."""
        difference = y_pred - y_true
        return np.mean(difference * difference, axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return 2 (p − y) / n."""
        return (y_pred - y_true) * y_pred.dtype.type(2 / y_pred.shape[-1])


class MeanAbsoluteError(Loss):
    """L = mean_k |p_k − y_k|."""

    default_name = "mean_absolute_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the distances."""
        return np.mean(np.abs(y_pred - y_true), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the sign of p − y, over n."""
        return np.sign(y_pred - y_true) / y_pred.dtype.type(y_pred.shape[-1])


class MeanAbsolutePercentageError(Loss):
    """L = 100 · mean_k |p_k − y_k| / |y_k|, with no |y_k| below 1e-7."""

    default_name = "mean_absolute_percentage_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the relative distances, in percent."""
        return 100 * np.mean(np.abs(y_pred - y_true) / _size(y_true, y_pred), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the sign of p − y, over |y| and n."""
        each = y_pred.dtype.type(100 / y_pred.shape[-1])
        return np.sign(y_pred - y_true) * each / _size(y_true, y_pred)


class MeanSquaredLogarithmicError(Loss):
    """L = mean_k (ln(1 + p_k) − ln(1 + y_k))², with nothing below 1e-7."""

    default_name = "mean_squared_logarithmic_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the squares."""
        difference = self._difference(y_true, y_pred)
        return np.mean(difference * difference, axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return 2 (ln(1 + p) − ln(1 + y)) / (1 + p) / n."""
        slope = (y_pred > EPSILON) * y_pred.dtype.type(2 / y_pred.shape[-1])
        return self._difference(y_true, y_pred) * slope / (np.maximum(y_pred, EPSILON) + 1)

    def _difference(self, y_true: Array, y_pred: Array) -> Array:
        y_true = y_true.astype(y_pred.dtype, copy=False)
        return np.log(np.maximum(y_pred, EPSILON) + 1) - np.log(np.maximum(y_true, EPSILON) + 1)


def _size(y_true: Array, y_pred: Array) -> Array:
    return np.maximum(np.abs(y_true).astype(y_pred.dtype, copy=False), EPSILON)
