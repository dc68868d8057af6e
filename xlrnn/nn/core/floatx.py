"""The number format of layers that are not told another: float32, as in Keras."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError, UsageError

FORMATS = ("float32", "float64")
_floatx = "float32"


def floatx() -> str:
    """Return the name of the format that new layers calculate in."""
    return _floatx


def set_floatx(name: str) -> None:
    """Choose the format of the layers that are made from now on."""
    global _floatx
    _floatx = str(number_format(name))


def number_format(given: DTypeLike | None) -> "np.dtype[Any]":
    """Return a layer's format.

    Raises:
        UsageError: if it is neither float32 nor float64.

    Example:
        >>> number_format(None)
        dtype('float32')
    """
    try:
        dtype = np.dtype(_floatx if given is None else given)
    except TypeError:
        dtype = np.dtype(object)
    if dtype.name not in FORMATS:
        raise UsageError(f"dtype is {given!r}: expected {' or '.join(FORMATS)}")
    return dtype


def cast(given: Any, dtype: "np.dtype[Any]", layer: str) -> NDArray[Any]:
    """Return an input in a layer's format.

    Raises:
        InputError: if a number is too large for it.
    """
    array = np.asarray(given)
    if array.dtype == dtype:
        return array
    with np.errstate(over="raise"):
        try:
            return array.astype(dtype)
        except FloatingPointError:
            raise InputError(
                f"{layer}: the input has numbers too large for {dtype}: scale it, or give the "
                "layer dtype='float64'"
            ) from None
