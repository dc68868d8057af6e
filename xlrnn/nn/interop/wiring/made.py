"""The model that was made, and arrays of the other program as it takes and gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.input_shape import in_rank
from xlrnn.nn.interop.wiring.arranged import arranged
from xlrnn.nn.interop.wiring.axes import ONE, Group, flat, size_of
from xlrnn.nn.interop.wiring.functions import same_shape
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.interop.wiring.wiring import Wiring
from xlrnn.nn.layers.activation import Activation
from xlrnn.nn.models import Model

Array = NDArray[Any]


@dataclass(frozen=True)
class Made:
    """A model that calculates what another program's does.

    Args:
        model: the model.
        wiring: how it was made.
        inputs: its inputs, by their names in the other program.
        outputs: likewise.
        steps: every array between them that has a symbol, by name, in order.
    """

    model: Model
    wiring: Wiring
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]
    steps: Mapping[str, Value]

    def given(self, name: str, array: Array) -> Array:
        """Return an input of the other program as the model takes it."""
        return to_ours(self.wiring, self.inputs[name], array)

    def run(self, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """Return every output as the other program gives it, for inputs as it takes them."""
        given = [self.given(name, arrays[name]) for name in self.inputs]
        called = self.model(given if len(given) > 1 else given[0])
        several = called if isinstance(called, list) else [called]
        return {
            name: to_theirs(self.wiring, value, array)
            for (name, value), array in zip(self.outputs.items(), several, strict=True)
        }

    def watched(self, names: Sequence[str]) -> "Made":
        """Return the same whose outputs are other arrays between."""
        chosen = {name: self.steps[name] for name in names}
        symbols = [value.symbol for value in chosen.values()]
        model = Model([value.symbol for value in self.inputs.values()], symbols)
        return Made(model, self.wiring, self.inputs, chosen, self.steps)


def made(
    wiring: Wiring, outputs: Mapping[str, Value], steps: Mapping[str, Value], name: str = ""
) -> Made:
    """Return the model between the inputs and outputs.

    Args:
        wiring: what was made.
        outputs: by name.
        steps: arrays between, by name.
        name: of the model.

    Raises:
        NotTakenError: if an output does not depend on the inputs, or is one.
    """
    begun = {id(value.symbol) for value in wiring.inputs.values()}
    ends = {}
    for end, value in outputs.items():
        settled = _as_they_see_it(wiring, value)
        if id(settled.symbol) in begun:
            settled = same_shape(wiring, settled, Activation, activation="linear")
        ends[end] = settled
    symbols = [value.symbol for value in ends.values()]
    used = {n: v for n, v in wiring.inputs.items() if _leads_to(v, symbols)}
    if not used:
        raise NotTakenError("no output depends on an input")
    given = [value.symbol for value in used.values()]
    model = Model(
        given if len(given) > 1 else given[0],
        symbols if len(symbols) > 1 else symbols[0],
        name=name or None,
    )
    return Made(model, wiring, used, ends, steps)


def _leads_to(value: Value, ends: Sequence[Any]) -> bool:
    """Say whether an input is among what symbols come from."""
    waiting, seen = list(ends), set[int]()
    while waiting:
        symbol = waiting.pop()
        if symbol is value.symbol:
            return True
        if id(symbol) not in seen and symbol.call is not None:
            seen.add(id(symbol))
            waiting += symbol.call.sources
    return False


def _as_they_see_it(wiring: Wiring, value: Value) -> Value:
    """Return an output with its axes in the other program's order behind the batch."""
    seen = tuple(g for group in value.theirs if (g := _without_batch(wiring, group)))
    order = [part for part in flat(seen) if part.size != ONE]
    if [part for part in flat(value.ours) if part.size != ONE] == order and len(value.ours) <= max(
        len(seen), 1
    ):
        return Value(Known(value.symbol), value.ours, value.theirs)
    groups = seen or ((),)
    return Value(Known(arranged(wiring, value, groups)), groups, value.theirs)


def _without_batch(wiring: Wiring, group: Group) -> Group:
    return tuple(p for p in group if p is not wiring.batch and p.size != ONE)


# Arrays from one to the other.


def to_ours(wiring: Wiring, value: Value, array: Array) -> Array:
    """Return an array of the other program with the batch in front and axes as ours are."""
    array = np.asarray(array)
    parts = flat(value.theirs)
    sizes = _sizes(value.theirs, array.shape)
    split = array.reshape([sizes[id(part)] for part in parts])
    order = [part for part in flat(value.ours) if id(part) in sizes]
    if wiring.batch in parts:
        order = [wiring.batch, *order]
    turned = split.transpose([parts.index(part) for part in order])
    batch = sizes.get(id(wiring.batch), 1)
    sides = [_product(sizes.get(id(part), 1) for part in group) for group in value.ours]
    return turned.reshape([batch, *sides])


def to_theirs(wiring: Wiring, value: Value, array: Array) -> Array:
    """Return an array of ours as the other program has it."""
    array = in_rank(array, (None, *(None for _ in value.ours)))
    ours: list[Group] = [(wiring.batch,), *value.ours]
    sizes = _sizes(ours, array.shape)
    parts = flat(ours)
    split = array.reshape([sizes[id(part)] for part in parts])
    order = [part for part in flat(value.theirs) if id(part) in sizes]
    rest = [part for part in parts if not any(part is own for own in order)]
    turned = split.transpose([parts.index(part) for part in [*rest, *order]])
    sides = [_product(sizes.get(id(part), 1) for part in group) for group in value.theirs]
    return turned.reshape(sides)


def _sizes(groups: Sequence[Group], shape: Sequence[int]) -> dict[int, int]:
    """Return how long each part is in an array of this shape."""
    found: dict[int, int] = {}
    for group, side in zip(groups, shape, strict=True):
        known = size_of(part for part in group if part.size.known).number
        for part in group:
            found[id(part)] = part.size.number if part.size.known else side // known
    return found


def _product(sizes: Any) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product
