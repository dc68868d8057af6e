"""How often a prediction is right, for each form of labels."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core.checked import positive
from xlrnn.nn.losses.pairs import pair
from xlrnn.nn.metrics.reductions import MeanOfRows

Array = NDArray[Any]


class Accuracy(MeanOfRows):
    """How often label and prediction are equal."""

    default_name = "accuracy"
    direction = "up"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where they are."""
        y, p = alike(self.name, y_true, y_pred)
        return y == p


class BinaryAccuracy(MeanOfRows):
    """How often a label, 0 or 1, is on the side of the threshold that was predicted.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake.
        threshold: above it a prediction means 1.
    """

    default_name = "binary_accuracy"
    direction = "up"
    options = ("threshold",)

    def __init__(
        self, name: str | None = None, dtype: DTypeLike | None = None, threshold: float = 0.5
    ) -> None:
        self.threshold = float(threshold)
        super().__init__(name, dtype)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        y, p = alike(self.name, y_true, y_pred)
        return y == (p > self.threshold)


class CategoricalAccuracy(MeanOfRows):
    """How often the likeliest class is the labelled one, labels one-hot."""

    default_name = "categorical_accuracy"
    direction = "up"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        return one_hot(self.name, y_true, y_pred).argmax(axis=-1) == y_pred.argmax(axis=-1)


class SparseCategoricalAccuracy(MeanOfRows):
    """How often the likeliest class is the labelled one, labels whole numbers."""

    default_name = "sparse_categorical_accuracy"
    direction = "up"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        return numbers(self.name, y_true, y_pred) == y_pred.argmax(axis=-1)


class TopKCategoricalAccuracy(MeanOfRows):
    """How often the labelled class is among the k likeliest, labels one-hot.

    Args:
        k: how many may be.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    default_name = "top_k_categorical_accuracy"
    direction = "up"
    options = ("k",)

    def __init__(self, k: int = 5, name: str | None = None, dtype: DTypeLike | None = None) -> None:
        self.k = positive(k, f"{type(self).__name__}: k")
        super().__init__(name, dtype)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        labels = one_hot(self.name, y_true, y_pred).argmax(axis=-1)
        return _likelier(labels, y_pred) < self.k


class SparseTopKCategoricalAccuracy(MeanOfRows):
    """How often the labelled class is among the k likeliest, labels whole numbers.

    Args:
        k: how many may be.
        name: under which it is reported.
        dtype: for Keras' sake.
        from_sorted_ids: whether predictions are the classes themselves, the likeliest first.
    """

    default_name = "sparse_top_k_categorical_accuracy"
    direction = "up"
    options = ("k", "from_sorted_ids")

    def __init__(
        self,
        k: int = 5,
        name: str | None = None,
        dtype: DTypeLike | None = None,
        from_sorted_ids: bool = False,
    ) -> None:
        self.k = positive(k, f"{type(self).__name__}: k")
        self.from_sorted_ids = from_sorted_ids
        super().__init__(name, dtype)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        labels = numbers(self.name, y_true, y_pred)
        if self.from_sorted_ids:
            return (labels[..., None] == y_pred[..., : self.k]).any(axis=-1)
        return _likelier(labels.astype(np.intp), y_pred) < self.k


def _likelier(labels: Array, y_pred: Array) -> Array:
    """Return how many classes are likelier than the labelled one."""
    return np.sum(y_pred > np.take_along_axis(y_pred, labels[..., None], -1), axis=-1)


# What labels have to look like.


def alike(name: str, y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    """Return labels and predictions in one shape.

    Raises:
        ShapeError: if they have two.
    """
    y, p = pair(y_true, y_pred)
    if y.shape != p.shape:
        raise ShapeError(f"{name}: the labels have shape {y.shape}, the predictions {p.shape}")
    return y, p


def one_hot(name: str, y_true: Array, y_pred: Array) -> Array:
    """Return labels that are one-hot.

    Raises:
        ShapeError: if they are not.
    """
    if y_true.shape != y_pred.shape:
        raise ShapeError(
            f"{name}: the labels have shape {y_true.shape}, expected one-hot labels of shape "
            f"{y_pred.shape}: use to_categorical, or the sparse metric"
        )
    return y_true


def numbers(name: str, y_true: Array, y_pred: Array) -> Array:
    """Return labels that are whole numbers, one for each row.

    Raises:
        ShapeError: if they are not.
    """
    if y_true.shape == (*y_pred.shape[:-1], 1):
        y_true = y_true[..., 0]
    if y_true.shape != y_pred.shape[:-1]:
        raise ShapeError(
            f"{name}: the labels have shape {y_true.shape}, expected whole numbers of shape "
            f"{y_pred.shape[:-1]}"
        )
    return y_true
