"""Labels and predictions side by side: as numbers, and with as many dimensions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def pair(y_true: Any, y_pred: Any) -> tuple[Array, Array]:
    """Return labels and predictions as arrays of one rank, if a dimension of 1 is all that lacks.

    Example:
        >>> y, p = pair([0, 1], [[0.2], [0.7]])
        >>> y.shape, p.shape
        ((2, 1), (2, 1))
    """
    y, p = np.asarray(y_true), floats(y_pred)
    if y.ndim == p.ndim - 1 and p.shape[-1] == 1:
        y = y[..., None]
    elif p.ndim == y.ndim - 1 and y.shape[-1] == 1:
        p = p[..., None]
    return y, p


def floats(given: Any) -> Array:
    """Return an array of floating-point numbers, float32 or float64 as they are."""
    array = np.asarray(given)
    return array if array.dtype in (np.float32, np.float64) else array.astype(float)
