"""The largest number of each window, compiled; see `nn.layers.max_pooling`.

Sample by sample, so that what the places of its windows add to is still in the cache.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]
Places = Iterable[tuple[tuple[slice, ...], tuple[slice, ...]]]


def max_pool(x: Array, largest: Array, places: Places) -> None:
    """Take the largest number of what the windows see."""
    _take(_picture(x), _picture(largest), _numbers(places))


def max_pool_undo(x: Array, largest: Array, waiting: Array, dx: Array, places: Places) -> None:
    """Give the gradient that waits at a window to the first place that is as large."""
    _give(*(_picture(array) for array in (x, largest, waiting, dx)), _numbers(places))


def _picture(x: Array) -> Array:
    """Return a sequence as a picture of one row."""
    return x[:, None] if x.ndim == 3 else x


def _numbers(places: Places) -> Array:
    """Return of each place its first window, the first it sees, how many, and how far apart.

    For rows, then for columns; slices are slow in compiled loops.
    """
    one = (0, 0, 1, 1)
    rows = []
    for out, where in places:
        sides = [(o.start, w.start, o.stop - o.start, w.step or 1)
                 for o, w in zip(out[1:], where[1:], strict=True)]  # fmt: skip
        rows.append(sides if len(sides) == 2 else [one, *sides])
    return np.array(rows)


@compiled
def _take(x: Array, largest: Array, places: Array) -> None:
    for n in range(x.shape[0]):
        for (top, row, rows, down), (left, column, columns, across) in places:
            for i in range(rows):
                r, t = row + i * down, top + i
                for j in range(columns):
                    c, s = column + j * across, left + j
                    for f in range(x.shape[3]):
                        seen, most = x[n, r, c, f], largest[n, t, s, f]
                        # What is no number is the largest, as in NumPy.
                        largest[n, t, s, f] = seen if seen > most or seen != seen else most


@compiled
def _give(x: Array, largest: Array, waiting: Array, dx: Array, places: Array) -> None:
    nothing = dx.dtype.type(0)
    for n in range(x.shape[0]):
        for (top, row, rows, down), (left, column, columns, across) in places:
            for i in range(rows):
                r, t = row + i * down, top + i
                for j in range(columns):
                    c, s = column + j * across, left + j
                    for f in range(x.shape[3]):
                        most = x[n, r, c, f] == largest[n, t, s, f]
                        share = waiting[n, t, s, f] if most else nothing
                        dx[n, r, c, f] += share
                        waiting[n, t, s, f] -= share


@compiled
def max_of_tiles(x: Array, largest: Array, rows: int, columns: int) -> None:
    """Take the largest number of each tile."""
    for n in range(largest.shape[0]):
        for i in range(largest.shape[1]):
            for j in range(largest.shape[2]):
                for f in range(largest.shape[3]):
                    largest[n, i, j, f] = x[n, i * rows, j * columns, f]
                for k in range(1, rows * columns):
                    r, c = i * rows + k // columns, j * columns + k % columns
                    for f in range(largest.shape[3]):
                        seen, most = x[n, r, c, f], largest[n, i, j, f]
                        largest[n, i, j, f] = seen if seen > most or seen != seen else most


@compiled
def max_of_tiles_undo(
    x: Array, largest: Array, dy: Array, dx: Array, rows: int, columns: int
) -> None:
    """Give the gradient of each tile to the first place that is as large."""
    nothing, count = dx.dtype.type(0), largest.shape[3]
    waiting = np.empty(count, dx.dtype)
    for n in range(largest.shape[0]):
        for i in range(largest.shape[1]):
            for j in range(largest.shape[2]):
                for f in range(count):
                    waiting[f] = dy[n, i, j, f]
                for k in range(rows * columns):
                    r, c = i * rows + k // columns, j * columns + k % columns
                    for f in range(count):
                        most = x[n, r, c, f] == largest[n, i, j, f]
                        share = waiting[f] if most else nothing
                        dx[n, r, c, f] = share
                        waiting[f] -= share
