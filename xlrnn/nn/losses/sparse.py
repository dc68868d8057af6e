"""Cross-entropy of labels that are whole numbers."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError, ShapeError
from xlrnn.nn.activations import softmax
from xlrnn.nn.core import checked
from xlrnn.nn.losses.loss import EPSILON, Loss

Array = NDArray[Any]

LEAST = {"f": 1e-30, "d": 1e-290}
"""A probability below this has lost digits, in float32 and in float64."""


class SparseCategoricalCrossentropy(Loss):
    """L = −ln p_label, the labels whole numbers.

    Args:
        from_logits: whether predictions are scores before softmax.
        ignore_class: a label whose rows do not count.
        reduction: how the rows become one number.
        axis: where the classes lie.
        name: what errors call it.
        dtype: for Keras' sake.
    """

    default_name = "sparse_categorical_crossentropy"
    options: ClassVar[tuple[str, ...]] = ("from_logits", "ignore_class", "axis")

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        kind = type(self).__name__
        self.from_logits = checked.truth(from_logits, f"{kind}: from_logits")
        self.ignore_class = (
            None
            if ignore_class is None
            else checked.whole(ignore_class, f"{kind}: ignore_class", least=None)
        )
        self.axis = axis
        super().__init__(reduction, name, dtype)

    @property
    def fuses_with(self) -> str | None:
        """Softmax, unless what it returns is taken for logits."""
        return None if self.from_logits or self.axis != -1 else "softmax"

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
        if self.ignore_class is not None:
            wrong &= labels != self.ignore_class
        if wrong.any():
            at = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise InputError(
                f"{self.name}: label {y_true[at]} at {at}: expected whole numbers from 0 to "
                f"{(shape[-1] or 0) - 1}"
            )
        return labels

    def counted(self, labels: Array) -> Array | None:
        """Return which rows have another label than the one to be ignored."""
        return None if self.ignore_class is None else labels != self.ignore_class

    def targets(self, labels: Array, rank: int) -> Array:
        """Return the labels, and any class where there is none to be found."""
        y = super().targets(labels, rank)
        return y if self.ignore_class is None else np.where(y == self.ignore_class, 0, y)

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return −ln p; p is made to sum to 1 and kept off 0 and 1, as Keras does it."""
        if self.from_logits:
            return self.fused_values(y_true, y_pred)
        p = _at(y_true, y_pred) / y_pred.sum(axis=-1)
        return -np.log(np.clip(p, EPSILON, 1 - EPSILON))

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the gradient by p, or by the logits if those are predicted."""
        if self.from_logits:
            return self.fused_gradient(y_true, softmax(y_pred))
        total = y_pred.sum(axis=-1, keepdims=True)
        right = np.take_along_axis(y_pred, y_true[..., None], -1)
        inside = (right > EPSILON * total) & (right < (1 - EPSILON) * total)
        dp = np.repeat(inside / total, y_pred.shape[-1], axis=-1)
        at_right = 1 / total - 1 / np.where(inside, right, right.dtype.type(1))
        np.put_along_axis(dp, y_true[..., None], inside * at_right, -1)
        return dp.astype(y_pred.dtype, copy=False)

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return ln Σ e^(logits) − the right class's logit."""
        above = logits - logits.max(axis=-1, keepdims=True)
        return np.log(np.sum(np.exp(above), axis=-1)) - _at(y_true, above)

    def values_of_both(self, y_true: Array, logits: Array, y_pred: Array) -> Array:
        """Return −ln p, which of many classes looks at one; where p is next to 0, the logits."""
        p = _at(y_true, y_pred)
        with np.errstate(divide="ignore"):
            values: Array = -np.log(p)
        unsure = p < LEAST[p.dtype.char]
        if unsure.any():
            values[unsure] = self.fused_values(y_true[unsure], logits[unsure])
        return values

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return p − y."""
        return self.weighed_gradient(y_true, y_pred, np.ones(y_true.shape, y_pred.dtype))

    def weighed_gradient(self, y_true: Array, y_pred: Array, weights: Array) -> Array:
        """Return (p − y) · weight; of many classes one pass is all that it takes."""
        gradient = y_pred * weights[..., None]
        at = y_true[..., None]
        right = np.take_along_axis(y_pred, at, -1) - 1
        np.put_along_axis(gradient, at, right * weights[..., None], -1)
        return gradient


def _at(labels: Array, of: Array) -> Array:
    return np.take_along_axis(of, labels[..., None], -1)[..., 0]
