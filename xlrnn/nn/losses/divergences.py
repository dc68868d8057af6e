"""How unlikely what was expected is under what was predicted, or where a vector points."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.losses.loss import EPSILON, Loss

Array = NDArray[Any]
SHORTEST = 1e-12
"""The square of a vector's length is not taken for smaller, as in Keras."""


class KLDivergence(Loss):
    """L = Σ_k y_k ln(y_k / p_k), both kept between 1e-7 and 1."""

    default_name = "kl_divergence"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the divergence of each row."""
        y = np.clip(y_true.astype(y_pred.dtype, copy=False), EPSILON, 1)
        return np.sum(y * np.log(y / np.clip(y_pred, EPSILON, 1)), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return −y / p where p is not cut."""
        y = np.clip(y_true.astype(y_pred.dtype, copy=False), EPSILON, 1)
        inside = (y_pred > EPSILON) & (y_pred < 1)
        return -y / np.clip(y_pred, EPSILON, 1) * inside


class Poisson(Loss):
    """L = mean_k (p_k − y_k ln(p_k + 1e-7)): counts, and the rates they are expected with."""

    default_name = "poisson"

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the mean over the outputs."""
        return np.mean(y_pred - y_true * np.log(y_pred + y_pred.dtype.type(EPSILON)), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return (1 − y / p) / n."""
        slope = (1 - y_true / (y_pred + EPSILON)) / y_pred.shape[-1]
        return slope.astype(y_pred.dtype, copy=False)


class CosineSimilarity(Loss):
    """L = −cos of the angle between y and p.

    Args:
        axis: along which the vectors lie.
        reduction: how the rows become one number.
        name: what errors call it.
        dtype: for Keras' sake.
    """

    default_name = "cosine_similarity"
    options = ("axis",)

    def __init__(
        self,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        self.axis = axis
        super().__init__(reduction, name, dtype)

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return minus the cosine of each row."""
        return -np.sum(unit(y_true) * unit(y_pred), axis=-1)

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return (p̂ cos − ŷ) / |p|: only what turns the vector counts."""
        y, p = unit(y_true), unit(y_pred)
        turned = p * np.sum(y * p, axis=-1, keepdims=True) - y
        return (turned * _over_length(y_pred)).astype(y_pred.dtype, copy=False)


def unit(vectors: Array) -> Array:
    """Return vectors of length 1, in the last dimension; those of length 0 stay."""
    return vectors * _over_length(vectors)


def _over_length(vectors: Array) -> Array:
    squares = np.sum(vectors * vectors, axis=-1, keepdims=True)
    return 1 / np.sqrt(np.maximum(squares, SHORTEST))
