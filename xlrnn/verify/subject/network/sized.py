"""A network whose sizes are known: what is read, layers, and all of it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.ranges import Range

LAST: Final = ".last"
"""Behind the name of a layer: its state after the last step."""


class Stream(NamedTuple):
    """What is read: an input, or what a layer returns.

    Args:
        width: its rows.
        steps: None if there are none.
    """

    width: int
    steps: int | None


@dataclass(frozen=True)
class Sized:
    """A layer whose sizes are known.

    Args:
        layer: what the map says of it.
        kind: of its cells.
        options: all of them.
        sources: what it reads, in its order, with `.last` where the last state is meant.
        widths: of each of them.
        units: its own width; of each direction.
        steps: None if it has none.
        number: which layer it is, from 0.
    """

    layer: said.Layer
    kind: str
    options: Mapping[str, Any]
    sources: tuple[str, ...]
    widths: tuple[int, ...]
    units: int
    steps: int | None
    number: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.layer.name

    @property
    def features(self) -> int:
        """How wide what it reads is."""
        return sum(self.widths)

    @property
    def parts(self) -> tuple[str, ...]:
        """Its directions, "" if it has but one."""
        return words.DIRECTIONS if self.layer.kind == "bidirectional" else ("",)

    def owner(self, part: str) -> str:
        """Return what a direction is called."""
        return f"{self.name}.{part}" if part else self.name

    def length(self, part: str) -> int:
        """Return how many columns a part of the weights has."""
        known = {"x": self.features, "h": self.units, "1": 1, "h1": 1}
        if part in known:
            return known[part]
        return dict(zip(self.sources, self.widths, strict=True))[part]


@dataclass(frozen=True)
class Plan:
    """A map whose sizes are known.

    Args:
        mapped: the map.
        ranges: of each place.
        samples: how many there are.
        streams: what can be read, by name.
        layers: in the order of the calculation.
    """

    mapped: said.NetworkMap
    ranges: Mapping[int, Sequence[Range]]
    samples: int
    streams: Mapping[str, Stream]
    layers: Sequence[Sized]

    def layer(self, name: str) -> Sized:
        """Return the layer of a name."""
        return next(layer for layer in self.layers if layer.name == name)

    def behind(self, layer: Sized) -> set[str]:
        """Return what a layer follows from: inputs and layers, itself among them."""
        found, waiting = {layer.name}, [layer]
        while waiting:
            here = waiting.pop()
            first = here.options.get("first_state", "")
            for source in (*here.sources, *([first] if first else [])):
                name = source.removesuffix(LAST)
                if name not in found:
                    found.add(name)
                    waiting += [each for each in self.layers if each.name == name]
        return found

    @property
    def judged(self) -> Sized | None:
        """The layer whose output the loss judges."""
        loss = self.mapped.loss
        if loss is None:
            return None
        return self.layer(loss.of) if loss.of else self.layers[-1]
