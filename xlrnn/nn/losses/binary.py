"""Cross-entropy of answers that are yes or no, each for itself."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations import sigmoid
from xlrnn.nn.losses.loss import EPSILON
from xlrnn.nn.losses.smoothed import SmoothedCrossentropy

Array = NDArray[Any]


class BinaryCrossentropy(SmoothedCrossentropy):
    """L = −mean_k (y_k ln p_k + (1 − y_k) ln(1 − p_k))."""

    default_name = "binary_crossentropy"

    @property
    def fuses_with(self) -> str | None:
        """The sigmoid, unless what it returns is taken for logits."""
        return None if self.from_logits or self.axis != -1 else "sigmoid"

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels, from 0 to 1."""
        y_true = super().check(y_true, shape)
        self.expect_shares(y_true)
        return y_true

    def choices(self, y_true: Array) -> int:  # noqa: ARG002
        """Return that there are two answers."""
        return 2

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean over the outputs; p is kept off 0 and 1, as Keras does it."""
        if self.from_logits:
            return self.fused_values(y_true, y_pred)
        p = np.clip(y_pred, EPSILON, 1 - EPSILON)
        return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the gradient by p, or by the logits if those are predicted."""
        if self.from_logits:
            return self.fused_gradient(y_true, sigmoid(y_pred))
        p = np.clip(y_pred, EPSILON, 1 - EPSILON)
        inside = (y_pred > EPSILON) & (y_pred < 1 - EPSILON)
        slope = (p - y_true) / (p * (1 - p)) / y_pred.shape[-1]
        return (slope * inside).astype(y_pred.dtype, copy=False)

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return the mean of ln(1 + e^logit) − y · logit."""
        zero = logits.dtype.type(0)
        return np.mean(np.logaddexp(logits, zero) - y_true * logits, axis=-1)

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return (p − y) / n."""
        return ((y_pred - y_true) / y_pred.shape[-1]).astype(y_pred.dtype, copy=False)
