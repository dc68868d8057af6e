"""What the windows of a convolution see and pass back, compiled; see `nn.compute.sight`.

Picture by picture, so that what a product has written is still in the cache.
"""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.blas import product, product_of_turned
from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


def look(x: Array, W: Array, sight: Any, seen: Array, logits: Array) -> None:
    """Add W · window to the logits."""
    _look(x, W, sight.numbers, seen, logits)


def undo_look(
    x: Array, W_T: Array, sight: Any, seen: Array, dlogits: Array, dW: Array, dx: Array
) -> None:
    """Fill ∂L/∂W, and ∂L/∂x unless it has no rows."""
    _undo_look(x, W_T, sight.numbers, seen, dlogits, dW, dx)


@compiled
def _look(x: Array, W: Array, sight: Any, seen: Array, logits: Array) -> None:
    down, apart = sight[3], sight[5]
    row = seen[0]
    for n in range(x.shape[0]):
        _side_by_side(x[n], sight, row)
        for i in range(W.shape[0]):
            if down == 1:
                rows = row[i * apart : i * apart + logits.shape[1]]
                product(_flat(rows), W[i], _flat(logits[n]), 1)
            else:
                for r in range(logits.shape[1]):
                    product(row[i * apart + r * down], W[i], logits[n, r], 1)


@compiled
def _undo_look(
    x: Array, W_T: Array, sight: Any, seen: Array, dlogits: Array, dW: Array, dx: Array
) -> None:
    down, apart, rows = sight[3], sight[5], dlogits.shape[1]
    row = seen[0]
    dW[:] = 0
    for n in range(x.shape[0]):
        _side_by_side(x[n], sight, row)
        for i in range(W_T.shape[0]):
            if down == 1:
                own = row[i * apart : i * apart + rows]
                product_of_turned(_flat(own), _flat(dlogits[n]), dW[i], 1)
            else:
                for r in range(rows):
                    product_of_turned(row[i * apart + r * down], dlogits[n, r], dW[i], 1)
        if len(dx) > 0:
            row[:] = 0
            for i in range(W_T.shape[0]):
                if down == 1:
                    own = row[i * apart : i * apart + rows]
                    product(_flat(dlogits[n]), W_T[i], _flat(own), 1)
                else:
                    for r in range(rows):
                        product(dlogits[n, r], W_T[i], row[i * apart + r * down], 1)
            _put_back(row, sight, dx[n])


@compiled
def _flat(rows: Array) -> Array:
    """Return rows below each other."""
    return rows.reshape(rows.shape[0] * rows.shape[1], rows.shape[2])


@compiled
def _side_by_side(picture: Array, sight: Any, seen: Array) -> None:
    """Fill `seen` with what stands side by side in a row of a window, zeros around the picture."""
    size, top, left, _, across, _, apart = sight
    height, width, features = picture.shape
    for r in range(seen.shape[0]):
        if not top <= r < top + height:
            seen[r] = 0
            continue
        line = picture[r - top].reshape(width * features)
        for c in range(seen.shape[1]):
            own, first = seen[r, c], c * across - left
            if apart == 1 and first >= 0 and first + size <= width:
                begin = first * features
                for k in range(size * features):
                    own[k] = line[begin + k]
            else:
                for j in range(size):
                    at = first + j * apart
                    there = 0 <= at < width
                    for f in range(features):
                        own[j * features + f] = line[at * features + f] if there else 0


@compiled
def _put_back(d_seen: Array, sight: Any, dx: Array) -> None:
    """Give each number of the picture what all windows pass back to it."""
    size, top, left, _, across, _, apart = sight
    height, width, features = dx.shape
    dx[:] = 0
    for r in range(height):
        line = dx[r].reshape(width * features)
        for c in range(d_seen.shape[1]):
            own, first = d_seen[r + top, c], c * across - left
            if apart == 1 and first >= 0 and first + size <= width:
                begin = first * features
                for k in range(size * features):
                    line[begin + k] += own[k]
            else:
                for j in range(size):
                    at = first + j * apart
                    if 0 <= at < width:
                        for f in range(features):
                            line[at * features + f] += own[j * features + f]
