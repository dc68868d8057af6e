"""How wrong a prediction is: Keras' losses, each with its gradient beside it.

A loss gives one value for each row: for each sample, or for each step of each sample. How rows
are averaged, weighted and left out is one and the same for all, in `row_weights`.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.core.sequence import ones

Array = NDArray[Any]
EPSILON = 1e-7
"""Keras keeps probabilities so far from 0 and 1 before it takes their logarithm."""


class Loss:
    """A loss.

    Attributes:
        fuses_with: the activation whose gradient is taken together with the loss's own.
    """

    name: ClassVar[str]
    fuses_with: ClassVar[str | None] = None

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels in the form that the loss needs, for predictions of a shape.

        Raises:
            ShapeError: if they have another.
            InputError: if they are no labels.
        """
        if y_true.ndim == len(shape) - 1 and shape[-1] == 1:
            y_true = y_true[..., None]
        if y_true.shape != shape:
            raise ShapeError(f"{self.name}: the labels have shape {y_true.shape}, expected {shape}")
        return y_true

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the loss of each row."""
        raise NotImplementedError

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return ∂(loss of the row)/∂y_pred."""
        raise NotImplementedError

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return the loss of each row from the logits, exact however sure the network is."""
        raise NotImplementedError

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return ∂(loss of the row)/∂logits."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))


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


class MeanAbsoluteError(Loss):
    """L = mean_k |p_k − y_k|."""

    name = "mean_absolute_error"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the distances."""
        return np.mean(np.abs(y_pred - y_true), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the sign of p − y, over n."""
        return np.sign(y_pred - y_true) / y_pred.dtype.type(y_pred.shape[-1])


class CategoricalCrossentropy(Loss):
    """L = −Σ_k y_k ln p_k, the labels one-hot or probabilities.

    Args:
        from_logits: whether predictions are scores before softmax.
        label_smoothing: what is taken from the right class and given to all alike.
    """

    name = "categorical_crossentropy"
    fuses_with = "softmax"

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        self.from_logits, self.label_smoothing = from_logits, label_smoothing

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels, smoothed."""
        if y_true.shape == shape[:-1] or y_true.shape == (*shape[:-1], 1) != shape:
            raise ShapeError(
                f"{self.name}: the labels have shape {y_true.shape}, expected one-hot labels of "
                f"shape {shape}: use to_categorical, or sparse_categorical_crossentropy"
            )
        y_true = super().check(y_true, shape)
        if not self.label_smoothing:
            return y_true
        return y_true * (1 - self.label_smoothing) + self.label_smoothing / y_true.shape[-1]

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return −Σ y ln p; p is made to sum to 1 and kept off 0 and 1, as Keras does it."""
        if self.from_logits:
            return self.fused_values(y_true, y_pred)
        p = y_pred / y_pred.sum(axis=-1, keepdims=True)
        clipped = np.clip(p, EPSILON, 1 - EPSILON)
        return -np.sum(y_true * np.log(clipped), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the gradient by p, or by the logits if those are predicted."""
        if self.from_logits:
            e = np.exp(y_pred - y_pred.max(axis=-1, keepdims=True))
            return self.fused_gradient(y_true, e / e.sum(axis=-1, keepdims=True))
        total = y_pred.sum(axis=-1, keepdims=True)
        p = y_pred / total
        inside = (p > EPSILON) & (p < 1 - EPSILON)
        dp = np.where(inside, -y_true / np.clip(p, EPSILON, 1), 0)
        return (dp - np.sum(dp * p, axis=-1, keepdims=True)) / total

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return Σ y (ln Σ e^(logits) − logits)."""
        above = logits - logits.max(axis=-1, keepdims=True)
        log_sum = np.log(_over_classes(np.exp(above)))
        return log_sum * _over_classes(y_true) - _over_classes(y_true * above)

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return p Σy − y; labels that are one-hot sum to 1."""
        total = _over_classes(y_true).astype(y_pred.dtype, copy=False)
        return y_pred * total[..., None] - y_true


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


class BinaryCrossentropy(Loss):
    """L = −mean_k (y_k ln p_k + (1 − y_k) ln(1 − p_k)).

    Args:
        from_logits: whether predictions are scores before the sigmoid.
        label_smoothing: how far labels are moved towards 1/2.
    """

    name = "binary_crossentropy"
    fuses_with = "sigmoid"

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        self.from_logits, self.label_smoothing = from_logits, label_smoothing

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels, from 0 to 1, smoothed."""
        y_true = super().check(y_true, shape)
        if y_true.size and (y_true.min() < 0 or y_true.max() > 1):
            raise InputError(
                f"{self.name}: labels from {y_true.min()} to {y_true.max()}: expected 0 to 1"
            )
        return y_true * (1 - self.label_smoothing) + self.label_smoothing / 2

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean over the outputs; p is kept off 0 and 1, as Keras does it."""
        if self.from_logits:
            return self.fused_values(y_true, y_pred)
        p = np.clip(y_pred, EPSILON, 1 - EPSILON)
        return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return the gradient by p, or by the logits if those are predicted."""
        if self.from_logits:
            return self.fused_gradient(y_true, 1 / (1 + np.exp(-y_pred)))
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


def _over_classes(rows: Array) -> Array:
    """Return the sum of each row, as a product with ones: of few classes four times as fast."""
    total: Array = rows @ ones(rows.shape[-1], rows.dtype)
    return total


_ALL: tuple[type[Loss], ...] = (
    MeanSquaredError,
    MeanAbsoluteError,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    BinaryCrossentropy,
)
_BY_NAME = {kind.name: kind for kind in _ALL} | {kind.__name__: kind for kind in _ALL}
_BY_NAME |= {"mse": MeanSquaredError, "mae": MeanAbsoluteError}


def get(given: "str | Loss | dict[str, Any]") -> Loss:
    """Return a loss from its name, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, Loss):
        return given
    if isinstance(given, dict):
        return _BY_NAME[given["class_name"]](**given["config"])
    try:
        return _BY_NAME[given]()
    except (KeyError, TypeError):
        known = ", ".join(sorted(name for name in _BY_NAME if name.islower()))
        raise UsageError(f"loss {given!r} is unknown: expected one of {known}") from None


def row_weights(
    shape: tuple[int, ...],
    sample_weight: Array | None = None,
    mask: Array | None = None,
    dtype: Any = np.float32,
) -> Array:
    """Return how much each row counts, so that the loss is the sum of weight · value.

    Keras' mean: over all rows, or over those that a mask leaves; sample weights multiply.

    Args:
        shape: of the rows.
        sample_weight: of each sample, or of each row.
        mask: which rows count; without any, the loss is 0.
        dtype: the number format.

    Example:
        >>> row_weights((2, 2), mask=np.array([[True, True], [True, False]])).tolist()[1][1]
        0.0
    """
    weights = np.full(shape, 1 / max(1, int(np.prod(shape))), dtype)
    if mask is not None and mask.shape == shape:
        weights *= mask * (mask.size / max(1, int(mask.sum())))
    if sample_weight is not None:
        behind = (1,) * (len(shape) - sample_weight.ndim)
        try:
            weights *= sample_weight.reshape(*sample_weight.shape, *behind)
        except ValueError:
            raise ShapeError(
                f"sample_weight has shape {sample_weight.shape}, expected {shape[:1]} or {shape}"
            ) from None
    return weights
