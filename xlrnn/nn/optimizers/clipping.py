"""Gradients within limits, however large they are."""

from collections.abc import Sequence
from math import hypot, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def norm(gradients: Sequence[Array]) -> float:
    """Return the length of all gradients as one vector.

    Example:
        >>> round(norm([np.array([3e38], np.float32), np.array([4e38], np.float64)]) / 1e38, 5)
        5.0
    """
    return hypot(*map(_length, gradients))


def _length(gradient: Array) -> float:
    """Return the length of a gradient, also where its square is beyond its number format."""
    with np.errstate(over="ignore", under="ignore"):
        square = float(np.vdot(gradient, gradient))
    if np.finfo(gradient.dtype).tiny < square < inf:
        return float(np.sqrt(square))
    largest = float(np.abs(gradient).max(initial=0.0))
    if largest == 0 or not largest < inf:
        return largest
    part = gradient.astype(np.float64) / largest
    return largest * float(np.sqrt(np.vdot(part, part)))


def shorten(gradient: Array, length: float, limit: float) -> None:
    """Make a gradient as long as the limit, if it is longer, in place."""
    if length <= limit:
        return
    factor = limit / length
    if factor >= np.finfo(gradient.dtype).tiny:
        gradient *= gradient.dtype.type(factor)
    else:  # too small for the gradient's own format
        gradient[...] = gradient.astype(np.float64) * factor
