"""Weights as they stand on a sheet, and as a layer takes them: the two orientations.

On a sheet a row belongs to an output and a column to an input, and gates stand apart. A layer
keeps its matrices the other way round, with the gates side by side.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.lessons.cells.gates import GRU_GATES, LSTM_GATES, per_gate, side_by_side
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Layer

Array = NDArray[Any]
Arrays = Mapping[str, Array]


def on_sheet(layer: Layer, prefix: str, weights: Sequence[Array]) -> dict[str, Array]:
    """Return a layer's weights by their names on the sheet.

    Args:
        layer: the layer.
        prefix: stands before its names.
        weights: in Keras' order and layout.
    """
    match layer:
        case nn_layers.Bidirectional():
            half = len(weights) // 2
            forward = on_sheet(layer.forward_layer, f"{prefix}forward_", weights[:half])
            return forward | on_sheet(layer.backward_layer, f"{prefix}backward_", weights[half:])
        case nn_layers.TimeDistributed():
            return on_sheet(layer.layer, prefix, weights)
        case nn_layers.Embedding():
            named = {"E": weights[0]}
        case nn_layers.LSTM() | nn_layers.GRU():
            named = per_gate(weights, _gates(layer))
        case nn_layers.SimpleRNN():
            recurrent = "w_hh" if layer.tied else "W_hh"
            named = _named(["W_xh", recurrent, "b_h"], weights)
        case nn_layers.Conv1D():
            named = _named(["W", "b"], [_as_matrix(weights[0]), *weights[1:]])
        case nn_layers.Dense():
            named = _named(["W_hy", "b_y"], weights)
        case _:
            named = {}
    return {f"{prefix}{name}": array for name, array in named.items()}


def in_layer(layer: Layer, prefix: str, inputs: Arrays) -> list[Array]:
    """Return the weights of a layer from those of the sheet, the inverse of `on_sheet`."""

    def matrix(name: str) -> Array:
        return inputs[f"{prefix}{name}"].T

    def vectors(*names: str) -> list[Array]:
        return [inputs[f"{prefix}{name}"][:, 0] for name in names if f"{prefix}{name}" in inputs]

    match layer:
        case nn_layers.Bidirectional():
            forward = in_layer(layer.forward_layer, f"{prefix}forward_", inputs)
            return forward + in_layer(layer.backward_layer, f"{prefix}backward_", inputs)
        case nn_layers.TimeDistributed():
            return in_layer(layer.layer, prefix, inputs)
        case nn_layers.Embedding():
            return [inputs[f"{prefix}E"]]
        case nn_layers.LSTM() | nn_layers.GRU():
            own = {k.removeprefix(prefix): a for k, a in inputs.items() if k.startswith(prefix)}
            return side_by_side(own, _gates(layer))
        case nn_layers.SimpleRNN():
            recurrent = matrix("w_hh" if layer.tied else "W_hh")
            return [matrix("W_xh"), recurrent, *vectors("b_h")]
        case nn_layers.Conv1D():
            windows = matrix("W").reshape(layer.kernel_size, -1, layer.filters)
            return [windows, *vectors("b")]
        case nn_layers.Dense():
            return [matrix("W_hy"), *vectors("b_y")]
        case _:
            return []


def first_states(layer: Layer, prefix: str) -> dict[str, int]:
    """Return the names of the states that a layer begins with, and their sizes."""
    if isinstance(layer, nn_layers.Bidirectional):
        forward = first_states(layer.forward_layer, f"{prefix}forward_")
        return forward | first_states(layer.backward_layer, f"{prefix}backward_")
    if isinstance(layer, nn_layers.RNN):
        return {f"{prefix}{state}_0": layer.units for state in layer.states}
    return {}


def _gates(layer: Layer) -> str:
    return LSTM_GATES if isinstance(layer, nn_layers.LSTM) else GRU_GATES


def _named(names: Sequence[str], weights: Sequence[Array]) -> dict[str, Array]:
    """Return matrices transposed and vectors as columns, by name."""
    return {
        name: weight.T if weight.ndim == 2 else weight[:, None]
        for name, weight in zip(names, weights, strict=False)
    }


def _as_matrix(kernel: Array) -> Array:
    """Return the filters of a convolution with the steps of a window below each other."""
    return kernel.reshape(-1, kernel.shape[-1])
