"""Numbers in another number format, as long as they are the same numbers there."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError

Array = NDArray[Any]


def in_format(numbers: Array, dtype: "np.dtype[Any]", where: str, advice: str) -> Array:
    """Return numbers in a format: none wraps around, loses its fraction or becomes infinite.

    Args:
        numbers: the numbers; of text and other things NumPy decides.
        dtype: the format.
        where: what an error calls the place.
        advice: what an error says is to be done.

    Raises:
        InputError: if a number does not fit.

    Example:
        >>> in_format(np.array([1.0, 2.0]), np.dtype("int8"), "here", "").tolist()
        [1, 2]
    """
    if numbers.size and numbers.dtype != dtype and numbers.dtype.kind in "biufO":
        found, holds = None, ""
        if dtype.kind in "iu":
            found = _no_whole_number_of(dtype, numbers)
            holds = f"whole numbers from {np.iinfo(dtype).min} to {np.iinfo(dtype).max}"
        elif dtype.kind == "f" and numbers.dtype.kind != "O":
            found = _beyond(dtype, numbers)
            holds = f"numbers up to {np.finfo(dtype).max:.3g}"
        if found is not None:
            raise InputError(f"{where}: {found} does not fit into {dtype}, {holds}: {advice}")
    return numbers.astype(dtype)


def _no_whole_number_of(dtype: "np.dtype[Any]", numbers: Array) -> Any:
    """Return a number that a format of whole numbers does not hold, or None."""
    if numbers.dtype.kind == "f":
        broken = ~np.isfinite(numbers) | (numbers != np.floor(numbers))
        if broken.any():
            return numbers[broken].flat[0]
    low, high = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
    for number in (numbers.min(), numbers.max()):
        if not low <= int(number) <= high:
            return number
    return None


def _beyond(dtype: "np.dtype[Any]", numbers: Array) -> Any:
    """Return a finite number that is infinite in a format, or None."""
    high = float(np.finfo(dtype).max)
    beyond = np.isfinite(numbers) & (np.abs(numbers.astype(np.float64)) > high)
    return numbers[beyond].flat[0] if beyond.any() else None
