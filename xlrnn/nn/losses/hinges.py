"""Margins: what is right by far enough costs nothing."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]


class Hinge(Loss):
    """L = mean_k max(1 − y_k p_k, 0), the labels −1 and 1; 0 and 1 mean the same."""

    default_name = "hinge"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of what the margins lack."""
        return np.mean(_lacking(_sides(y_true), y_pred), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return −y / n where the margin lacks something."""
        y = _sides(y_true)
        return (-y * (_lacking(y, y_pred) > 0) / y_pred.shape[-1]).astype(y_pred.dtype, copy=False)


class SquaredHinge(Loss):
    """L = mean_k max(1 − y_k p_k, 0)², the labels −1 and 1; 0 and 1 mean the same."""

    default_name = "squared_hinge"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean of the squares of what the margins lack."""
        return np.mean(_lacking(_sides(y_true), y_pred) ** 2, axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return −2 y max(1 − y p, 0) / n."""
        y = _sides(y_true)
        slope = -2 * y * _lacking(y, y_pred) / y_pred.shape[-1]
        return slope.astype(y_pred.dtype, copy=False)


class CategoricalHinge(Loss):
    """L = max(largest score of a wrong class − score of the right one + 1, 0), y one-hot."""

    default_name = "categorical_hinge"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return what the margin lacks."""
        right = np.sum(y_true * y_pred, axis=-1)
        wrong = np.max((1 - y_true) * y_pred, axis=-1)
        return np.maximum(wrong - right + 1, 0)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 for the wrong class that comes nearest and −1 for the right one."""
        others = (1 - y_true) * y_pred
        nearest = np.arange(y_pred.shape[-1]) == others.argmax(axis=-1)[..., None]
        lacks = self.values(y_true, y_pred)[..., None] > 0
        return (lacks * (nearest * (1 - y_true) - y_true)).astype(y_pred.dtype, copy=False)


def _sides(y_true: Array) -> Array:
    """Return the labels as −1 and 1; where all are 0 or 1, those become −1 and 1, as in Keras."""
    binary = bool(((y_true == 0) | (y_true == 1)).all())
    return 2 * y_true.astype(np.int8) - 1 if binary else y_true


def _lacking(y: Array, p: Array) -> Array:
    return np.maximum(1 - y * p, 0)
