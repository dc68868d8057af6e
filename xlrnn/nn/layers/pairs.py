"""tanh of the sum of every step of one sequence and every step of another."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Float

Array = NDArray[Any]
IN_CACHE = 1 << 17
"""How many numbers are worked on at once, so that they are still near when they are read again."""


def scored(
    query: Float[np.ndarray, "batch steps features"],
    key: Float[np.ndarray, "batch source features"],
    weights: Float[np.ndarray, " features"],
    inner: Any,
    tanh: Float[np.ndarray, "batch steps source features"],
    out: Float[np.ndarray, "batch steps source"],
) -> None:
    """Calculate score_ij = Σ_d weights_d · tanh(inner · (query_id + key_jd)).

    Args:
        query: one sequence.
        key: the other.
        weights: what the features are weighted with.
        inner: a number, or None for 1.
        tanh: where the hyperbolic tangents go.
        out: where the scores go.
    """
    for some in _blocks(tanh):
        sums = np.add(query[some, :, None], key[some, None], out=tanh[some])
        if inner is not None:
            sums *= inner
        np.tanh(sums, out=sums)
        np.matmul(sums, weights, out=out[some])


def undone(
    dscore: Float[np.ndarray, "batch steps source"],
    tanh: Float[np.ndarray, "batch steps source features"],
) -> tuple[Array, Array]:
    """Return Σ_j dscore_ij · (1 − tanh_ij²), feature by feature, and the same sum over i."""
    batch, steps, source, features = tanh.shape
    of_query = np.empty((batch, steps, features), tanh.dtype)
    of_key = np.empty((batch, source, features), tanh.dtype)
    for some in _blocks(tanh):
        squares, d = np.square(tanh[some]), dscore[some]
        np.matmul(d[:, :, None], squares, out=of_query[some, :, None])
        across = np.ascontiguousarray(d.swapaxes(1, 2))  # else NumPy goes without BLAS
        np.matmul(across[:, :, None], squares.swapaxes(1, 2), out=of_key[some, :, None])
    np.subtract(dscore.sum(axis=2)[..., None], of_query, out=of_query)
    np.subtract(dscore.sum(axis=1)[..., None], of_key, out=of_key)
    return of_query, of_key


def weighed(dscore: Array, tanh: Array) -> Array:
    """Return Σ dscore · tanh of each feature: ∂L/∂ of the weights."""
    total: Array = dscore.reshape(-1) @ tanh.reshape(-1, tanh.shape[-1])
    return total


def _blocks(array: Array) -> Iterator[slice]:
    """Yield some samples after the other, as many as go together."""
    each = max(1, IN_CACHE // max(1, array[0].size)) if len(array) else 1
    for first in range(0, len(array), each):
        yield slice(first, first + each)
