"""Functions that stay between two numbers, however large a is, and the logarithm of one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.activations.function import ActivationFunction

Array = NDArray[Any]


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


class HardSigmoid(ActivationFunction):
    """y = a / 6 + 1/2, cut at 0 and 1."""

    name = "hard_sigmoid"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the straight line between 0 and 1."""
        return np.clip(a / 6 + a.dtype.type(0.5), 0, 1, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y / 6 between the cuts, else 0."""
        return np.multiply(dy, ((y > 0) & (y < 1)) / y.dtype.type(6), out=out)


class Relu6(ActivationFunction):
    """y = max(a, 0), cut at 6."""

    name = "relu6"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the straight line between 0 and 6."""
        return np.clip(a, 0, 6, out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y between the cuts, else 0."""
        return np.multiply(dy, (y > 0) & (y < 6), out=out)


class Softsign(ActivationFunction):
    """y = a / (1 + |a|), between −1 and 1."""

    name = "softsign"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the softsign."""
        return np.divide(a, 1 + np.abs(a), out=out)

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y / (1 + |a|)², which is ∂L/∂y · (1 − |y|)²."""
        slope = 1 - np.abs(y)
        slope *= slope
        return np.multiply(slope, dy, out=out)


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


class LogSoftmax(ActivationFunction):
    """y_k = a_k − log Σ e^(a_j): the logarithms of softmax's probabilities."""

    name = "log_softmax"

    def __call__(self, a: Array, out: Array | None = None) -> Array:
        """Return the logarithms along the last axis."""
        out = np.subtract(a, a.max(axis=-1, keepdims=True), out=out)
        out -= np.log(np.exp(out).sum(axis=-1, keepdims=True))
        return out

    def gradient(self, y: Array, dy: Array, out: Array | None = None) -> Array:
        """Return ∂L/∂y − e^y · Σ ∂L/∂y: each score moves all logarithms."""
        return np.subtract(dy, np.exp(y) * dy.sum(axis=-1, keepdims=True), out=out)


@np.errstate(over="ignore")
def _one_over_one_plus_exp(a: Array) -> Array:
    """Turn a into 1 / (1 + e^a) in place; where e^a is beyond float32, 1 / ∞ = 0 is right."""
    np.exp(a, out=a)
    a += np.float32(1)
    return np.divide(np.float32(1), a, out=a)
