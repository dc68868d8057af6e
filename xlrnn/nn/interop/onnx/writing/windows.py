"""Layers that see windows, or all steps at once: convolutions and poolings.

ONNX wants the features second. How many zeros `padding="same"` puts around an input is counted
here; where that depends on a length that is open, `SAME_UPPER` says it, which ONNX Runtime does not
know for windows with gaps, nor for strides beyond a window.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.compute.windows import Windows
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
    sizes, strides, apart = (
        _each(each) for each in (layer.kernel_size, layer.strides, layer.dilation_rate)
    )
    windows = [
        Windows(size, stride, layer.padding, distance)
        for size, stride, distance in zip(sizes, strides, apart, strict=True)
    ]
    y = graph.node(
        "Conv",
        _features_second(graph, layer, x.name, x.sides),
        graph.constant(kernel),
        *bias,
        kernel_shape=sizes,
        strides=strides,
        dilations=apart,
        **_padding(layer, windows, _sides(layer, x)),
    )
    return applied(graph, layer, layer.activation, _as_given(graph, layer, y, x.sides))


def _padding(layer: Any, windows: Sequence[Windows], sides: Sequence[int | None]) -> dict[str, Any]:
    """Return how many zeros stand around the input.

    Args:
        layer: the layer.
        windows: along each side.
        sides: how long the sides are, None where that is open.

    Raises:
        UsageError: if it depends on a length that is open, in a way that ONNX cannot say.
    """
    if layer.padding == "valid":
        return {"auto_pad": "VALID"}
    if layer.padding == "causal":
        return {"pads": [windows[0].span - 1, 0]}
    if all(side is not None or each.stride == 1 for side, each in zip(sides, windows, strict=True)):
        missing = [
            each.missing(side or each.span) for side, each in zip(sides, windows, strict=True)
        ]
        before = [number // 2 for number in missing]
        return {"pads": [*before, *(a - b for a, b in zip(missing, before, strict=True))]}
    if any(each.stride > each.size for each in windows):
        raise UsageError(
            f"{layer.name}: padding='same' with strides that are larger than the window cannot be "
            "said in ONNX for inputs of any length: expected a model for one length"
        )
    return {"auto_pad": "SAME_UPPER"}


def write_max_pooling(graph: Graph, layer: Any, x: Value) -> str:
    """Write the largest number of each window."""
    return _pooled(graph, layer, x, "MaxPool")


def write_average_pooling(graph: Graph, layer: Any, x: Value) -> str:
    """Write the average of each window, over the places inside the input."""
    return _pooled(graph, layer, x, "AveragePool")


def _pooled(graph: Graph, layer: Any, x: Value, op: str) -> str:
    turned = _features_second(graph, layer, x.name, x.sides)
    y = graph.node(
        op,
        turned,
        kernel_shape=_each(layer.pool_size),
        strides=_each(layer.strides),
        **_padding(layer, layer.windows, _sides(layer, x)),
    )
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
    """Return which sides are neither samples nor features."""
    return list(range(2, x.sides) if layer.data_format == FIRST else range(1, x.sides - 1))


def _sides(layer: Any, x: Value) -> list[int | None]:
    """Return how long those are."""
    return [x.shape[place] for place in _places(layer, x)]
