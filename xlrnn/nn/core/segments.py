"""Add up the rows that belong to the same word: the gradient of a look-up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import kernels
from xlrnn.shapes import Float, Int

Array = NDArray[Any]

RARE = 4
"""Words that occur at most so often are added up together, the others one by one."""
FEW = 100
"""Up to so many groups a product is faster; letters are that few."""


def segment_sum(
    rows: Float[np.ndarray, "rows features"],
    index: Int[np.ndarray, "rows"],
    sums: Float[np.ndarray, "groups features"],
) -> Float[np.ndarray, "groups features"]:
    """Add up the rows of each group.

    Args:
        rows: what is added.
        index: the group of each row; no group is empty.
        sums: where the sums go.
    """
    kernels.of("segment_sum", _segment_sum)(rows, index, sums)
    return sums


def _segment_sum(rows: Array, index: Array, sums: Array) -> None:
    """Add rows as vectors, where `np.add.at` and `np.add.reduceat` add number by number.

    All rare words together: their first rows, their second, …; then each frequent word's rows.
    Of few groups it is one product with a matrix of zeros and ones.
    """
    if len(sums) <= FEW:
        members = np.zeros((len(sums), len(rows)), rows.dtype)
        members[index, np.arange(len(rows))] = 1
        np.matmul(members, rows, out=sums)
        return
    together = np.take(rows, np.argsort(index, kind="stable"), axis=0, mode="clip")
    counts = np.bincount(index, minlength=len(sums))
    starts = np.cumsum(counts) - counts
    np.take(together, starts, axis=0, out=sums, mode="clip")
    for k in range(1, RARE):
        groups = np.flatnonzero((counts > k) & (counts <= RARE))
        sums[groups] += together[starts[groups] + k]
    for group in np.flatnonzero(counts > RARE).tolist():
        own = together[starts[group] : starts[group] + counts[group]]
        np.add.reduce(own, axis=0, out=sums[group])
