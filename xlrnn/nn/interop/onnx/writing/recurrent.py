"""Recurrent layers as RNN, LSTM and GRU of ONNX.

| | here | ONNX |
| --- | --- | --- |
| a sequence | (batch, time, features) | (time, batch, features) |
| every matrix | (inputs, outputs) | (outputs, inputs) |
| gates of an LSTM | i, f, g, o | i, o, f, c |
| gates of a GRU | z, r, g | z, r, h |
| biases | b, or two rows of a GRU | two, one behind the other |

A sequence that is read from its end is `direction="reverse"` there, whose states stand in the order
of time; here they stand in the order of reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.writing.functions import named
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.interop.onnx.writing.masked import at_every_step, compacted
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.lstm import LSTM

Array = NDArray[Any]


@dataclass(frozen=True)
class Read:
    """What a layer has read.

    Args:
        states: the state after every step, (batch, time, units).
        in_time: whether they stand in the order of time, or in that of reading.
        last: the last of each kind of state, (batch, units).
    """

    states: str
    in_time: bool
    last: list[str]


def write_recurrent(graph: Graph, layer: Any, x: Value, firsts: Sequence[str]) -> list[str]:
    """Write a layer of one direction; return its output and, if it returns them, its last states.

    Args:
        graph: the graph.
        layer: the layer.
        x: the sequence.
        firsts: the first states, none for zeros.
    """
    read = _read(graph, layer, x, firsts)
    return [_output(graph, layer, x, read, in_time=False), *read.last * layer.return_state]


def write_bidirectional(graph: Graph, layer: Any, x: Value, firsts: Sequence[str]) -> list[str]:
    """Write both directions and what becomes of them."""
    half = len(firsts) // 2
    reads = [
        _read(graph, each, x, own)
        for each, own in zip(layer.directions, (firsts[:half], firsts[half:]), strict=True)
    ]
    y_f, y_b = (
        _output(graph, each, x, read, in_time=bool(k))
        for k, (each, read) in enumerate(zip(layer.directions, reads, strict=True))
    )
    lasts = [last for read in reads for last in read.last] * layer.return_state
    if layer.merge_mode is None:
        return [y_f, y_b, *lasts]
    if layer.merge_mode == "concat":
        return [graph.node("Concat", y_f, y_b, axis=-1), *lasts]
    y = graph.node("Mul" if layer.merge_mode == "mul" else "Add", y_f, y_b)
    if layer.merge_mode == "ave":
        y = graph.node("Div", y, graph.constant(2.0))
    return [y, *lasts]


def _output(graph: Graph, layer: Any, x: Value, read: Read, *, in_time: bool) -> str:
    """Return every state in an order, or the last one; 0 where that is asked for."""
    y = read.states if layer.return_sequences else read.last[0]
    turned = read.in_time != in_time and layer.return_sequences
    if turned and layer.go_backwards:
        y = graph.backwards(y, 1)
    if x.mask is None or not layer.zero_output_for_mask:
        return y
    counts = graph.as_numbers(x.mask)
    if not layer.return_sequences:
        at = 0 if layer.go_backwards else -1
        last = graph.node("Gather", counts, graph.constant(np.int64(at)), axis=1)
        return graph.node("Mul", y, graph.node("Unsqueeze", last, graph.whole(1)))
    if layer.go_backwards and not in_time:
        counts = graph.backwards(counts, 1)
    return graph.node("Mul", y, graph.node("Unsqueeze", counts, graph.whole(2)))


def _read(graph: Graph, layer: Any, x: Value, firsts: Sequence[str]) -> Read:
    """Write the operator.

    Raises:
        UsageError: if states are kept from batch to batch, or a function is unknown to it.
    """
    if layer.stateful:
        raise UsageError(
            f"{layer.name}: stateful=True, states that are kept from batch to batch, cannot be "
            "said in ONNX: give first states and return the last ones instead"
        )
    starts = [graph.node("Unsqueeze", first, graph.whole(0)) for first in firsts]
    name, mask = x.name, x.mask
    reverse = layer.go_backwards
    if mask is not None and reverse:
        name, mask, reverse = graph.backwards(name, 1), graph.backwards(mask, 1), False
    steps, lengths = (name, "") if mask is None else compacted(graph, name, mask)
    Y, *lasts = _operator(graph, layer, steps, lengths, starts, reverse=reverse)
    states = graph.transposed(graph.node("Squeeze", Y, graph.whole(1)), 1, 0, 2)
    last = [graph.node("Squeeze", each, graph.whole(0)) for each in lasts]
    if mask is None:
        return Read(states, in_time=True, last=last)
    states = at_every_step(graph, states, mask, firsts[0] if firsts else None)
    return Read(states, in_time=not layer.go_backwards, last=[graph.last(states), *last[1:]])


def _operator(
    graph: Graph, layer: Any, x: str, lengths: str, starts: Sequence[str], *, reverse: bool
) -> list[str]:
    """Add the node; return its states after every step, and the last ones."""
    kernel, recurrent, bias = _weights(layer)
    weights = [graph.constant(each[None]) for each in (kernel, recurrent)]
    bias_name = "" if bias is None else graph.constant(bias[None])
    f = layer.activation
    if isinstance(layer, LSTM):
        kind, functions = "LSTM", {"recurrent_activation": layer.recurrent_activation,
                                   "activation": f, "activation again": f}  # fmt: skip
    elif isinstance(layer, GRU):
        kind, functions = "GRU", {"recurrent_activation": layer.recurrent_activation,
                                  "activation": f}  # fmt: skip
    else:
        kind, functions = "RNN", {"activation": f}
    told = {"linear_before_reset": int(layer.reset_after)} if isinstance(layer, GRU) else {}
    inputs = [graph.transposed(x, 1, 0, 2), *weights, bias_name, lengths, *starts]
    return graph.nodes_of(
        kind,
        _without_end(inputs),
        1 + len(layer.states),
        hidden_size=layer.units,
        direction="reverse" if reverse else "forward",
        **named(layer, functions),
        **told,
    )


def _without_end(names: list[str]) -> list[str]:
    """Leave out the names at the end that stand for nothing."""
    while not names[-1]:
        names = names[:-1]
    return names


def _weights(layer: Any) -> tuple[Array, Array, Array | None]:
    """Return W, R and B in ONNX' layout, without the side of the directions."""
    kernel, recurrent = layer.kernel.value, layer.recurrent_kernel.value
    bias = layer.bias.value if layer.use_bias else None
    if getattr(layer, "tied", False):
        recurrent = recurrent[0, 0] * np.eye(layer.units, dtype=recurrent.dtype)
        bias = None if bias is None else np.repeat(bias, layer.units)
    if bias is not None:
        pair = bias if bias.ndim == 2 else np.stack([bias, np.zeros_like(bias)])
        bias = np.concatenate([_in_order(layer, half) for half in pair])
    return _in_order(layer, kernel.T), _in_order(layer, recurrent.T), bias


def _in_order(layer: Any, array: Array) -> Array:
    """Put the gates of an LSTM in the order i, o, f, c."""
    if not isinstance(layer, LSTM):
        return array
    i, f, g, o = np.split(array, 4)
    return np.concatenate([i, o, f, g])
