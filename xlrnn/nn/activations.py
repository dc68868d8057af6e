"""Activation functions by their Keras names."""

from collections.abc import Callable

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.shapes import Float

Array = Float[np.ndarray, "..."]


def linear(a: Array) -> Array:
    """Return the input unchanged."""
    return a


def tanh(a: Array) -> Array:
    """Return the hyperbolic tangent, between −1 and 1."""
    result: Array = np.tanh(a)
    return result


def sigmoid(a: Array) -> Array:
    """Return 1 / (1 + e^(−a)), between 0 and 1, without overflow on either side."""
    e = np.exp(-np.abs(a))
    result: Array = np.where(a >= 0, 1 / (1 + e), e / (1 + e))
    return result


def relu(a: Array) -> Array:
    """Return max(a, 0)."""
    result: Array = np.maximum(a, 0)
    return result


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
