"""What the windows of a convolution see of pictures, and what they pass back to them.

A window sees k rows of l pixels. What lies side by side in one of its rows is written side by
side, once for every column of windows; so each row of the kernel multiplies whole blocks of
memory, and of the k · l copies of each number only l are made.
"""

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from xlrnn.nn.compute.windows import Windows
from xlrnn.shapes import Float

Array = NDArray[Any]


class Sight(NamedTuple):
    """Where windows stand on pictures that have zeros around them.

    Args:
        before: how many zeros stand above a picture, and to the left of it.
        sides: its rows and columns, with those zeros and the ones below and to the right.
        counts: how many rows and columns of windows there are.
        size: k and l.
        strides: how far the next window is, down and across.
        apart: how far the rows and columns of a window are from each other.
    """

    before: tuple[int, int]
    sides: tuple[int, int]
    counts: tuple[int, int]
    size: tuple[int, int]
    strides: tuple[int, int]
    apart: tuple[int, int]

    @classmethod
    def of(cls, down: Windows, across: Windows, sides: tuple[int, int]) -> "Sight":
        """Return what windows along two sides see of pictures of so many rows and columns."""
        both = list(zip((down, across), sides, strict=True))
        found = zip(*((w.before(side), side + w.missing(side), w.count(side)) for w, side in both),
                    strict=True)  # fmt: skip
        own = zip(*((w.size, w.stride, w.dilation) for w, _ in both), strict=True)
        return cls(*found, *own)

    @property
    def numbers(self) -> tuple[int, ...]:
        """What compiled loops have to know: l, zeros, strides and gaps."""
        return (self.size[1], *self.before, *self.strides, *self.apart)

    def rows(self, i: int) -> slice:
        """Return which rows, zeros included, are the i-th of a window."""
        return self._places(0, i)

    def columns(self, j: int) -> slice:
        """Return which columns, zeros included, are the j-th of a window."""
        return self._places(1, j)

    def _places(self, side: int, k: int) -> slice:
        first, stride = k * self.apart[side], self.strides[side]
        return slice(first, first + (self.counts[side] - 1) * stride + 1, stride)

    def inside(self, height: int, width: int) -> tuple[slice, slice, slice]:
        """Return where the pictures lie among the zeros."""
        top, left = self.before
        return slice(None), slice(top, top + height), slice(left, left + width)


def windows(
    x: Float[np.ndarray, "batch height width features"], sight: Sight
) -> Float[np.ndarray, "windows seen"]:
    """Return a row for each window with all that it sees, for those who show it."""
    padded = _padded(x, sight)
    of_batch, down, across, along = padded.strides
    (s_down, s_across), (d_down, d_across) = sight.strides, sight.apart
    shape = (len(x), *sight.counts, *sight.size, x.shape[3])
    strides = (of_batch, s_down * down, s_across * across, d_down * down, d_across * across, along)
    seen = as_strided(padded, shape, strides, writeable=False)
    return seen.reshape(prod(shape[:3]), prod(shape[3:]))


def look(
    x: Float[np.ndarray, "batch height width features"],
    W: Float[np.ndarray, "k seen filters"],
    sight: Sight,
    seen: Float[np.ndarray, "batch rows columns seen"],
    logits: Float[np.ndarray, "batch down across filters"],
) -> None:
    """Add W · window to the logits.

    Args:
        x: the pictures.
        W: the kernel, the rows of a window in front, the numbers of each below each other.
        sight: where the windows stand.
        seen: room for what stands side by side.
        logits: what is added to.
    """
    _side_by_side(x, sight, seen)
    part = np.empty((len(x), logits[0].size // W.shape[2], W.shape[2]), x.dtype)
    for i, row in enumerate(W):
        np.matmul(_below_each_other(seen[:, sight.rows(i)]), row, out=part)
        logits += part.reshape(logits.shape)


def undo_look(
    x: Float[np.ndarray, "batch height width features"],
    W_T: Float[np.ndarray, "k filters seen"],
    sight: Sight,
    seen: Float[np.ndarray, "batch rows columns seen"],
    dlogits: Float[np.ndarray, "batch down across filters"],
    dW: Float[np.ndarray, "k seen filters"],
    dx: Float[np.ndarray, "some height width features"],
) -> None:
    """Fill ∂L/∂W, and ∂L/∂x unless it has no rows.

    Args:
        x: the pictures.
        W_T: the kernel, each row of a window turned.
        sight: where the windows stand.
        seen: room.
        dlogits: ∂L/∂logits.
        dW: where ∂L/∂W goes.
        dx: where ∂L/∂x goes.
    """
    _side_by_side(x, sight, seen)
    d_flat = _below_each_other(dlogits)
    for i in range(len(W_T)):
        rows = _below_each_other(seen[:, sight.rows(i)])
        np.matmul(rows.swapaxes(1, 2), d_flat).sum(axis=0, out=dW[i])
    if not len(dx):
        return
    d_seen = seen
    d_seen.fill(0)
    for i, row in enumerate(W_T):
        passed = (d_flat @ row).reshape(*dlogits.shape[:3], -1)
        d_seen[:, sight.rows(i)] = np.add(d_seen[:, sight.rows(i)], passed, out=passed)
    features = x.shape[3]
    d_padded = np.zeros((len(x), *sight.sides, features), x.dtype)
    for j in range(sight.size[1]):
        where = slice(None), slice(None), sight.columns(j)
        # They have gaps: nothing is added in place.
        d_padded[where] = d_padded[where] + d_seen[..., j * features : (j + 1) * features]
    dx[...] = d_padded[sight.inside(*x.shape[1:3])]


def _side_by_side(x: Array, sight: Sight, seen: Array) -> None:
    """Fill `seen` with what stands side by side in a row of a window, for every column of them."""
    padded = _padded(x, sight)
    of_batch, down, across, along = padded.strides
    shape = (*seen.shape[:3], sight.size[1], x.shape[3])
    strides = (of_batch, down, sight.strides[1] * across, sight.apart[1] * across, along)
    np.copyto(seen.reshape(shape), as_strided(padded, shape, strides, writeable=False))


def _padded(x: Array, sight: Sight) -> Array:
    """Return pictures with the zeros around them."""
    if sight.sides == x.shape[1:3]:
        return x
    padded = np.zeros((len(x), *sight.sides, x.shape[3]), x.dtype)
    padded[sight.inside(*x.shape[1:3])] = x
    return padded


def _below_each_other(rows: Float[np.ndarray, "batch down across numbers"]) -> Array:
    """Return the rows of each picture below each other."""
    return rows.reshape(len(rows), rows.shape[1] * rows.shape[2], rows.shape[3])
