"""Products of matrices that are very tall and narrow, piece by piece.

Libraries cut large matrices into pieces that stay in the cache, but are made for wide ones: of a
million rows of some thirty numbers they take half the time where the pieces are cut beforehand.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Float

Array = NDArray[Any]

PIECE: Final = 1024
"""The rows of a piece."""
NARROW: Final = 1024
"""The other matrix has at most so many numbers."""


def times(
    rows: Float[np.ndarray, "rows inputs"], W: Float[np.ndarray, "inputs outputs"], out: Array
) -> None:
    """Calculate rows · W."""
    whole = _whole(rows, W.size)
    if whole:
        pieces = out[:whole].reshape(-1, PIECE, W.shape[1])
        np.matmul(rows[:whole].reshape(-1, PIECE, rows.shape[1]), W, out=pieces)
    if whole < len(rows):
        np.matmul(rows[whole:], W, out=out[whole:])


def summed(
    rows: Float[np.ndarray, "rows inputs"], d_rows: Float[np.ndarray, "rows outputs"], out: Array
) -> None:
    """Calculate rows.T · d_rows, the sum over all rows."""
    whole = _whole(rows, out.size)
    np.matmul(rows[whole:].T, d_rows[whole:], out=out)
    if whole:
        seen = rows[:whole].reshape(-1, PIECE, rows.shape[1]).swapaxes(1, 2)
        out += (seen @ d_rows[:whole].reshape(-1, PIECE, d_rows.shape[1])).sum(axis=0)


def _whole(rows: Array, size: int) -> int:
    """Return how many rows are taken in pieces."""
    return len(rows) // PIECE * PIECE if size <= NARROW else 0
