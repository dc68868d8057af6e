"""Sequences with steps that do not count, said with lengths: those that count move to the front.

A recurrent operator of ONNX reads so many steps of each sample as it is told. What a layer does
here, standing still at a step that does not count, is then read from its states: after step t the
state is the one after as many steps as count up to t; after none of them, the first state.
"""

import numpy as np

from xlrnn.nn.interop.onnx.package import onnx_package
from xlrnn.nn.interop.onnx.writing.graph import Graph


def compacted(graph: Graph, x: str, mask: str) -> tuple[str, str]:
    """Return a sequence with the steps that count first, in their order, and how many count.

    Args:
        graph: the graph.
        x: the sequence, (batch, time, features).
        mask: which steps count, (batch, time).
    """
    counts = graph.as_whole(mask)
    # What counts is larger than what does not; of equal ones TopK takes the earlier step first.
    _, order = graph.nodes_of("TopK", [counts, graph.side(mask, 1)], 2, axis=1)
    total = graph.node("ReduceSum", counts, graph.whole(1), keepdims=0)
    lengths = graph.node("Cast", total, to=onnx_package().TensorProto.INT32)
    return _picked(graph, x, order), lengths


def at_every_step(graph: Graph, states: str, mask: str, first: str | None) -> str:
    """Return the state after every step, from those after each step that counts.

    Args:
        graph: the graph.
        states: the states of the compacted sequence, (batch, time, units).
        mask: which steps count, of the sequence as it is read.
        first: the first state, (batch, units); None for zeros.
    """
    if first is None:
        shape = [graph.side(states, 0), graph.whole(1), graph.side(states, 2)]
        start = graph.node("Expand", graph.constant(0.0), graph.node("Concat", *shape, axis=0))
    else:
        start = graph.node("Unsqueeze", first, graph.whole(1))
    known = graph.node("Concat", start, states, axis=1)
    so_far = graph.node("CumSum", graph.as_whole(mask), graph.constant(np.int64(1)))
    return _picked(graph, known, so_far)


def _picked(graph: Graph, x: str, places: str) -> str:
    """Return other steps of a sequence, each from its place in the same sample."""
    shape = graph.node("Concat", graph.sides(places, 0), graph.side(x, 2), axis=0)
    index = graph.node("Expand", graph.node("Unsqueeze", places, graph.whole(2)), shape)
    return graph.node("GatherElements", x, index, axis=1)
