"""A model of ours, run on a sample: what every layer was given, and what it said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import dense
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.network import Network

Array = NDArray[Any]


@dataclass(frozen=True)
class Turn:
    """One turn of a layer.

    Args:
        layer: the layer.
        x: what it was given, first of all.
        y: what it said, first of all.
        logits: what it gave its activation, where it has one behind a product.
    """

    layer: Layer
    x: Array
    y: Array
    logits: Array | None


@dataclass(frozen=True)
class Own:
    """What a model did with a sample.

    Args:
        turns: those of its layers, also in models inside, in order.
        outputs: what it said.
        logits: what its last activation was given, where there is one.
        activation: that one's name.
    """

    turns: tuple[Turn, ...]
    outputs: tuple[Array, ...]
    logits: Array | None = None
    activation: str | None = None

    @property
    def itemsize(self) -> int:
        """The bytes of the coarsest numbers on the way."""
        arrays = [turn.y for turn in self.turns]
        return min((a.dtype.itemsize for a in arrays if a.dtype.kind == "f"), default=8)


def own_run(into: Layer | Sequence[Layer], x: Any) -> Own:
    """Run a model, a layer, or layers one behind the other.

    Args:
        into: what takes the sample.
        x: the sample; of several inputs a list.
    """
    if isinstance(into, Network):
        turns: list[Turn] = []
        outputs = tuple(_through(into, into, x, turns))
        last = into.graph.sole_end(0)
        if last is None or into.fused_activation is None:
            return Own(tuple(turns), outputs)
        return Own(tuple(turns), outputs, _copied(last.logits), into.fused_activation)
    turns = []
    for layer in [into] if isinstance(into, Layer) else into:
        y = layer(x)
        first = y[0] if isinstance(y, list) else y
        turns.append(Turn(layer, np.array(x), first, _copied(vars(layer).get("logits"))))
        x = first
    return Own(tuple(turns), (np.asarray(x),))


def layers_in_turn(into: Layer | Sequence[Layer]) -> Iterator[Layer]:
    """Yield the layers, also of models inside, in the order in which they have their turns."""
    if isinstance(into, Network) and into.built:
        for step in into.graph.steps:
            yield from layers_in_turn(step.of)
    elif isinstance(into, Network):
        for layer in into.layers:
            yield from layers_in_turn(layer)
    elif isinstance(into, Layer):
        yield into
    else:
        for layer in into:
            yield from layers_in_turn(layer)


def _through(network: Network, of: Network, x: Any, turns: list[Turn]) -> list[Array]:
    """Have every layer its turn, and take note of it; return the outputs.

    Args:
        network: what calculates: a twin, where a model is called again.
        of: the model itself, whose layers the turns are said to be of.
        x: what it is given.
        turns: gets what happens.
    """
    graph = network.graph
    given = network.arrays(x)
    values: list[Any] = [*given, *(None for _ in range(graph.places - len(given)))]
    masks: list[Any] = [None] * graph.places
    for step, itself in zip(graph.steps, of.graph.steps, strict=True):
        inputs, layer = [values[k] for k in step.takes], step.layer
        if isinstance(layer, Network) and isinstance(itself.of, Network):
            _through(layer, itself.of, inputs if step.listed else inputs[0], turns)
            step.forward(values, masks, False)
            continue
        taken = np.array(dense(inputs[0])) if inputs else np.zeros(0)
        step.forward(values, masks, False)
        said = np.array(dense(values[step.gives[0]]))
        turns.append(Turn(itself.of, taken, said, _copied(vars(layer).get("logits"))))
    return [np.array(dense(values[k])) for k in graph.outputs]


def _copied(array: Array | None) -> Array | None:
    return None if array is None else np.array(array)
