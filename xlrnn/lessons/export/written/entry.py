"""What is said of a layer that has formulas: one entry holds all that an export needs to know."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.written.weights import Weights
from xlrnn.nn.core.layer import Layer

Array = NDArray[Any]
Handed = LayerOutput | list[LayerOutput]
"""What flows out: one thing, or several."""

Writer = Callable[..., Handed]
"""Of a `Writing` and what flows in: one thing, or several of a layer that takes several."""

Shown = Iterator[tuple[str, Array]]


def nothing_else(layer: Any, others: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Say that a layer is called with its input alone, where it is called with more."""
    if not others and not options:
        return ""
    return (
        f"{layer.name}: {', '.join((*others, *options))} cannot be exported: expected a call with "
        "the input alone"
    )


def _nothing(layer: Any, x: Any, mask: Any, y: Array) -> Shown:  # noqa: ARG001
    yield from ()


@dataclass(frozen=True)
class LayerFormulas:
    """A layer on the sheets.

    Args:
        kind: its class.
        write: writes its pages: takes what flows in and returns what flows out.
        weights: how its weights stand on the sheet, and how in the layer.
        beside: yields what its page shows beside the trace, by name and as on the sheet, from
            the layer, its input, which steps of that count, and its output.
        refuse: says what cannot be written of a layer, or nothing.
        constants: the options that stand in cells of their own, where they may be changed: what
            those are called, and the layer's attribute; one that is None has no cell.
        refuse_shapes: the same of the shapes of its inputs, of one sample.
        refuse_call: the same of a call's arguments beside the input: the shapes of arrays, and
            options.
        first_states: returns the sizes of the states that it begins with, by name.
        steps: whether its input must have time steps; None if it may.
        pictures: whether its input must be a picture; None if it may be one.
        sees: returns how many numbers one row of its weights has, for so many features.
        spread: returns how many cells it needs for each number of its output.
        pairs: returns how many cells it needs beside that, for the shapes of its inputs.
        returns: returns what the blocks of the layer are called that hold what it returns beside
            its output.
        two_ways: whether it has a page for each direction, named after it.
    """

    kind: type[Layer]
    write: Writer
    weights: Weights = field(default_factory=Weights)
    beside: Callable[[Any, Any, Any, Array], Shown] = _nothing
    refuse: Callable[[Any], str] = lambda _: ""
    constants: Mapping[str, str] = field(default_factory=dict)
    refuse_shapes: Callable[[Any, Sequence[tuple[int, ...]]], str] = lambda _, __: ""
    refuse_call: Callable[[Any, Mapping[str, Any], Mapping[str, Any]], str] = nothing_else
    first_states: Callable[[Any], dict[str, int]] = lambda _: {}
    steps: bool | None = None
    pictures: bool | None = False
    sees: Callable[[Any, int], int] = lambda _, __: 0
    spread: Callable[[Any], int] = lambda _: 1
    pairs: Callable[[Any, Sequence[tuple[int, ...]]], int] = lambda _, __: 0
    returns: Callable[[Any], Sequence[str]] = lambda _: ()
    two_ways: bool = False

    def given(self, layer: Layer) -> dict[str, Array]:
        """Return the constants, which stand in cells beside the weights."""
        return {
            name: np.array([[getattr(layer, attribute)]])
            for name, attribute in self.constants.items()
            if getattr(layer, attribute) is not None
        }

    def fill(self, layer: Layer, cells: Mapping[str, Array]) -> None:
        """Let a layer calculate with the weights and constants that the sheet shows."""
        layer.set_weights(self.weights.in_layer(layer, cells))
        for name, attribute in self.constants.items():
            if name in cells:
                setattr(layer, attribute, float(cells[name][0, 0]))


def table(*entries: LayerFormulas) -> dict[str, LayerFormulas]:
    """Return entries by the names of their classes."""
    return {entry.kind.__name__: entry for entry in entries}
