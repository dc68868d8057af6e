"""Tell the networks of a workbook apart: what belongs together, what is the same written twice."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.reading import Readers
from xlrnn.verify.drafting.table import Cells

_MOST_FOLLOWED: Final = 100


def forward_only(graph: Graph, layers: Sequence[Found], readers: Readers) -> list[Found]:
    """Leave out products of the way back: they read what follows from outputs, and no output.

    Args:
        graph: the workbook.
        layers: in the order of the calculation.
        readers: who reads what.
    """
    outputs = {cell for layer in layers for cell in _all(layer.outputs)}
    after = readers.after(outputs)
    kept: list[Found] = []
    known: set[int] = set()
    of_layers = {
        cell
        for layer in layers
        if not _is_product(layer)
        for cells in layer.given.values()
        for cell in _all(cells)
    }
    for layer in layers:
        if layer.recurrent and not layer.inputs:
            continue  # a number that is multiplied with itself, step by step
        read = [cell for cell in _all(layer.inputs) if graph.is_formula(cell)]
        strange = [
            cell for cell in read if cell not in known and (cell in outputs or cell in after)
        ]
        weights = [cell for cell in _all(layer.given.get("W", [])) if cell in after | outputs]
        again = any(cell in of_layers for cell in _all(layer.given.get("W", [])))
        if _is_product(layer) and (strange or weights or again):
            continue
        kept.append(layer)
        known.update(_all(layer.outputs))
    return kept


def _is_product(layer: Found) -> bool:
    """Tell whether a layer is nothing but products: it may be a gradient."""
    return layer.kind == "dense" and layer.activation == "linear" and "b" not in layer.given


def without_repeats(layers: Sequence[Found]) -> list[tuple[Found, list[Found]]]:
    """Return the layers, each with those that are the same calculation in another place."""
    first: dict[tuple[object, ...], tuple[Found, list[Found]]] = {}
    same: dict[int, tuple[int, int, int] | int] = {}  # outputs of repeats are those of the first
    for layer in layers:
        weights = tuple(
            (name, tuple(_all(cells)))
            for name, cells in sorted(layer.given.items())
            if name[0] in "Wb"
        )
        inputs = tuple(same.get(cell, cell) for cell in _all(layer.inputs))
        key = (layer.kind, layer.activation, layer.steps, weights, inputs)
        if key in first:
            first[key][1].append(layer)
        else:
            first[key] = (layer, [])
        chosen = id(first[key][0])
        for u, row in enumerate(layer.outputs):
            same |= {cell: (chosen, u, s) for s, cell in enumerate(row) if cell is not None}
    return [*first.values()]


def networks_of(
    layers: Sequence[tuple[Found, list[Found]]], readers: Readers
) -> list[list[tuple[Found, list[Found]]]]:
    """Return the networks: layers that follow from each other, or read the same inputs.

    Args:
        layers: the layers, each with its repeats.
        readers: who reads what.

    Returns:
        The networks, the largest first.
    """
    owner = list(range(len(layers)))

    def find(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    seen: dict[int, int] = {}
    for number, (layer, others) in enumerate(layers):
        for one in (layer, *others):
            cells = [*_all(one.inputs), *_all(one.outputs), *_all(one.given.get("h_0", []))]
            for cell in cells:
                owner[find(number)] = find(seen.setdefault(cell, number))
    reading: dict[int, list[int]] = defaultdict(list)
    for number, (layer, _) in enumerate(layers):
        for cell in _all(layer.inputs):
            reading[cell].append(number)
    for number, (layer, _) in enumerate(layers[:_MOST_FOLLOWED]):
        for cell in readers.after(_all(layer.outputs)) & reading.keys():
            for other in reading[cell]:
                owner[find(other)] = find(number)
    found: dict[int, list[tuple[Found, list[Found]]]] = defaultdict(list)
    for number, entry in enumerate(layers):
        found[find(number)].append(entry)
    return sorted(found.values(), key=lambda one: -sum(_size(layer) for layer, _ in one))


def _size(layer: Found) -> int:
    return sum(len(_all(cells)) for cells in layer.calculated.values())


def sheets_of(graph: Graph, network: Sequence[tuple[Found, list[Found]]]) -> list[str]:
    """Return the sheets on which a network calculates."""
    cells = (cell for layer, _ in network for cell in _all(layer.outputs))
    spots = (graph.spots[cell] for cell in cells)
    return [*dict.fromkeys(spot[0] for spot in spots if spot is not None)]


def _all(cells: Cells) -> list[int]:
    return [cell for row in cells for cell in row if cell is not None]
