"""Activation functions by their Keras names."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from xlrnn.errors import UsageError

Array = Float[np.ndarray, "..."]


def linear(a: Array) -> Array:
    """Return the input unchanged."""
    return a


def tanh(a: Array) -> Array:
    """Return tanh(a), between −1 and 1."""
    return np.tanh(a)


def sigmoid(a: Array) -> Array:
    """Return 1 / (1 + e^(−a)), between 0 and 1, without overflow on either side."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1 / (1 + e), e / (1 + e))


def relu(a: Array) -> Array:
    """Return max(a, 0)."""
    return np.maximum(a, 0)


_BY_NAME: dict[str, Callable[[Array], Array]] = {
    "linear": linear,
    "tanh": tanh,
    "sigmoid": sigmoid,
    "relu": relu,
}


def get(name: str) -> Callable[[Array], Array]:
    """Return the activation with a name.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        known = ", ".join(sorted(_BY_NAME))
        raise UsageError(f"activation {name!r} is unknown: expected one of {known}") from None
