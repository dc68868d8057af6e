"""Room for every number of a network: which quantities there are, and when each is calculated."""

from collections.abc import Mapping
from typing import Final

from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.numbers import Numbers
from xlrnn.verify.subject.network.plan import Plan, Sized
from xlrnn.verify.subject.network.words import Word

CHANGING: Final = ("unit", "step", "sample")
_WITHIN: Final = 64
"""More than the quantities of a layer at one step."""


def room(plan: Plan) -> Numbers:
    """Return the places of all numbers of a network."""
    epochs = plan.mapped.training.epochs if plan.mapped.training is not None else 1
    numbers = Numbers(epochs)
    inputs = {name: plan.streams[name] for each in plan.mapped.inputs for name in each.places}
    for name, stream in inputs.items():
        numbers.add(("", name), (stream.width, stream.steps or 1, plan.samples), CHANGING)
    numbers.add(("training", "rate"), (1, 1, 1), ("", "", ""))
    time = _Time(plan)
    for layer in plan.layers:
        for part in layer.parts:
            _weights(layer, layer.owner(part), "", numbers, 0)
            first = time.forward(layer) - 1 if layer.options.get("first_state") else 0
            for state in words.STATES.get(layer.kind, ()):
                shape = (layer.units, 1, plan.samples)
                numbers.add((layer.owner(part), state), shape, ("unit", "", "sample"), first)
            _changing(layer, part, words.CALCULATED[layer.kind], numbers, plan, time.forward(layer))
        if layer.kind != layer.layer.kind:
            quantities = words.CALCULATED[layer.layer.kind]
            _changing(layer, "", quantities, numbers, plan, time.forward(layer) + time.layer // 2)
    if plan.judged is not None:
        _loss(plan.judged, numbers, plan, time)
        for layer in reversed(plan.layers):
            for part in layer.parts:
                quantities = words.GRADIENTS[layer.kind]
                _changing(layer, part, quantities, numbers, plan, time.back(layer), back=True)
                weights = time.back(layer) + time.layer - _WITHIN
                _weights(layer, layer.owner(part), "d", numbers, weights)
    return numbers


class _Time:
    """When a layer calculates: one after the other, and back the other way round."""

    def __init__(self, plan: Plan) -> None:
        self._layers = len(plan.layers)
        steps = max((layer.steps or 1 for layer in plan.layers), default=1)
        self.layer = 2 * _WITHIN * (steps + 2)

    def forward(self, layer: Sized) -> int:
        return 1 + layer.number * self.layer

    @property
    def loss(self) -> int:
        return 1 + self._layers * self.layer

    def back(self, layer: Sized) -> int:
        return self.loss + (self._layers - layer.number) * self.layer


def _weights(layer: Sized, owner: str, before: str, numbers: Numbers, rank: int) -> None:
    """Make room for the weights of a layer, or for their gradients."""
    units, tied = layer.units, layer.options.get("tied", False)
    for gate in words.GATES.get(layer.kind, ()):
        shared = 1 if tied else units
        shapes = {"W_x": (units, layer.features), "b": (shared, 1)}
        if layer.kind in words.RECURRENT:
            shapes["W_h"] = (shared, shared)
        if layer.kind == "gru":
            shapes["b_h"] = (units, 1)
        for name, shape in shapes.items():
            key = (owner, f"{before}{name}{gate}")
            numbers.add(key, shape, ("unit", "of input" if name == "W_x" else "of unit"), rank)


def _changing(
    layer: Sized,
    part: str,
    quantities: Mapping[str, Word],
    numbers: Numbers,
    plan: Plan,
    rank: int,
    *,
    back: bool = False,
) -> None:
    """Make room for what changes from step to step."""
    steps, owner = layer.steps or 1, layer.owner(part)
    from_end = back != (part == "backward")
    returned = plan.streams[layer.name].width
    for position, (name, word) in enumerate(quantities.items()):
        inner = part or layer.kind == layer.layer.kind
        units = layer.units if inner else returned
        width = {words.ONE: 1, words.FEATURES: layer.features}.get(word.width, units)
        first = rank + position + (_WITHIN * (steps - 1) if from_end else 0)
        spread = -_WITHIN if from_end else _WITHIN
        numbers.add((owner, name), (width, steps, plan.samples), CHANGING, first, spread)


def _loss(judged: Sized, numbers: Numbers, plan: Plan, time: _Time) -> None:
    width, steps = plan.streams[judged.name].width, judged.steps or 1
    numbers.add(("loss", "targets"), (width, steps, plan.samples), CHANGING)
    for position, (name, word) in enumerate(words.OF_LOSS.items()):
        shape = (1 if word.width == words.ONE else width, steps, plan.samples)
        shape = (1, 1, 1) if name in words.OF_ALL else shape
        numbers.add(("loss", name), shape, CHANGING, time.loss + position)
