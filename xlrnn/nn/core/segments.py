"""Add up the rows that belong to the same word: the gradient of a look-up."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.workspace import Workspace
from xlrnn.shapes import Float, Int

Array = NDArray[Any]

RARE = 4
"""Words that occur at most so often are added up together, the others one by one."""


class Segments:
    """Which rows belong together.

    `np.add.at` and `np.add.reduceat` add number by number. Here rows are added as vectors: all
    rare words at once, their first rows, their second, …; then the rows of each frequent word.

    Args:
        index: the group of each row.
        groups: how many groups there are; none is empty.
    """

    def __init__(self, index: Int[np.ndarray, "..."], groups: int) -> None:
        flat = index.ravel()
        self.order = np.argsort(flat, kind="stable")
        self.counts = np.bincount(flat, minlength=groups)
        self.starts = np.cumsum(self.counts) - self.counts

    def sum(
        self, rows: Float[np.ndarray, "rows features"], work: Workspace
    ) -> Float[np.ndarray, "groups features"]:
        """Return the sum of each group's rows."""
        together = work.array("sorted", rows.shape, rows.dtype)
        np.take(rows, self.order, axis=0, out=together, mode="clip")
        sums = work.array("sums", (len(self.counts), rows.shape[1]), rows.dtype)
        np.take(together, self.starts, axis=0, out=sums, mode="clip")
        for k in range(1, RARE):
            groups = np.flatnonzero((self.counts > k) & (self.counts <= RARE))
            sums[groups] += together[self.starts[groups] + k]
        for group in np.flatnonzero(self.counts > RARE).tolist():
            start = self.starts[group]
            own = together[start : start + self.counts[group]]
            np.add.reduce(own, axis=0, out=sums[group])
        return sums
