"""The mean of the squared distances."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]


class MeanSquaredError(Loss):
    """L = mean_k (p_k − y_k)²."""

    name = "mean_squared_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the squares."""
        difference = y_pred - y_true
        return np.mean(difference * difference, axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return 2 (p − y) / n."""
        return (y_pred - y_true) * y_pred.dtype.type(2 / y_pred.shape[-1])
