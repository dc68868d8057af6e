"""Two recurrent layers that read the same, one of them backwards, are a bidirectional one."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.table import Cells

Repeated: TypeAlias = tuple[Found, list[Found]]
"""A layer, and the same calculation in other places."""


def both_ways(layers: Sequence[Repeated]) -> list[Repeated]:
    """Return the layers, with two that are one as one.

    Args:
        layers: in the order of the calculation, each with its repeats. Of a layer that reads
            backwards the columns become those of the sheet's time.
    """
    found = [*layers]
    for forward, backward in _pairs(layers):
        for each in (backward[0], *backward[1]):
            turn(each)
        joined = _joined(forward[0], backward[0])
        last = [one for one in found if one is forward or one is backward][-1]
        found = [(joined, []) if one is last else one for one in found]
        found = [one for one in found if one is not forward and one is not backward]
    return found


def _pairs(layers: Sequence[Repeated]) -> Iterator[tuple[Repeated, Repeated]]:
    """Yield the layers that go forward, each with the one that goes back."""
    left = [one for one in layers if one[0].recurrent and one[0].samples == 1 and one[0].steps > 1]
    while left:
        forward = left.pop(0)
        backward = next((one for one in left if _is_way_back(forward[0], one[0], layers)), None)
        if backward is not None:
            left = [one for one in left if one is not backward]
            yield forward, backward


def _is_way_back(one: Found, other: Found, layers: Sequence[Repeated]) -> bool:
    """Say whether a layer is another one's way back, and whoever reads either reads both."""
    alike = (one.kind, one.activation, one.options, one.units, one.inputs) == (
        other.kind, other.activation, other.options, other.units, _turned(other.inputs),
    )  # fmt: skip
    return alike and _read_together(one, other, layers)


def _read_together(one: Found, other: Found, layers: Sequence[Repeated]) -> bool:
    ours, theirs = ({c for row in layer.outputs for c in row} for layer in (one, other))
    readers = [
        {c for row in layer.inputs for c in row}
        for layer, _ in layers
        if layer is not one and layer is not other
    ]
    reading = [cells for cells in readers if cells & (ours | theirs)]
    return bool(reading) and all(cells & ours and cells & theirs for cells in reading)


def _turned(cells: Cells) -> Cells:
    return [row[::-1] for row in cells]


def turn(layer: Found) -> None:
    """Put the steps of what a layer calculates into the other order."""
    layer.outputs = _turned(layer.outputs)
    layer.calculated = {name: _turned(cells) for name, cells in layer.calculated.items()}


def _joined(forward: Found, backward: Found) -> Found:
    return Found(
        "bidirectional",
        forward.activation,
        [*forward.outputs, *backward.outputs],
        inputs=forward.inputs,
        recurrent=True,
        options={"of": forward.kind, **forward.options},
        directions={"forward": forward, "backward": backward},
    )
