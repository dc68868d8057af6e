"""Layers that see windows, or all steps at once: convolutions and poolings.

ONNX wants the features second. Its `SAME_UPPER` puts an odd zero behind, as Keras does; where the
places of a window are apart it is not to be had, and the zeros are counted here.
"""

from typing import Any

import numpy as np

from xlrnn.nn.interop.onnx.writing.functions import applied
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.layers.channels import FIRST


def _features_second(graph: Graph, layer: Any, name: str, sides: int) -> str:
    if layer.data_format == FIRST:
        return name
    return graph.transposed(name, 0, sides - 1, *range(1, sides - 1))


def _as_given(graph: Graph, layer: Any, name: str, sides: int) -> str:
    if layer.data_format == FIRST:
        return name
    return graph.transposed(name, 0, *range(2, sides), 1)


def _each(given: Any) -> list[int]:
    """Return a number for each side of the windows."""
    return [int(each) for each in np.atleast_1d(given)]


def write_convolution(graph: Graph, layer: Any, x: Value) -> str:
    """Write Conv1D or Conv2D."""
    kernel = np.moveaxis(layer.kernel.value, (-1, -2), (0, 1))
    bias = [graph.constant(layer.bias.value)] if layer.use_bias else []
    sizes, strides = _each(layer.kernel_size), _each(layer.strides)
    y = graph.node(
        "Conv",
        _features_second(graph, layer, x.name, x.sides),
        graph.constant(kernel),
        *bias,
        kernel_shape=sizes,
        strides=strides,
        dilations=_each(layer.dilation_rate),
        **_padding(layer, sizes, strides, _each(layer.dilation_rate)),
    )
    return applied(graph, layer, layer.activation, _as_given(graph, layer, y, x.sides))


def _padding(layer: Any, sizes: list[int], strides: list[int], apart: list[int]) -> dict[str, Any]:
    """Return how many zeros stand around the input."""
    if layer.padding == "valid":
        return {"auto_pad": "VALID"}
    outside = [distance * (size - 1) for size, distance in zip(sizes, apart, strict=True)]
    if layer.padding == "causal":
        return {"pads": [*outside, *(0 for _ in outside)]}
    if max(strides) > 1:  # how many depends on the length
        return {"auto_pad": "SAME_UPPER"}
    before = [number // 2 for number in outside]
    return {"pads": [*before, *(a - b for a, b in zip(outside, before, strict=True))]}


def write_max_pooling(graph: Graph, layer: Any, x: Value) -> str:
    """Write the largest number of each window."""
    return _pooled(graph, layer, x, "MaxPool")


def write_average_pooling(graph: Graph, layer: Any, x: Value) -> str:
    """Write the average of each window, over the places inside the input."""
    return _pooled(graph, layer, x, "AveragePool")


def _pooled(graph: Graph, layer: Any, x: Value, op: str) -> str:
    turned = _features_second(graph, layer, x.name, x.sides)
    pad = "VALID" if layer.padding == "valid" else "SAME_UPPER"
    y = graph.node(op, turned, kernel_shape=_each(layer.pool_size), strides=_each(layer.strides),
                   auto_pad=pad)  # fmt: skip
    return _as_given(graph, layer, y, x.sides)


def write_global_max(graph: Graph, layer: Any, x: Value) -> str:
    """Write the largest number of all steps."""
    return graph.node("ReduceMax", x.name, axes=_places(layer, x), keepdims=int(layer.keepdims))


def write_global_average(graph: Graph, layer: Any, x: Value) -> str:
    """Write the average of all steps or places; of a sequence, of the steps that count."""
    axes, keepdims = _places(layer, x), int(layer.keepdims)
    if x.mask is None or x.sides != 3:
        return graph.node("ReduceMean", x.name, axes=axes, keepdims=keepdims)
    counts = graph.as_numbers(x.mask)
    total = graph.node("ReduceSum", counts, graph.whole(1), keepdims=1)
    share = graph.node("Div", counts, graph.node("Max", total, graph.constant(1.0)))
    weighed = graph.node("Mul", x.name, graph.node("Unsqueeze", share, graph.whole(3 - axes[0])))
    return graph.node("ReduceSum", weighed, graph.whole(*axes), keepdims=keepdims)


def _places(layer: Any, x: Value) -> list[int]:
    """Return the sides that are neither samples nor features."""
    return list(range(2, x.sides) if layer.data_format == FIRST else range(1, x.sides - 1))
