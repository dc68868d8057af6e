"""Losses as functions: the loss of each row, not yet reduced to one number."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.losses.binary import BinaryCrossentropy
from xlrnn.nn.losses.categorical import CategoricalCrossentropy
from xlrnn.nn.losses.divergences import CosineSimilarity, KLDivergence, Poisson
from xlrnn.nn.losses.hinges import CategoricalHinge, Hinge, SquaredHinge
from xlrnn.nn.losses.loss import Loss
from xlrnn.nn.losses.regression import (
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
)
from xlrnn.nn.losses.robust import Huber, LogCosh
from xlrnn.nn.losses.sparse import SparseCategoricalCrossentropy

Array = NDArray[Any]


def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """Return the mean squared error of each row.

    Example:
        >>> mean_squared_error([[0.0, 2.0], [1.0, 1.0]], [[1.0, 4.0], [1.0, 1.0]]).tolist()
        [2.5, 0.0]
    """
    return MeanSquaredError().rows(y_true, y_pred)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """Return the mean distance of each row."""
    return MeanAbsoluteError().rows(y_true, y_pred)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Array:
    """Return the mean relative distance of each row, in percent."""
    return MeanAbsolutePercentageError().rows(y_true, y_pred)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Array:
    """Return the mean squared distance of the logarithms of each row."""
    return MeanSquaredLogarithmicError().rows(y_true, y_pred)


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Array:
    """Return Huber's distance of each row."""
    return Huber(delta).rows(y_true, y_pred)


def log_cosh(y_true: Any, y_pred: Any) -> Array:
    """Return the mean ln cosh of each row's distances."""
    return LogCosh().rows(y_true, y_pred)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """Return minus the cosine between each row and its label."""
    return CosineSimilarity(axis).rows(y_true, y_pred)


def kl_divergence(y_true: Any, y_pred: Any) -> Array:
    """Return the divergence of each row."""
    return KLDivergence().rows(y_true, y_pred)


def poisson(y_true: Any, y_pred: Any) -> Array:
    """Return Poisson's loss of each row."""
    return Poisson().rows(y_true, y_pred)


def hinge(y_true: Any, y_pred: Any) -> Array:
    """Return what the margins of each row lack."""
    return Hinge().rows(y_true, y_pred)


def squared_hinge(y_true: Any, y_pred: Any) -> Array:
    """Return the squares of what the margins of each row lack."""
    return SquaredHinge().rows(y_true, y_pred)


def categorical_hinge(y_true: Any, y_pred: Any) -> Array:
    """Return what the right class of each row lacks to be ahead by 1."""
    return CategoricalHinge().rows(y_true, y_pred)


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """Return the binary cross-entropy of each row."""
    return BinaryCrossentropy(from_logits, label_smoothing, axis).rows(y_true, y_pred)


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """Return the cross-entropy of each row, the labels one-hot or probabilities."""
    return CategoricalCrossentropy(from_logits, label_smoothing, axis).rows(y_true, y_pred)


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Array:
    """Return the cross-entropy of each row, the labels whole numbers."""
    loss = SparseCategoricalCrossentropy(from_logits, ignore_class, axis=axis)
    return loss.rows(y_true, y_pred)


BY_FUNCTION: dict[Any, type[Loss]] = {
    mean_squared_error: MeanSquaredError,
    mean_absolute_error: MeanAbsoluteError,
    mean_absolute_percentage_error: MeanAbsolutePercentageError,
    mean_squared_logarithmic_error: MeanSquaredLogarithmicError,
    huber: Huber,
    log_cosh: LogCosh,
    cosine_similarity: CosineSimilarity,
    kl_divergence: KLDivergence,
    poisson: Poisson,
    hinge: Hinge,
    squared_hinge: SquaredHinge,
    categorical_hinge: CategoricalHinge,
    binary_crossentropy: BinaryCrossentropy,
    categorical_crossentropy: CategoricalCrossentropy,
    sparse_categorical_crossentropy: SparseCategoricalCrossentropy,
}
"""Which loss each function is the rows of."""

ABBREVIATED: dict[str, Any] = {
    "mse": mean_squared_error,
    "mae": mean_absolute_error,
    "mape": mean_absolute_percentage_error,
    "msle": mean_squared_logarithmic_error,
    "kld": kl_divergence,
    "bce": binary_crossentropy,
}
"""Keras' short names, in small letters; they are there in capitals, too."""
