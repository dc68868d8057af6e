"""What another program gives, as arrays that are fit to be weights."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError

Array = NDArray[Any]


def as_weight(given: Any, dtype: DTypeLike, name: str) -> Array:
    """Return a tensor, a variable, an array or a list as an array.

    Args:
        given: what has `detach` (PyTorch), or what NumPy can turn into an array (Keras).
        dtype: the number format of the layer.
        name: as an error calls it.

    Raises:
        InputError: if it holds something else than numbers that are finite in that format.

    Example:
        >>> as_weight([1, 2], "float32", "bias")
        array([1., 2.], dtype=float32)
    """
    try:
        if hasattr(given, "detach"):
            given = given.detach().cpu()
        array = np.asarray(given.numpy() if hasattr(given, "numpy") else given)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"{name} is no array of numbers: {error}") from None
    if array.dtype.kind not in "fiu":
        raise InputError(f"{name} holds {array.dtype}: expected numbers")
    with np.errstate(over="ignore"):  # it is looked for just below
        weight = array.astype(dtype)
    if not np.isfinite(weight).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(weight))[0])
        raise InputError(f"{name} has {array[at]} at {at}: expected finite {weight.dtype} numbers")
    return weight
