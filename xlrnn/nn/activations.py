"""Activation functions by their Keras names, each with its derivative beside it.

The derivative is written in terms of the output y = f(a), which the forward pass keeps anyway.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError

Array = NDArray[Any]


class ActivationFunction:
    """A function of the pre-activation a.

    In float64 it is exact near zero, since that is what spreadsheets are compared with; in
    float32 it is fast. `out` may be `a` itself; layers see to it that it lies in one piece of
    memory, for NumPy is not to be trusted in place on views with gaps (`np.negative` of 2.2 to
    2.4 is wrong on some), and several passes over such a view are slow.
    """

    name = "linear"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return y = f(a)."""
        if out is None:
            return np.array(a)
        out[...] = a
        return out

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:  # noqa: ARG002
        """Return ∂L/∂a from y and ∂L/∂y; `out` may be `dy` itself, and must not be `y`."""
        if out is None:
            return np.array(dy)
        out[...] = dy
        return out

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


class Tanh(ActivationFunction):
    """y = tanh(a), between −1 and 1."""

    name = "tanh"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the hyperbolic tangent."""
        return np.tanh(a, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · (1 − y²)."""
        slope = np.multiply(y, y)
        np.subtract(1, slope, out=slope)
        return np.multiply(slope, dy, out=out)


class Sigmoid(ActivationFunction):
    """y = 1 / (1 + e^(−a)), between 0 and 1."""

    name = "sigmoid"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the sigmoid, without overflow on either side."""
        if a.dtype == np.float32:
            return _one_over_one_plus_exp(np.subtract(np.float32(0), a, out=out))
        e = np.exp(-np.abs(a))
        result = np.where(a >= 0, 1, e)
        return np.divide(result, 1 + e, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · y · (1 − y)."""
        slope = np.subtract(1, y)
        slope *= y
        return np.multiply(slope, dy, out=out)


class Relu(ActivationFunction):
    """y = max(a, 0)."""

    name = "relu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return max(a, 0)."""
        return np.maximum(a, _zeros(a.shape, a.dtype), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y where y > 0, else 0."""
        return np.multiply(dy, y > 0, out=out)


class Elu(ActivationFunction):
    """y = a for a > 0, e^a − 1 below."""

    name = "elu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the exponential linear unit."""
        below = np.expm1(np.minimum(a, 0))
        y = np.where(a > 0, a, below)
        return _into(y, out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y where y > 0, else ∂L/∂y · e^a, which is y + 1."""
        return np.multiply(dy, np.minimum(y, 0) + 1, out=out)


class Softplus(ActivationFunction):
    """y = ln(1 + e^a), a smooth relu."""

    name = "softplus"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return ln(1 + e^a)."""
        return np.logaddexp(a, a.dtype.type(0), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · sigmoid(a), which is 1 − e^(−y)."""
        return np.multiply(dy, -np.expm1(-y), out=out)


class HardSigmoid(ActivationFunction):
    """y = a / 6 + 1/2, cut at 0 and 1."""

    name = "hard_sigmoid"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the straight line between 0 and 1."""
        return np.clip(a / 6 + a.dtype.type(0.5), 0, 1, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y / 6 between the cuts, else 0."""
        return np.multiply(dy, ((y > 0) & (y < 1)) / y.dtype.type(6), out=out)


class Softmax(ActivationFunction):
    """y_k = e^(a_k) / Σ e^(a_j): scores become probabilities that sum to 1."""

    name = "softmax"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the probabilities along the last axis."""
        out = np.subtract(a, a.max(axis=-1, keepdims=True), out=out)
        np.exp(out, out=out)
        out /= out.sum(axis=-1, keepdims=True)
        return out

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return y · (∂L/∂y − Σ y · ∂L/∂y): each score moves all probabilities."""
        total = np.sum(y * dy, axis=-1, keepdims=True)
        return np.multiply(y, dy - total, out=out)


linear, tanh, sigmoid, relu = ActivationFunction(), Tanh(), Sigmoid(), Relu()
elu, softplus, hard_sigmoid, softmax = Elu(), Softplus(), HardSigmoid(), Softmax()

_ALL = (linear, tanh, sigmoid, relu, elu, softplus, hard_sigmoid, softmax)
_BY_NAME = {activation.name: activation for activation in _ALL}


def get(given: str | ActivationFunction | None) -> ActivationFunction:
    """Return the activation with a name; None means linear.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if isinstance(given, ActivationFunction):
        return given
    try:
        return _BY_NAME["linear" if given is None else given]
    except (KeyError, TypeError):
        known = ", ".join(sorted(_BY_NAME))
        raise UsageError(f"activation {given!r} is unknown: expected one of {known}") from None


@np.errstate(over="ignore")
def _one_over_one_plus_exp(a: Array) -> Array:
    """Turn a into 1 / (1 + e^a) in place; where e^a is beyond float32, 1 / ∞ = 0 is right."""
    np.exp(a, out=a)
    a += np.float32(1)
    return np.divide(np.float32(1), a, out=a)


@lru_cache(maxsize=64)
def _zeros(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> Array:
    """Return zeros to compare with: four times as fast as comparing with one 0."""
    zeros = np.zeros(shape, dtype)
    zeros.flags.writeable = False
    return zeros


def _into(y: Array, out: Array | None) -> Array:
    if out is None:
        return y
    out[...] = y
    return out
