"""Calls of layers, read one after the other: each may take what is there before it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.lessons.export.limits import Sides, cells_of, expect_fits
from xlrnn.lessons.export.turn import Turn, batches
from xlrnn.lessons.export.written import written
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Layer


class Calls:
    """Calls that are read, one after the other.

    Args:
        layers: the layers by their names.
        shapes: of the inputs; those of what calls return are added.
    """

    def __init__(self, layers: Mapping[str, Layer], shapes: list[Sides]) -> None:
        self.layers, self.shapes, self.inputs = layers, shapes, len(shapes)
        self.turns: list[Turn] = []
        self.counts: Counter[str] = Counter()
        self.numbers = 0
        self.words: dict[int, str] = {}
        self.others: dict[int, str] = {}

    def add(self, call: Mapping[str, Any]) -> None:
        """Add a call, checked.

        Raises:
            UsageError: if it takes what is not there, or does not fit onto sheets.
            ShapeError: if what it takes does not fit it.
        """
        if call.get("layer") not in self.layers:
            raise UsageError(f"there is no layer {call.get('layer')!r:.60} that could be called")
        layer = self.layers[call["layer"]]
        takes = self._places(call.get("x"), layer)
        others = {
            str(name): self._places(own, layer) for name, own in call.get("others", {}).items()
        }
        options = dict(call.get("options", {}))
        before = tuple(self.shapes[k] for k in takes)
        self._expectnumber_of(layer, takes)
        shapes = {name: [self.shapes[k] for k in own] for name, own in others.items()}
        refused = written(layer).refuse_call(layer, shapes, options)
        if refused:
            raise UsageError(refused)
        for shape in before:
            expect_fits(layer, shape)
        refused = written(layer).refuse_shapes(layer, before)
        if refused:
            raise UsageError(refused)
        self._expect_words(layer, takes)
        after = _returned(layer, before, options)
        self.counts[layer.name] += 1
        places = range(len(self.shapes), len(self.shapes) + len(after))
        turn = Turn(
            layer, self.counts[layer.name], takes, tuple(places), before, after, others, options
        )
        self.numbers += turn.count + cells_of(layer, before, after[0])
        self.turns.append(turn)
        self.shapes += after

    def _places(self, given: Any, layer: Layer) -> tuple[int, ...]:
        return tuple(number_of(k, self.shapes, layer.name) for k in given or [None])

    def _expectnumber_of(self, layer: Layer, takes: Sequence[int]) -> None:
        if not layer.takes_several and len(takes) > 1:
            raise UsageError(f"{layer.name} takes {len(takes)} arrays: expected one")

    def _expect_words(self, layer: Layer, takes: Sequence[int]) -> None:
        """Refuse an Embedding that looks up what is no input, and an input of both kinds."""
        looks_up = isinstance(layer, nn_layers.Embedding)
        for place in takes:
            if looks_up and place >= self.inputs:
                raise UsageError(
                    f"{layer.name}: an Embedding can be exported on an input only, or as the first "
                    "layer"
                )
            (self.words if looks_up else self.others).setdefault(place, layer.name)
            if place in self.words and place in self.others:
                raise UsageError(
                    f"{self.words[place]} looks up an input as words, and {self.others[place]} "
                    "takes it as numbers: expected two inputs"
                )


def number_of(k: Any, shapes: Sequence[Sides], what: str) -> int:
    """Return the number of a thing that is there.

    Raises:
        UsageError: if it is not: a layer would feed itself, or lack what feeds it.
    """
    if type(k) is not int or not 0 <= k < len(shapes):
        raise UsageError(
            f"{what} takes number {k!r:.20}, and {len(shapes)} are there before it: the model goes "
            "in a circle, or lacks what feeds it"
        )
    return k


def _returned(
    layer: Layer, before: Sequence[Sides], options: Mapping[str, Any]
) -> tuple[Sides, ...]:
    """Return the shape of one sample of each thing that a call returns."""
    shapes = layer.asked_shapes(batches(layer, before), options)
    return tuple(tuple(side or 0 for side in shape[1:]) for shape in shapes)
