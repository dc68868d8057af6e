"""The subject of a workbook that a map of the second schema describes."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.names import NAMES, Role
from xlrnn.nn import Trace
from xlrnn.nn.compute import kernels
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.binding import CALCULATED, GIVEN, WEIGHT, Binder, Bound
from xlrnn.verify.subject.network.calculation import Network
from xlrnn.verify.subject.network.numbers import Numbers
from xlrnn.verify.subject.network.plan import Plan, plan
from xlrnn.verify.subject.network.ranges import needs_names
from xlrnn.verify.subject.network.said import NetworkMap
from xlrnn.verify.subject.subject import Arrays, Subject
from xlrnn.xlsx.reading.read import Workbook

Array = NDArray[Any]

_ROLES: Final = {GIVEN: Role.INPUT, WEIGHT: Role.PARAMETER, CALCULATED: Role.CALCULATION}
_OTHER: Final = {
    "y": "y",
    "x": "sequence",
    "targets": "goal",
    "rate": "rate",
    "error": "apart",
    "kept": "cell",
}


def check_network_map(mapped: NetworkMap) -> None:
    """Refuse a map that contradicts itself, as far as that can be seen without a workbook.

    Raises:
        UsageError: if it does; the message names the line.
    """
    if not needs_names(mapped):
        Binder(plan(mapped)).bound()


def network_subject(file: Workbook, mapped: NetworkMap) -> Subject:
    """Return the subject that a map describes.

    Any formula will do in a calculated cell, since nobody knows how it was written.

    Raises:
        UsageError: if the workbook lacks a sheet or a name that the map needs, or a name stands
            for a range that does not fit.
    """
    try:
        sized = plan(mapped, file.area)
        binder = Binder(sized)
        found = binder.bound()
        blocks = [_located(bound, binder.numbers, file) for bound in found]
    except UsageError as error:
        raise UsageError(f"the map {mapped.source}: {error}") from None
    with kernels.using(kernels.NUMPY):
        network = Network(sized, binder.numbers)
    expected = partial(_expected, network, sized, binder.numbers, found)
    return Subject(blocks, expected, reference={}, as_written=None)


def _located(bound: Bound, numbers: Numbers, file: Workbook) -> Located:
    wanted = bound.place.sheet.casefold()
    sheet = next((name for name in file.sheets if name.casefold() == wanted), None)
    if sheet is None:
        raise UsageError(
            f"line {bound.line}: {bound.name} is on sheet {bound.place.sheet!r}, but the workbook "
            f"has {', '.join(map(repr, file.sheets))}"
        )
    place = Place(sheet, bound.place.rows, bound.place.columns)
    quantity, shape = _quantity(bound), (len(place.rows), len(place.columns))
    role, name = _ROLES[bound.role], bound.name
    block = Block(name, quantity, sheet, shape, ("unit", "cell"), role, key=name, place=place)

    def counts(row: int, column: int) -> dict[str, int]:
        return numbers.counts(int(bound.index[row, column]))

    return Located(block, place, counts=counts, ranks=numbers.ranks(bound.index))


def _quantity(bound: Bound) -> str:
    """Return under which name the table of names has a quantity, or one like it."""
    known = {**words.CALCULATED.get(bound.kind, {}), **words.GRADIENTS.get(bound.kind, {})}
    label = bound.label.removesuffix(" updated")
    traced = known[label].traced if label in known else _OTHER.get(label, label)
    fallback = "a" if bound.role == CALCULATED else "sequence" if bound.role == GIVEN else "W_xh"
    traced = _OTHER.get(traced, traced)
    entry = NAMES.get(traced)
    return fallback if entry is None or entry.whole or entry.text or entry.optional else traced


def _expected(
    network: Network, sized: Plan, numbers: Numbers, found: Sequence[Bound], given: Arrays, _: Any
) -> Trace:
    """Calculate the network from what is given, epoch by epoch."""
    epochs, size = numbers.epochs, numbers.size
    vector, there = np.zeros((epochs + 1) * size), np.zeros((epochs + 1) * size, bool)
    training = sized.mapped.training
    if training is not None and isinstance(training.rate, float):
        vector[numbers.index(("training", "rate"))] = training.rate
    for bound in found:
        if bound.role != CALCULATED:
            vector[bound.index], there[bound.index] = given[bound.name], True
    each, known = vector.reshape(-1, size), there.reshape(-1, size)
    with kernels.using(kernels.NUMPY):
        for epoch in range(epochs):
            if epoch:
                _take_over(sized, numbers, each[epoch - 1], each[epoch], known[epoch])
            network.calculate(each[epoch], each[epoch + 1] if training is not None else None)
    shown = {bound.name: vector[bound.index] for bound in found if bound.role == CALCULATED}
    return Trace({**given, **shown})


def _take_over(
    sized: Plan, numbers: Numbers, before: Array, now: Array, known: NDArray[np.bool_]
) -> None:
    """Let what an epoch does not give anew be as in the epoch before: inputs, targets, rate."""
    keys = [("", name) for each in sized.mapped.inputs for name in each.places]
    keys += [("training", "rate")] + ([("loss", "targets")] if sized.judged else [])
    keys += [
        (layer.owner(part), state)
        for layer in sized.layers
        for part in layer.parts
        for state in words.STATES.get(layer.kind, ())
    ]
    for key in keys:
        index = numbers.index(key)
        now[index] = np.where(known[index], now[index], before[index])
