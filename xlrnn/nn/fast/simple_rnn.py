"""One step of `SimpleRNN`, compiled; the equations stand in `nn.layers.simple_rnn`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled, tanh

Array = NDArray[Any]


@compiled
def tanh_step(a: Array, a_h: Array, b_h: Array, h: Array) -> None:
    """H = tanh(a + (a_h + b_h))."""
    for b in range(a.shape[0]):
        for i in range(a.shape[1]):
            a[b, i] += a_h[b, i] + b_h[b, i]
            h[b, i] = tanh(a[b, i])


@compiled
def relu_step(a: Array, a_h: Array, b_h: Array, h: Array) -> None:
    """H = max(a + (a_h + b_h), 0)."""
    for b in range(a.shape[0]):
        for i in range(a.shape[1]):
            a[b, i] += a_h[b, i] + b_h[b, i]
            h[b, i] = a[b, i] if not a[b, i] < 0 else 0
