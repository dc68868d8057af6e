"""Who writes which layer, and which steps of its output count."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn import layers as nn
from xlrnn.nn.core.symbol import Call
from xlrnn.nn.interop.onnx.writing import (
    arranging,
    attending,
    functions,
    merging,
    recurrent,
    weighing,
    windows,
)
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value

One = Callable[[Graph, Any, Value], str]
Several = Callable[[Graph, Any, Sequence[Value]], str]

PASSING: Final[dict[type, One]] = {
    nn.Dense: weighing.write_dense,
    nn.BatchNormalization: weighing.write_batch_normalization,
    nn.LayerNormalization: weighing.write_layer_normalization,
    nn.Activation: functions.write_activation,
    nn.ReLU: functions.write_relu,
    nn.LeakyReLU: functions.write_leaky_relu,
    nn.Softmax: functions.write_softmax,
    nn.Dropout: arranging.write_nothing,
    nn.SpatialDropout1D: arranging.write_nothing,
}
"""Layers that keep steps as they are, and with them their mask."""

CHANGING: Final[dict[type, One]] = {
    nn.Conv1D: windows.write_convolution,
    nn.Conv2D: windows.write_convolution,
    nn.MaxPooling1D: windows.write_max_pooling,
    nn.MaxPooling2D: windows.write_max_pooling,
    nn.AveragePooling1D: windows.write_average_pooling,
    nn.AveragePooling2D: windows.write_average_pooling,
    nn.GlobalMaxPooling1D: windows.write_global_max,
    nn.GlobalAveragePooling1D: windows.write_global_average,
    nn.GlobalAveragePooling2D: windows.write_global_average,
    nn.Flatten: arranging.write_flatten,
    nn.Reshape: arranging.write_reshape,
    nn.Permute: arranging.write_permute,
    nn.RepeatVector: arranging.write_repeat_vector,
}
"""Layers behind which there are other steps, or none."""

ELEMENTWISE: Final = (
    nn.Add, nn.Subtract, nn.Multiply, nn.Average, nn.Maximum, nn.Minimum,
)  # fmt: skip

KNOWN: Final = (
    *PASSING, *CHANGING, *ELEMENTWISE, nn.Concatenate, nn.Dot, nn.Embedding, nn.Masking,
    nn.SimpleRNN, nn.LSTM, nn.GRU, nn.Bidirectional, nn.Attention, nn.AdditiveAttention,
    nn.MultiHeadAttention, nn.TimeDistributed,
)  # fmt: skip
"""All layers that can be written."""


def write_layer(graph: Graph, call: Call, values: Mapping[int, Value]) -> list[Value]:
    """Write a call of a layer, and return what it returns.

    Args:
        graph: the graph.
        call: the call.
        values: what its symbols stand for, by their identity.

    Raises:
        UsageError: if ONNX, or this writer, has no such layer or option.
    """
    layer, x = call.layer, [values[id(each)] for each in call.taken]
    firsts = [values[id(each)].name for own in call.others.values() for each in own]
    shapes = [symbol.shape for symbol in call.returned]
    graph.layer = layer.name
    names, mask = _written(graph, layer, x, firsts, call.options)
    masks = _masks(layer, mask, len(names))
    return [Value(*each) for each in zip(names, shapes, masks, strict=True)]


def _written(
    graph: Graph, layer: Any, x: Sequence[Value], firsts: Sequence[str], options: Mapping[str, Any]
) -> tuple[list[str], str | None]:
    """Write a layer; return the names of what it returns, and which steps of that count."""
    kind, first = type(layer), x[0]
    if kind in (nn.SimpleRNN, nn.LSTM, nn.GRU, nn.Bidirectional):
        write = (
            recurrent.write_bidirectional if kind is nn.Bidirectional else recurrent.write_recurrent
        )
        mask = first.mask if layer.return_sequences else None
        return write(graph, layer, first, firsts), mask
    if kind is nn.MultiHeadAttention:
        return attending.write_heads(graph, layer, x, options), first.mask
    if kind in (nn.Attention, nn.AdditiveAttention):
        return attending.write_attention(graph, layer, x, options), first.mask
    if options:
        raise UsageError(f"{layer.name}: {', '.join(options)} of a call cannot be said in ONNX")
    name, mask = _plain(graph, layer, x)
    return [name], mask


def _plain(graph: Graph, layer: Any, x: Sequence[Value]) -> tuple[str, str | None]:
    """Write a layer that returns one array of what it takes, and nothing else."""
    kind, first = type(layer), x[0]
    if kind in PASSING:
        return PASSING[kind](graph, layer, first), first.mask
    if kind in CHANGING:
        return CHANGING[kind](graph, layer, first), None
    if kind in ELEMENTWISE:
        y = merging.write_elementwise(graph, layer, x)
        return y, merging.counting_in_any(graph, layer, x)
    if kind is nn.Concatenate:
        mask = merging.counting_beside(graph, layer, x)
        return merging.write_concatenate(graph, layer, x), mask
    if kind is nn.Dot:
        return merging.write_dot(graph, layer, x), None
    if kind is nn.Embedding:
        mask = arranging.counted_words(graph, layer, first)
        return arranging.write_embedding(graph, layer, first), mask
    if kind is nn.Masking:
        mask = arranging.counted_steps(graph, layer, first)
        return arranging.write_masking(graph, first, mask), mask
    if kind is nn.TimeDistributed:
        return _at_each_step(graph, layer, first), first.mask
    raise UsageError(
        f"{layer.name}: layers of the class {kind.__name__} cannot be said in ONNX: expected one "
        f"of {', '.join(each.__name__ for each in KNOWN)}"
    )


def _at_each_step(graph: Graph, layer: Any, x: Value) -> str:
    """Write a layer at each step: the steps of all samples become samples."""
    inner = layer.layer
    shape = (None, *x.shape[2:])
    together = graph.node("Concat", graph.whole(-1), graph.sides(x.name, 2), axis=0)
    steps = Value(graph.node("Reshape", x.name, together), shape)
    (y, *_), _ = _written(graph, inner, [steps], [], {})
    graph.layer = layer.name
    apart = graph.node("Concat", graph.sides(x.name, 0, 2), graph.sides(y, 1), axis=0)
    return graph.node("Reshape", y, apart)


def _masks(layer: Any, mask: str | None, count: int) -> list[str | None]:
    """Return the mask of each thing that a layer returns: of outputs, not of states or scores."""
    both = isinstance(layer, nn.Bidirectional) and layer.merge_mode is None
    outputs = 2 if both else 1
    return [*[mask] * outputs, *[None] * (count - outputs)]
