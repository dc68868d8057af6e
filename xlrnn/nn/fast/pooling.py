"""The largest number of each window of pictures, compiled; see `nn.layers.max_pooling`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


@compiled
def max_pool(x: Array, largest: Array, places: Array) -> None:
    """Fill in the largest number of each window and feature."""
    (rows, down, top), (columns, across, left) = places
    largest[...] = -np.inf
    for b in range(largest.shape[0]):
        for r in range(largest.shape[1]):
            for q in range(largest.shape[2]):
                out = largest[b, r, q]
                for i in range(rows):
                    row = r * down - top + i
                    if 0 <= row < x.shape[1]:
                        for j in range(columns):
                            column = q * across - left + j
                            if 0 <= column < x.shape[2]:
                                seen = x[b, row, column]
                                for c in range(out.shape[0]):
                                    out[c] = out[c] if out[c] >= seen[c] else seen[c]


@compiled
def max_pool_undo(x: Array, largest: Array, dy: Array, dx: Array, places: Array) -> None:
    """Add to ∂L/∂x of each window's largest place, the first of several; `dy` becomes 0."""
    (rows, down, top), (columns, across, left) = places
    for b in range(largest.shape[0]):
        for r in range(largest.shape[1]):
            for q in range(largest.shape[2]):
                out, rest = largest[b, r, q], dy[b, r, q]
                for i in range(rows):
                    row = r * down - top + i
                    if 0 <= row < x.shape[1]:
                        for j in range(columns):
                            column = q * across - left + j
                            if 0 <= column < x.shape[2]:
                                seen, total = x[b, row, column], dx[b, row, column]
                                for c in range(out.shape[0]):
                                    share = rest[c] if seen[c] == out[c] else 0 * rest[c]
                                    total[c] += share
                                    rest[c] -= share
