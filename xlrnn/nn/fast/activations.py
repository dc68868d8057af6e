"""Activations and their derivatives in one pass; the formulas stand in `nn.activations`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


@compiled
def tanh_gradient(y: Array, dy: Array, da: Array) -> None:
    """Da = dy · (1 − y²)."""
    for b in range(y.shape[0]):
        for i in range(y.shape[1]):
            da[b, i] = dy[b, i] * (1 - y[b, i] * y[b, i])


@compiled
def sigmoid_gradient(y: Array, dy: Array, da: Array) -> None:
    """Da = dy · y · (1 − y)."""
    for b in range(y.shape[0]):
        for i in range(y.shape[1]):
            da[b, i] = dy[b, i] * y[b, i] * (1 - y[b, i])


@compiled
def relu_gradient(y: Array, dy: Array, da: Array) -> None:
    """Da = dy where y > 0."""
    for b in range(y.shape[0]):
        for i in range(y.shape[1]):
            da[b, i] = dy[b, i] if y[b, i] > 0 else 0
