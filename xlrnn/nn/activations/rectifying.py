"""Functions that let what is above 0 through, and hold back what is below, more or less."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations.function import ActivationFunction, into

Array = NDArray[Any]

LEAK: Final = 0.2
"""The slope of a leaky relu below 0, unless a layer says another."""

SELU_SCALE: Final = 1.0507009873554805
SELU_ALPHA: Final = 1.6732632423543772
"""The two with which what a deep network hands on keeps mean 0 and variance 1 (Klambauer 2017)."""


class Relu(ActivationFunction):
    """y = max(a, 0)."""

    name = "relu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return max(a, 0)."""
        return np.maximum(a, _zeros(a.shape, a.dtype), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y where y > 0, else 0."""
        return np.multiply(dy, y > 0, out=out)


class LeakyRelu(ActivationFunction):
    """y = a for a > 0, 0.2 a below."""

    name = "leaky_relu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the larger of a and 0.2 a."""
        return np.maximum(a, a * a.dtype.type(LEAK), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y where y > 0, else 0.2 ∂L/∂y."""
        slope = (y > 0) * y.dtype.type(1 - LEAK)
        slope += y.dtype.type(LEAK)
        return np.multiply(dy, slope, out=out)


class Elu(ActivationFunction):
    """y = a for a > 0, e^a − 1 below."""

    name = "elu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the exponential linear unit."""
        below = np.expm1(np.minimum(a, 0))
        y = np.where(a > 0, a, below)
        return into(y, out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y where y > 0, else ∂L/∂y · e^a, which is y + 1."""
        return np.multiply(dy, np.minimum(y, 0) + 1, out=out)


class Selu(ActivationFunction):
    """y = λ a for a > 0, λ α (e^a − 1) below."""

    name = "selu"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the scaled exponential linear unit."""
        y = np.minimum(a, 0)
        if a.dtype == np.float32:
            np.exp(y, out=y)  # four times as fast as expm1
            y -= 1
        else:
            np.expm1(y, out=y)
        y *= a.dtype.type(SELU_ALPHA)
        y += np.maximum(a, 0)
        return np.multiply(y, a.dtype.type(SELU_SCALE), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · λ where y > 0, else ∂L/∂y · λ α e^a, which is y + λ α."""
        slope = np.minimum(y, 0)
        slope += y.dtype.type(SELU_SCALE * SELU_ALPHA)
        slope -= (y > 0) * y.dtype.type(SELU_SCALE * (SELU_ALPHA - 1))
        return np.multiply(dy, slope, out=out)


class Softplus(ActivationFunction):
    """y = ln(1 + e^a), a smooth relu."""

    name = "softplus"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return ln(1 + e^a)."""
        return np.logaddexp(a, a.dtype.type(0), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · sigmoid(a), which is 1 − e^(−y)."""
        return np.multiply(dy, -np.expm1(-y), out=out)


class Exponential(ActivationFunction):
    """y = e^a."""

    name = "exponential"

    @np.errstate(over="ignore")
    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return e^a, which is ∞ where it is beyond the format; training then says so."""
        return np.exp(a, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y · e^a, which is y."""
        return np.multiply(dy, y, out=out)


@lru_cache(maxsize=64)
def _zeros(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> Array:
    """Return zeros to compare with: four times as fast as comparing with one 0."""
    zeros = np.zeros(shape, dtype)
    zeros.flags.writeable = False
    return zeros
