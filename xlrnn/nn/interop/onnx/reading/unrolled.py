"""Simple recurrent layers that an exporter wrote step by step, found and made one again.

h_t = f(h_(t−1) · R + b + P_t), where P holds what all steps see of the input: the same R, b and f
at every step from the first to the last, each beginning with the state of the step before, and the
first one with zeros. Whatever is less regular stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from xlrnn.nn.interop.onnx.reading.graph import ForeignGraph, Node

KIND, DOMAIN = "Unrolled", "xlrnn"
FUNCTIONS: Final = {"Tanh": "tanh", "Relu": "relu"}
MOVES: Final = ("Squeeze", "Unsqueeze", "Identity")
FEWEST: Final = 2


@dataclass(frozen=True)
class Step:
    """One step.

    Args:
        node: its function.
        before: the state that it begins with; "" if that was calculated once, as for zeros.
        weights: R and the biases, which are the same at every step.
        sees: f, P and along which axis it is picked.
        index: which step of P it sees.
    """

    node: Node
    before: str
    weights: tuple[str, ...]
    sees: tuple[Any, ...]
    index: int


def rolled(graph: ForeignGraph) -> ForeignGraph:
    """Return a graph in which regular steps are one node, of the kind `Unrolled`."""
    gives = {name: node for node in graph.nodes for name in node.outputs}
    found: dict[tuple[Any, ...], list[Step]] = {}
    for node in graph.nodes:
        step = _step(node, gives, graph)
        if step is not None:
            found.setdefault(step.sees, []).append(step)
    nodes = list(graph.nodes)
    for steps in found.values():
        if _regular(steps, gives, graph):
            ranks = [graph.constants[name].ndim for name in steps[0].weights[1:]]
            _roll(nodes, steps, max(ranks, default=0))
    graph.nodes = nodes
    graph.drop_what_is_unused()
    return graph


def _step(node: Node, gives: dict[str, Node], graph: ForeignGraph) -> Step | None:
    """Return what a function is a step of, if it is one."""
    if node.kind not in FUNCTIONS or node.domain:
        return None
    products, biases, picked = [], [], []
    for name in _summands(node.inputs[0], gives):
        own = gives.get(name)
        place = _picked(name, gives, graph)
        if name in graph.constants:
            biases.append(name)
        elif place is not None:
            picked.append(place)
        elif own is not None and own.kind == "MatMul" and own.inputs[1] in graph.constants:
            products.append(own)
        else:
            return None
    if len(products) > 1 or len(picked) != 1:
        return None
    sequence, axis, index = picked[0]
    state, R = products[0].inputs if products else ("", "")
    return Step(node, state, (R, *biases), (node.kind, sequence, axis), index)


def _summands(name: str, gives: dict[str, Node], depth: int = 0) -> Iterator[str]:
    own = gives.get(name)
    if own is not None and own.kind == "Add" and depth < 4:
        for each in own.inputs:
            yield from _summands(each, gives, depth + 1)
    else:
        yield name


def _picked(name: str, gives: dict[str, Node], graph: ForeignGraph) -> tuple[str, int, int] | None:
    """Return the sequence, axis and place of one step that is picked, if it is that."""
    own = gives.get(name)
    if own is None:
        return None
    if own.kind == "Gather" and (place := _number(own.inputs[1], graph, rank=0)) is not None:
        return own.inputs[0], own.attributes.get("axis", 0), place
    inner = gives.get(own.inputs[0]) if own.kind == "Squeeze" else None
    if inner is None or inner.kind != "Slice" or len(inner.inputs) != 4:
        return None
    start, end, axis = (_number(each, graph) for each in inner.inputs[1:])
    if start is None or end != start + 1 or axis is None:
        return None
    if len(own.inputs) < 2 or _number(own.inputs[1], graph) != axis:
        return None
    return inner.inputs[0], axis, start


def _number(name: str, graph: ForeignGraph, rank: int = 1) -> int | None:
    own = graph.constants.get(name)
    if own is None or own.size != 1 or own.ndim != rank or own.dtype.kind != "i":
        return None
    return int(own.ravel()[0])


def _regular(steps: Sequence[Step], gives: dict[str, Node], graph: ForeignGraph) -> bool:
    """Say whether steps follow each other from the first place on."""
    if len(steps) < FEWEST or [step.index for step in steps] != list(range(len(steps))):
        return False
    weights = steps[1].weights
    for before, step in pairwise(steps):
        if _moved(step.before, gives) != before.node.outputs[0] or step.weights != weights:
            return False
    if steps[0].before:
        return steps[0].weights == weights and _zero(steps[0].before, gives, graph)
    # Without a state the biases are left of the first step, added up.
    first, others = (
        sum((graph.constants[name] for name in own[1:]), start=np.zeros(()))
        for own in (steps[0].weights, weights)
    )
    return bool(np.allclose(first, others, rtol=0, atol=1e-7))


def _moved(name: str, gives: dict[str, Node]) -> str:
    """Return where an array comes from, as far as only its axes were moved."""
    while (own := gives.get(name)) is not None and own.kind in MOVES:
        name = own.inputs[0]
    return name


def _zero(name: str, gives: dict[str, Node], graph: ForeignGraph) -> bool:
    """Say whether an array holds zeros, whatever the input is."""
    while name not in graph.constants:
        own = gives.get(name)
        if own is not None and own.kind == "ConstantOfShape":
            return not np.any(own.attributes.get("value", 0))
        if own is None or own.kind not in (*MOVES, "Slice", "Expand", "Gather"):
            return False
        name = own.inputs[0]
    return not np.any(graph.constants[name])


def _roll(nodes: list[Node], steps: Sequence[Step], rank: int) -> None:
    """Put one node in the place of the first step, which gives the states of all.

    Args:
        nodes: all nodes.
        steps: the steps.
        rank: how many axes what is added to the first step has.
    """
    kind, sequence, axis = steps[0].sees
    R, *biases = steps[1].weights
    first = steps[0].node
    whole = Node(
        KIND,
        DOMAIN,
        first.label,
        (sequence, R, steps[0].before, *biases),
        tuple(step.node.outputs[0] for step in steps),
        {"axis": axis, "function": FUNCTIONS[kind], "rank": rank},
        first.opset,
    )
    nodes[nodes.index(first)] = whole
    for step in steps[1:]:
        nodes.remove(step.node)
