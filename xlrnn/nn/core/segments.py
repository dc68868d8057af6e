"""Add up the rows that belong to the same word: the gradient of a look-up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import kernels
from xlrnn.nn.core.sequence import sum_of_rows
from xlrnn.shapes import Float, Int

Array = NDArray[Any]

RARE = 4
"""Words that occur at most so often are added up together, the others one by one."""


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
    """
    order = np.argsort(index, kind="stable")
    counts = np.bincount(index, minlength=len(sums))
    starts = np.cumsum(counts) - counts
    np.take(rows, order[starts], axis=0, out=sums, mode="clip")
    for k in range(1, RARE):
        groups = np.flatnonzero((counts > k) & (counts <= RARE))
        sums[groups] += rows[order[starts[groups] + k]]
    room = np.empty((counts.max(initial=0), rows.shape[1]), rows.dtype)
    for group in np.flatnonzero(counts > RARE).tolist():
        own = room[: counts[group]]
        places = order[starts[group] : starts[group] + counts[group]]
        np.take(rows, places, axis=0, out=own, mode="clip")
        sum_of_rows(own, out=sums[group])
