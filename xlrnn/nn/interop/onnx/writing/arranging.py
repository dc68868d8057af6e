"""Layers that only put numbers elsewhere, look words up, or leave steps out."""

from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.layers.channels import FIRST


def write_nothing(graph: Graph, layer: Any, x: Value) -> str:  # noqa: ARG001
    """Write what only training needs: nothing."""
    return x.name


def write_flatten(graph: Graph, layer: Any, x: Value) -> str:
    """Write Flatten."""
    name = x.name
    if layer.data_format == FIRST and x.sides > 2:
        name = graph.transposed(name, 0, *range(2, x.sides), 1)
    return graph.node("Reshape", name, graph.whole(0, -1))


def write_reshape(graph: Graph, layer: Any, x: Value) -> str:
    """Write Reshape; the samples stay apart."""
    if -1 not in layer.target_shape:
        return graph.node("Reshape", x.name, graph.whole(-1, *layer.target_shape))
    return graph.node("Reshape", x.name, graph.whole(0, *layer.target_shape))


def write_permute(graph: Graph, layer: Any, x: Value) -> str:
    """Write Permute."""
    return graph.transposed(x.name, 0, *layer.dims)


def write_repeat_vector(graph: Graph, layer: Any, x: Value) -> str:
    """Write RepeatVector.

    Raises:
        UsageError: if it repeats more than a vector.
    """
    if x.sides != 2:
        raise UsageError(
            f"{layer.name}: RepeatVector of an input of {x.sides} sides cannot be said in ONNX: "
            "expected samples and features"
        )
    one = graph.node("Unsqueeze", x.name, graph.whole(1))
    return graph.node("Expand", one, graph.whole(1, layer.n, 1))


def write_embedding(graph: Graph, layer: Any, x: Value) -> str:
    """Write Embedding: the rows of the words."""
    return graph.node("Gather", graph.constant(layer.embeddings.value), graph.as_whole(x.name))


def counted_words(graph: Graph, layer: Any, x: Value) -> str | None:
    """Return which steps hold a word, if the number 0 stands for none.

    Raises:
        UsageError: if what is looked up has no steps.
    """
    if not layer.mask_zero:
        return None
    _expect_steps(layer, x, 2, "mask_zero=True")
    return graph.node("Not", graph.node("Equal", graph.as_whole(x.name), graph.whole(0)))


def counted_steps(graph: Graph, layer: Any, x: Value) -> str:
    """Return which steps are not filled up with the mask's number.

    Raises:
        UsageError: if there are no steps.
    """
    _expect_steps(layer, x, 3, "a mask")
    filled = graph.node("Equal", x.name, graph.constant(np.array([layer.mask_value])))
    other = graph.as_numbers(graph.node("Not", filled))
    some = graph.node("ReduceMax", other, axes=[-1], keepdims=0)
    return graph.node("Greater", some, graph.constant(0.0))


def write_masking(graph: Graph, x: Value, mask: str) -> str:
    """Write Masking: 0 at the steps that do not count."""
    shown = graph.node("Unsqueeze", mask, graph.whole(-1))
    return graph.node("Where", shown, x.name, graph.constant(0.0))


def _expect_steps(layer: Any, x: Value, sides: int, what: str) -> None:
    if x.sides != sides:
        raise UsageError(
            f"{layer.name}: {what} for an input of {x.sides} sides cannot be said in ONNX: "
            f"expected {sides}, samples and steps first"
        )
