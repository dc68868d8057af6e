"""The mean of the distances."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]


class MeanAbsoluteError(Loss):
    """L = mean_k |p_k − y_k|."""

    name = "mean_absolute_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the distances."""
        return np.mean(np.abs(y_pred - y_true), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the sign of p − y, over n."""
        return np.sign(y_pred - y_true) / y_pred.dtype.type(y_pred.shape[-1])
