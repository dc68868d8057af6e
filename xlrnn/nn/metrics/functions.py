"""Metrics as functions: the number of each row. Those of losses are in `nn.losses`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses import floats
from xlrnn.nn.metrics.accuracy import (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from xlrnn.nn.metrics.reductions import MeanOfRows

Array = NDArray[Any]


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Array:
    """Return 1 where a label, 0 or 1, is on the side of the threshold that was predicted.

    Example:
        >>> binary_accuracy([[1], [1], [0]], [[0.9], [0.2], [0.4]]).tolist()
        [[1.0], [0.0], [1.0]]
    """
    return _rows(BinaryAccuracy(threshold=threshold), y_true, y_pred)


def categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """Return 1 where the likeliest class is the labelled one, labels one-hot."""
    return _rows(CategoricalAccuracy(), y_true, y_pred)


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Array:
    """Return 1 where the likeliest class is the labelled one, labels whole numbers."""
    return _rows(SparseCategoricalAccuracy(), y_true, y_pred)


def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Array:
    """Return 1 where the labelled class is among the k likeliest, labels one-hot."""
    return _rows(TopKCategoricalAccuracy(k), y_true, y_pred)


def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> Array:
    """Return 1 where the labelled class is among the k likeliest, labels whole numbers."""
    metric = SparseTopKCategoricalAccuracy(k, from_sorted_ids=from_sorted_ids)
    return _rows(metric, y_true, y_pred)


def _rows(metric: MeanOfRows, y_true: Any, y_pred: Any) -> Array:
    p = floats(y_pred)
    return metric.rows(np.asarray(y_true), p).astype(p.dtype)


BY_FUNCTION: dict[Any, type[MeanOfRows]] = {
    binary_accuracy: BinaryAccuracy,
    categorical_accuracy: CategoricalAccuracy,
    sparse_categorical_accuracy: SparseCategoricalAccuracy,
    top_k_categorical_accuracy: TopKCategoricalAccuracy,
    sparse_top_k_categorical_accuracy: SparseTopKCategoricalAccuracy,
}
"""Which metric each function is the rows of."""
