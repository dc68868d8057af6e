"""Layers that weigh features at each place: Dense, and the two normalizations."""

from typing import Any

import numpy as np

from xlrnn.nn.interop.onnx.writing.functions import applied
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value


def write_dense(graph: Graph, layer: Any, x: Value) -> str:
    """Write y = f(W · x + b)."""
    y = graph.node("MatMul", x.name, graph.constant(layer.kernel.value))
    if layer.use_bias:
        y = graph.node("Add", y, graph.constant(layer.bias.value))
    return applied(graph, layer, layer.activation, y)


def write_layer_normalization(graph: Graph, layer: Any, x: Value) -> str:
    """Write LayerNormalization over the last side."""
    features = np.ones(x.shape[-1] or 1)
    gamma = layer.gamma.value if layer.scale else features
    inputs = [x.name, graph.constant(gamma)]
    if layer.center:
        inputs.append(graph.constant(layer.beta.value))
    return graph.node("LayerNormalization", *inputs, axis=-1, epsilon=layer.epsilon)


def write_batch_normalization(graph: Graph, layer: Any, x: Value) -> str:
    """Write BatchNormalization with its moving averages; ONNX wants the features second."""
    features = len(layer.moving_mean.value)
    gamma = layer.gamma.value if layer.scale else np.ones(features)
    beta = layer.beta.value if layer.center else np.zeros(features)
    numbers = (gamma, beta, layer.moving_mean.value, layer.moving_variance.value)
    last = x.sides - 1
    turned = graph.transposed(x.name, 0, last, *range(1, last)) if last > 1 else x.name
    y = graph.node("BatchNormalization", turned, *(graph.constant(each) for each in numbers),
                   epsilon=layer.epsilon)  # fmt: skip
    return graph.transposed(y, 0, *range(2, x.sides), 1) if last > 1 else y
