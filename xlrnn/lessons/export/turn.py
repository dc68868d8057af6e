"""A layer's turn: what it takes of what is there, and what it adds to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlrnn.lessons.export.limits import Sides
from xlrnn.lessons.export.naming import name_of_call
from xlrnn.lessons.export.written import written
from xlrnn.lessons.export.written.entry import LayerFormulas
from xlrnn.nn.core.layer import Layer


@dataclass(frozen=True)
class Turn:
    """A layer that is called.

    Args:
        layer: the layer, which is not built.
        call: which of its calls it is, from 1: the weights stand with the first.
        takes: the numbers of what it takes.
        gives: the numbers of what it returns.
        before: the shape of one sample of each that it takes.
        after: of each that it returns.
        others: the numbers of its other arguments, by their names.
        options: arguments that are no arrays.
    """

    layer: Layer
    call: int
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    before: tuple[Sides, ...]
    after: tuple[Sides, ...]
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its pages are called."""
        return name_of_call(self.layer.name, self.call)

    @property
    def prefix(self) -> str:
        """What stands before the names of its blocks."""
        return f"{self.name}_"

    @property
    def entry(self) -> LayerFormulas:
        """How it is written."""
        return written(self.layer)

    @property
    def shape(self) -> Any:
        """The shape of its input, batch first; of a layer that takes several a list."""
        return batches(self.layer, self.before)

    @property
    def first_states(self) -> dict[str, int]:
        """The sizes of the states that it begins with in cells of their own, by name."""
        return {} if "initial_state" in self.others else self.entry.first_states(self.layer)

    @property
    def count(self) -> int:
        """How many numbers its layer's weights have."""
        return self.layer.count_for(self.shape)


def batches(layer: Layer, shapes: Sequence[Sides]) -> Any:
    """Return shapes as a layer is asked for them, for batches of any size."""
    several: list[Any] = [(None, *shape) for shape in shapes]
    return several if layer.takes_several else several[0]
