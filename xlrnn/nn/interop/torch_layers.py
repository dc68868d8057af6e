"""The same weights in two layouts, layer by layer.

| | here, as in Keras | PyTorch |
| --- | --- | --- |
| every matrix | (inputs, outputs) | (outputs, inputs) |
| gates of an LSTM | i, f, g, o | i, f, g, o |
| gates of a GRU | z, r, g | r, z, g |
| biases of SimpleRNN and LSTM | b_h | b_ih + b_hh |
| biases of a GRU | the rows of b_h, d | b_ih, b_hh |
| Conv1D | (window, features, filters) | (filters, features, window) |
| Conv2D | (rows, columns, features, filters) | (filters, features, rows, columns) |
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.simple_rnn import SimpleRNN
from xlrnn.nn.layers.wrapper import Wrapper

Array = NDArray[Any]


def parts(layer: Layer) -> list[tuple[Layer, str]]:
    """Return the layers whose weights these are, each with what PyTorch appends to the names."""
    if not isinstance(layer, Wrapper):
        return [(layer, "")]
    return [
        (part, "_reverse" if name == "backward_layer" else suffix)
        for name, inner in layer.parts.items()
        for part, suffix in parts(inner)
    ]


def names(layer: Layer, level: int = 0) -> list[str]:
    """Return what PyTorch calls the weights of a layer, in the order of a state dict.

    Args:
        layer: one of ours.
        level: which of the layers of a PyTorch module it is, if that has several.

    Example:
        >>> names(LSTM(3, use_bias=False), level=1)
        ['weight_ih_l1', 'weight_hh_l1']

    Raises:
        UsageError: if PyTorch has no such layer.
    """
    return [name for part, suffix in parts(layer) for name in _names(part, f"_l{level}{suffix}")]


def _names(layer: Layer, suffix: str) -> list[str]:
    if isinstance(layer, RNN):
        _expect_counterpart(layer)
        return [name + suffix for name in layer.torch_names]
    if layer.weights and not layer.torch_names:
        raise UsageError(f"{layer.name}: PyTorch has no counterpart of {type(layer).__name__}")
    return list(layer.torch_names)


def from_theirs(layer: Layer, arrays: Sequence[Array]) -> list[Array]:
    """Return PyTorch's weights of a layer in our layout and order."""
    rest = iter(arrays)
    return [
        weight
        for part, _ in parts(layer)
        for weight in _from_theirs(part, [next(rest) for _ in _names(part, "")])
    ]


def to_theirs(layer: Layer, weights: Sequence[Array]) -> list[Array]:
    """Return our weights of a layer in PyTorch's layout and order."""
    rest = iter(weights)
    arrays = [
        array
        for part, _ in parts(layer)
        for array in _to_theirs(part, [next(rest) for _ in part.weights])
    ]
    return [np.array(array) for array in arrays]


def _from_theirs(layer: Layer, arrays: list[Array]) -> list[Array]:
    if not isinstance(layer, RNN):
        return arrays if isinstance(layer, Embedding) else [_turned(array) for array in arrays]
    W_ih, W_hh, *biases = (_other_order(layer, array) for array in arrays)
    bias = [np.stack(biases) if isinstance(layer, GRU) else biases[0] + biases[1]] if biases else []
    return [W_ih.T, W_hh.T, *bias]


def _to_theirs(layer: Layer, weights: list[Array]) -> list[Array]:
    if not isinstance(layer, RNN):
        return (
            weights
            if isinstance(layer, Embedding)
            else [_turned_back(weight) for weight in weights]
        )
    kernel, recurrent_kernel, *bias = weights
    biases = [half for b in bias for half in (b if b.ndim == 2 else (b, np.zeros_like(b)))]
    return [_other_order(layer, array) for array in (kernel.T, recurrent_kernel.T, *biases)]


def _turned(array: Array) -> Array:
    """Return PyTorch's weight with the inputs before the outputs."""
    return array.transpose(2, 3, 1, 0) if array.ndim == 4 else array.T


def _turned_back(weight: Array) -> Array:
    """Undo that."""
    return weight.transpose(3, 2, 0, 1) if weight.ndim == 4 else weight.T


def _other_order(layer: RNN, array: Array) -> Array:
    """Change z, r, g of a GRU into r, z, g, or back; other layers have one order."""
    if not isinstance(layer, GRU):
        return array
    first, second, third = np.split(array, 3)
    return np.concatenate([second, first, third])


def _expect_counterpart(layer: RNN) -> None:
    """Refuse a layer that calculates what PyTorch's layer of these weights does not.

    Raises:
        UsageError: with what would have to be different.
    """
    got = {name: getattr(layer, name) for name in ("tied", "reset_after") if hasattr(layer, name)}
    got["activation"] = layer.activation.name
    expected: dict[str, tuple[Any, ...]] = {"activation": ("tanh",)}
    if isinstance(layer, SimpleRNN):
        expected = {"activation": ("tanh", "relu"), "tied": (False,)}
    if isinstance(layer, GRU | LSTM):
        got["recurrent_activation"] = layer.recurrent_activation.name
        expected["recurrent_activation"] = ("sigmoid",)
    if isinstance(layer, GRU):
        expected["reset_after"] = (True,)
    for option, values in expected.items():
        if got[option] not in values:
            raise UsageError(
                f"{layer.name}: {option} is {got[option]!r}, and PyTorch's counterpart of "
                f"{type(layer).__name__} has {' or '.join(map(repr, values))} alone"
            )
