"""Attention: scores, what must not be looked at, softmax, and the mean of what is found."""

from collections.abc import Mapping, Sequence
from functools import reduce
from math import sqrt
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.layers.additive_attention import AdditiveAttention


def write_attention(
    graph: Graph, layer: Any, x: Sequence[Value], options: Mapping[str, Any]
) -> list[str]:
    """Write Attention or AdditiveAttention; return the output and, if asked for, where it looked.

    Args:
        graph: the graph.
        layer: the layer.
        x: query, value and, if there is one, key.
        options: those of the call.
    """
    query, value, key = x[0], x[1], x[-1]
    score = _score(graph, layer, query.name, key.name)
    seen = [graph.node("Unsqueeze", value.mask, graph.whole(1))] if value.mask else []
    if options.get("use_causal_mask"):
        seen.append(_causal(graph, query.name, key.name))
    if seen:
        below = graph.node("Sub", score, graph.constant(layer.far_below))
        score = graph.node("Where", _all(graph, seen), score, below)
    attention = graph.node("Softmax", score, axis=-1)
    y = graph.node("MatMul", attention, value.name)
    if query.mask:
        counts = graph.node("Unsqueeze", graph.as_numbers(query.mask), graph.whole(-1))
        y = graph.node("Mul", y, counts)
    return [y, *[attention] * bool(options.get("return_attention_scores"))]


def _score(graph: Graph, layer: Any, query: str, key: str) -> str:
    """Write what belongs together: a product, or a small network."""
    if isinstance(layer, AdditiveAttention):
        weight = None if layer.scale is None else layer.scale.value
        return _of_sums(graph, query, key, None, weight)
    scale = None if layer.scale is None else layer.scale.value
    if layer.score_mode == "concat":
        return _of_sums(graph, query, key, scale, layer.concat_score_weight.value)
    score = graph.node("MatMul", query, graph.transposed(key, 0, 2, 1))
    return score if scale is None else graph.node("Mul", score, graph.constant(scale))


def _of_sums(graph: Graph, query: str, key: str, inner: Any, weight: Any) -> str:
    """Write Σ weight · tanh(inner · (query_i + key_j))."""
    total = graph.node(
        "Add",
        graph.node("Unsqueeze", query, graph.whole(2)),
        graph.node("Unsqueeze", key, graph.whole(1)),
    )
    if inner is not None:
        total = graph.node("Mul", total, graph.constant(inner))
    tanh = graph.node("Tanh", total)
    if weight is not None:
        tanh = graph.node("Mul", tanh, graph.constant(weight))
    return graph.node("ReduceSum", tanh, graph.whole(-1), keepdims=0)


def write_heads(
    graph: Graph, layer: Any, x: Sequence[Value], options: Mapping[str, Any]
) -> list[str]:
    """Write MultiHeadAttention, in the same way.

    Raises:
        UsageError: if it is called with a mask of one's own.
    """
    if options.get("attention_mask") is not None:
        raise UsageError(
            f"{layer.name}: attention_mask cannot be said in ONNX: expected use_causal_mask, or "
            "the masks of its inputs"
        )
    asked = bool(options.get("return_attention_scores"))
    places = {"query_dense": x[0], "key_dense": x[-1], "value_dense": x[1]}
    q, k, v = (
        graph.transposed(_projected(graph, layer.parts[part], each.name), 0, 2, 1, 3)
        for part, each in places.items()
    )
    score = graph.node("MatMul", q, graph.transposed(k, 0, 1, 3, 2))
    score = graph.node("Mul", score, graph.constant(1 / sqrt(layer.key_dim)))
    seen = _seen_by_heads(graph, x, causal=bool(options.get("use_causal_mask")))
    if seen is not None:
        score = graph.node("Where", seen, score, graph.constant(-layer.far_below))
    attention = graph.node("Softmax", score, axis=-1)
    if seen is not None and (asked or layer.dropout):
        attention = graph.node("Where", seen, attention, graph.constant(0.0))
    context = graph.transposed(graph.node("MatMul", attention, v), 0, 2, 1, 3)
    return [_joined(graph, layer, context), *[attention] * asked]


def _projected(graph: Graph, part: Any, x: str) -> str:
    """Write W · x + b of all heads: (batch, time, heads, size)."""
    kernel = part.kernel.value
    y = graph.node("MatMul", x, graph.constant(part.matrix))
    if part.bias is not None:
        y = graph.node("Add", y, graph.constant(part.bias.value.reshape(-1)))
    return graph.node("Reshape", y, graph.whole(0, 0, *kernel.shape[1:]))


def _joined(graph: Graph, layer: Any, context: str) -> str:
    """Write the projection of all heads together."""
    part = layer.output_dense
    flat = graph.node("Reshape", context, graph.whole(0, 0, layer.num_heads * layer.value_dim))
    y = graph.node("MatMul", flat, graph.constant(part.matrix))
    if part.bias is not None:
        y = graph.node("Add", y, graph.constant(part.bias.value.reshape(-1)))
    return y if len(layer.sides) < 2 else graph.node("Reshape", y, graph.whole(0, 0, *layer.sides))


def _seen_by_heads(graph: Graph, x: Sequence[Value], *, causal: bool) -> str | None:
    """Write which steps each step of each head may look at; None for all."""
    query, *others = x
    seen = [graph.node("Unsqueeze", query.mask, graph.whole(1, 3))] if query.mask else []
    seen += [graph.node("Unsqueeze", each.mask, graph.whole(1, 2)) for each in others if each.mask]
    if causal:
        back = _causal(graph, query.name, x[-1].name)
        seen.append(graph.node("Unsqueeze", back, graph.whole(0)))
    return _all(graph, seen) if seen else None


def _causal(graph: Graph, query: str, key: str) -> str:
    """Write which steps are not behind each step: (1, steps, steps of the key)."""
    sides = graph.node("Concat", graph.side(query, 1), graph.side(key, 1), axis=0)
    ones = graph.node("Expand", graph.constant(np.float32(1)), sides)
    back = graph.node("Trilu", ones, upper=0)
    return graph.node("Unsqueeze", graph.node("Greater", back, graph.constant(0.0)), graph.whole(0))


def _all(graph: Graph, seen: Sequence[str]) -> str:
    return reduce(lambda left, right: graph.node("And", left, right), seen)
