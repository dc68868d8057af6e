"""Add up the rows that belong to the same word: the gradient of a look-up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.sequence import look_up, sum_of_rows
from xlrnn.shapes import Float, Int

Array = NDArray[Any]

RARE = 8
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
    # Of numbers of 16 bits NumPy sorts ten times as many in the same time.
    order = np.argsort(index.astype(np.min_scalar_type(len(sums))), kind="stable")
    counts = np.bincount(index, minlength=len(sums))
    starts = np.cumsum(counts) - counts
    look_up(rows, order[starts], out=sums)
    for k in range(1, RARE):
        groups = np.flatnonzero((counts > k) & (counts <= RARE))
        sums[groups] += look_up(rows, order[starts[groups] + k])
    room = np.empty((counts.max(initial=0), rows.shape[1]), rows.dtype)
    for group in np.flatnonzero(counts > RARE).tolist():
        own = room[: counts[group]]
        look_up(rows, order[starts[group] : starts[group] + counts[group]], out=own)
        sum_of_rows(own, out=sums[group])
