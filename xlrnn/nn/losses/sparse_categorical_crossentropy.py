"""Cross-entropy of labels that are whole numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError
from xlrnn.nn.losses.loss import EPSILON, Loss

Array = NDArray[Any]


class SparseCategoricalCrossentropy(Loss):
    """L = −ln p_label, the labels whole numbers.

    Args:
        from_logits: whether predictions are scores before softmax.
    """

    name = "sparse_categorical_crossentropy"
    fuses_with = "softmax"

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels as places in the last axis."""
        if y_true.shape == (*shape[:-1], 1):
            y_true = y_true[..., 0]
        if y_true.shape != shape[:-1]:
            hint = ": use categorical_crossentropy" if y_true.shape == shape else ""
            raise ShapeError(
                f"{self.name}: the labels have shape {y_true.shape}, expected whole numbers of "
                f"shape {shape[:-1]}{hint}"
            )
        labels = y_true.astype(np.intp)
        wrong = (labels != y_true) | (labels < 0) | (labels >= (shape[-1] or 0))
        if wrong.any():
            at = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise InputError(
                f"{self.name}: label {y_true[at]} at {at}: expected whole numbers from 0 to "
                f"{(shape[-1] or 0) - 1}"
            )
        return labels

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return −ln of the right class's probability, kept off 0 and 1 as Keras does it."""
        if self.from_logits:
            return self.fused_values(y_true, y_pred)
        p = np.clip(self._at(y_true, y_pred), EPSILON, 1 - EPSILON)
        return -np.log(p) + np.log(np.clip(y_pred, EPSILON, 1 - EPSILON).sum(axis=-1))

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the gradient by p, or by the logits if those are predicted."""
        if self.from_logits:
            e = np.exp(y_pred - y_pred.max(axis=-1, keepdims=True))
            return self.fused_gradient(y_true, e / e.sum(axis=-1, keepdims=True))
        inside = (y_pred > EPSILON) & (y_pred < 1 - EPSILON)
        clipped = np.clip(y_pred, EPSILON, 1 - EPSILON)
        dp = np.repeat(1 / clipped.sum(axis=-1, keepdims=True), y_pred.shape[-1], axis=-1)
        at = y_true[..., None]
        right = np.take_along_axis(dp, at, -1) - 1 / np.take_along_axis(clipped, at, -1)
        np.put_along_axis(dp, at, right, -1)
        return dp * inside

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return ln Σ e^(logits) − the right class's logit."""
        above = logits - logits.max(axis=-1, keepdims=True)
        return np.log(np.sum(np.exp(above), axis=-1)) - self._at(y_true, above)

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return p − y."""
        gradient = np.array(y_pred)
        at = y_true[..., None]
        np.put_along_axis(gradient, at, np.take_along_axis(gradient, at, -1) - 1, -1)
        return gradient

    def _at(self, labels: Array, of: Array) -> Array:
        return np.take_along_axis(of, labels[..., None], -1)[..., 0]
