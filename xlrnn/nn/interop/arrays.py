"""What a peer gives, as NumPy arrays that are fit to be weights."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError

Array = NDArray[Any]


def as_weight(given: Any, name: str) -> Array:
    """Return a tensor, a variable or an array as an array.

    Args:
        given: what has `detach` (PyTorch), or what NumPy can turn into an array (Keras, JAX).
        name: as an error calls it.

    Raises:
        InputError: if it holds something else than finite numbers.
    """
    if hasattr(given, "detach"):
        given = given.detach().cpu()
    try:
        array = np.asarray(given.numpy() if hasattr(given, "numpy") else given)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"{name} is no array of numbers: {error}") from None
    if array.dtype.kind not in "fiu":
        raise InputError(f"{name} holds {array.dtype}: expected numbers")
    if not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise InputError(f"{name} has {array[at]} at {at}: expected finite numbers")
    return array
