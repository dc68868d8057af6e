"""Layers that make one array of several."""

from collections.abc import Sequence
from functools import reduce
from string import ascii_lowercase
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn.interop.onnx.writing.graph import Graph, Value
from xlrnn.nn.layers.dot import LONGEST_INVERSE

OPERATORS: Final = {
    "Add": "Add",
    "Subtract": "Sub",
    "Multiply": "Mul",
    "Maximum": "Max",
    "Minimum": "Min",
    "Average": "Add",
}
LOOK_AT_MASKS: Final = ("Multiply", "Maximum", "Minimum")
"""The layers whose result depends on which steps count."""


def write_elementwise(graph: Graph, layer: Any, x: Sequence[Value]) -> str:
    """Write a layer that goes through its inputs number by number.

    Raises:
        UsageError: if steps are left out, and it matters.
    """
    kind = type(layer).__name__
    if kind in LOOK_AT_MASKS and any(each.mask for each in x):
        raise UsageError(
            f"{layer.name}: {kind} of inputs with a mask cannot be said in ONNX: expected inputs "
            "all of whose steps count"
        )
    most = max(each.sides for each in x)
    aligned = [_with_sides(graph, each, most) for each in x]
    y = reduce(lambda left, right: graph.node(OPERATORS[kind], left, right), aligned)
    return graph.node("Div", y, graph.constant(float(len(x)))) if kind == "Average" else y


def _with_sides(graph: Graph, x: Value, most: int) -> str:
    """Return an array with sides of 1 behind the batch."""
    if x.sides == most:
        return x.name
    return graph.node("Unsqueeze", x.name, graph.whole(*range(1, most - x.sides + 1)))


def counting_in_any(graph: Graph, layer: Any, x: Sequence[Value]) -> str | None:  # noqa: ARG001
    """Return which steps of a sum count: those that do in any input, if all have a mask."""
    masks = [each.mask for each in x]
    known = [mask for mask in masks if mask is not None]
    return _either(graph, known) if len(known) == len(masks) else None


def write_concatenate(graph: Graph, layer: Any, x: Sequence[Value]) -> str:
    """Write Concatenate."""
    return graph.node("Concat", *(each.name for each in x), axis=layer.axis)


def counting_beside(graph: Graph, layer: Any, x: Sequence[Value]) -> str | None:
    """Return which steps count of features side by side: those that do in any input.

    Raises:
        UsageError: if sequences with a mask stand one behind the other.
    """
    known = [each.mask for each in x if each.mask is not None]
    if not known:
        return None
    if layer.axis % x[0].sides != x[0].sides - 1:
        raise UsageError(
            f"{layer.name}: a mask along axis {layer.axis} cannot be said in ONNX: expected inputs "
            "all of whose steps count, or axis=-1"
        )
    # All steps of an input without a mask count, and so do all of the output.
    return _either(graph, known) if len(known) == len(x) else None


def _either(graph: Graph, masks: Sequence[str]) -> str:
    return reduce(lambda left, right: graph.node("Or", left, right), masks)


def write_dot(graph: Graph, layer: Any, x: Sequence[Value]) -> str:
    """Write Dot: products along one side of each, sample by sample."""
    pair = layer.axes if isinstance(layer.axes, list) else [layer.axes] * 2
    sides = [axis % each.sides for axis, each in zip(pair, x, strict=True)]
    letters, names, left = iter(ascii_lowercase[2:]), [], ""
    for each, along in zip(x, sides, strict=True):
        own = ["a", *(next(letters) for _ in range(each.sides - 1))]
        own[along] = "b"
        names.append("".join(own))
        left += "".join(letter for letter in own if letter not in "ab")
    factors = [_normalized(graph, each.name, side) if layer.normalize else each.name
               for each, side in zip(x, sides, strict=True)]  # fmt: skip
    y = graph.node("Einsum", *factors, equation=f"{','.join(names)}->a{left}")
    return y if left else graph.node("Unsqueeze", y, graph.whole(1))


def _normalized(graph: Graph, x: str, axis: int) -> str:
    """Return an array with length 1 along a side, however near to 0 it is."""
    squares = graph.node("ReduceSumSquare", x, axes=[axis], keepdims=1)
    inverse = graph.node("Reciprocal", graph.node("Sqrt", squares))
    return graph.node("Mul", x, graph.node("Min", inverse, graph.constant(LONGEST_INVERSE)))
