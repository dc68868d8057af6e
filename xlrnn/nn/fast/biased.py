"""A bias and an activation in one pass, compiled; see `nn.layers.dense`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled, sigmoid, tanh

Array = NDArray[Any]


@compiled
def biased_sigmoid(logits: Array, bias: Array, y: Array) -> None:
    """Logits = logits + b, y = σ(logits)."""
    for n in range(logits.shape[0]):
        row, own = logits[n], y[n]
        for k in range(len(bias)):
            row[k] += bias[k]
            own[k] = sigmoid(row[k])


@compiled
def biased_tanh(logits: Array, bias: Array, y: Array) -> None:
    """Logits = logits + b, y = tanh(logits)."""
    for n in range(logits.shape[0]):
        row, own = logits[n], y[n]
        for k in range(len(bias)):
            row[k] += bias[k]
            own[k] = tanh(row[k])


@compiled
def biased_relu(logits: Array, bias: Array, y: Array) -> None:
    """Logits = logits + b, y = max(logits, 0)."""
    for n in range(logits.shape[0]):
        row, own = logits[n], y[n]
        for k in range(len(bias)):
            row[k] += bias[k]
            own[k] = row[k] if not row[k] < 0 else 0
