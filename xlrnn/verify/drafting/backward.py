"""Find the way back through dense layers: the loss, and what its gradients are multiplied with.

∂L/∂W sums over samples, data times ∂L/∂a; what goes back sums over units, weights times ∂L/∂a. So
a cell that multiplies all the samples of an input, or all the weights of one, says with what: that
is ∂L/∂a. How it comes to be that, a mask for instance, is left for `verify` to judge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.graph import Graph, Spot
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.loss import FoundLoss
from xlrnn.verify.drafting.table import Cells, fill

Vector: TypeAlias = tuple[int, ...]
Deltas: TypeAlias = list[list[int]]
"""The cells of ∂L/∂a, units × samples."""
_NO_SPOT: Final[Spot] = ("", 0, 0)


@dataclass
class _Hits:
    """What was found of one layer.

    Attributes:
        weights: cells of ∂L/∂W, by the input that they are of and what it is multiplied with.
        biases: cells of ∂L/∂b, by what is added up.
        back: cells that go back, by the input that they are of and what weights multiply.
    """

    weights: dict[tuple[int, Vector], int] = field(default_factory=dict)
    biases: dict[Vector, int] = field(default_factory=dict)
    back: dict[tuple[int, Vector], int] = field(default_factory=dict)


def add_gradients(
    expansion: Expansion,
    layers: Sequence[Found],
    loss: FoundLoss,
    taken: set[int],
) -> None:
    """Add the gradients of dense layers to them.

    Args:
        expansion: the workbook.
        layers: the layers; changed.
        loss: what is known of the loss.
        taken: the cells that are in the map; changed.
    """
    graph = expansion.graph
    hits = _hits(expansion, layers, taken)
    deltas = {number: _deltas(graph, layers[number], found) for number, found in hits.items()}
    claimed = {cell for row in loss.shown.get("error", []) for cell in row if cell is not None}
    for number, found in hits.items():
        delta = deltas[number]
        if delta is not None:
            claimed |= _go_back(layers, number, found, delta)
    for number, found in hits.items():
        delta = deltas[number]
        if delta is None:
            continue
        layer = layers[number]
        if not {c for row in delta for c in row} & claimed:
            layer.gradients["da"] = [[*row] for row in delta]
        _add_weights(layer, found, delta)
    for layer in layers:
        for cells in layer.gradients.values():
            layer.odd.update(fill(graph, cells, taken))
            taken.update(c for row in cells for c in row if c is not None)


def _hits(expansion: Expansion, layers: Sequence[Found], taken: set[int]) -> dict[int, _Hits]:
    """Look through all sums of products that are no part of the way forward."""
    graph = expansion.graph
    of_input: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    of_weight: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, layer in enumerate(layers):
        if layer.kind != "dense":
            continue
        for f, line in enumerate(layer.inputs):
            for s, cell in enumerate(line):
                if cell is not None:
                    of_input[cell].append((number, f, s))
        for u, line in enumerate(layer.given.get("W", [])):
            for f, cell in enumerate(line):
                if cell is not None:
                    of_weight[cell].append((number, f, u))
    hits: dict[int, _Hits] = defaultdict(_Hits)
    for cell in graph.meaning:
        pairs = _pairs(expansion, cell) if cell not in taken else None
        if pairs is None or graph.spots[cell] is None:
            continue
        for number, f, vector in _matches(expansion, pairs, of_input):
            if len(vector) == layers[number].steps:
                hits[number].weights.setdefault((f, vector), cell)
        for number, f, vector in _matches(expansion, pairs, of_weight):
            if len(vector) == layers[number].units:
                hits[number].back.setdefault((f, vector), cell)
    _add_biases(expansion, hits, layers, taken)
    return dict(hits)


def _pairs(expansion: Expansion, cell: int) -> list[tuple[int, int]] | None:
    """Return the products that a cell adds, as its formula says it; None if it adds others."""
    meaning = expansion.graph.meaning[cell]
    if not isinstance(meaning, dict) or len({*meaning.values()}) != 1:
        return None
    found = []
    for factors in meaning:
        if len(factors) != 2:
            return None
        found.append((factors[0], factors[1]))
    return found


def _matches(
    expansion: Expansion,
    pairs: Sequence[tuple[int, int]],
    known: Mapping[int, Sequence[tuple[int, int, int]]],
) -> Iterator[tuple[int, int, Vector]]:
    """Yield the layers and inputs of which every product has another cell, with the others."""
    votes: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for one, other in pairs:
        for cell, partner in ((one, other), (other, one)):
            for number, f, at in known.get(expansion.source(cell), ()):
                votes[number, f][at] = partner
    for (number, f), found in votes.items():
        if len(found) == len(pairs) and [*sorted(found)] == [*range(len(found))]:
            yield number, f, tuple(found[at] for at in sorted(found))


def _add_biases(
    expansion: Expansion, hits: Mapping[int, _Hits], layers: Sequence[Found], taken: set[int]
) -> None:
    """Find ∂L/∂b: ∂L/∂a added up over samples, be they multiplied with ones or not."""
    graph = expansion.graph
    known: dict[frozenset[int], list[tuple[int, Vector]]] = defaultdict(list)
    for number, found in hits.items():
        for _, vector in found.weights:
            if layers[number].steps > 1:
                known[frozenset(vector)].append((number, vector))
    for cell, meaning in graph.meaning.items():
        if cell in taken or not isinstance(meaning, dict) or len({*meaning.values()}) != 1:
            continue
        cells = set()
        for factors in meaning:
            rest = [c for c in factors if not _is_one(graph, expansion.source(c))]
            cells.update(rest if len(rest) == 1 else [-1])
        for number, vector in known.get(frozenset(cells), ()):
            if len(meaning) == len(cells) and cell not in hits[number].weights.values():
                hits[number].biases.setdefault(vector, cell)


def _is_one(graph: Graph, cell: int) -> bool:
    return not graph.is_formula(cell) and graph.value(cell) == 1.0


def _deltas(graph: Graph, layer: Found, found: _Hits) -> Deltas | None:
    """Return the cells of ∂L/∂a, units × samples, None if they do not fit together."""
    rows = [*dict.fromkeys(vector for _, vector in found.weights)]
    columns = [*dict.fromkeys(vector for _, vector in found.back)]
    unit_of = {cell: u for vector in columns for u, cell in enumerate(vector)}

    def spot(vector: Vector) -> Spot:
        return min(graph.spots[cell] or _NO_SPOT for cell in vector)

    if len(rows) == layer.units:
        order = {vector: Counter(unit_of.get(c, -1) for c in vector) for vector in rows}
        units = {vector: count.most_common(1)[0][0] for vector, count in order.items()}
        if sorted(units.values()) == [*range(layer.units)]:
            rows.sort(key=units.__getitem__)
        else:
            rows.sort(key=spot)
        return [[*row] for row in rows]
    if len(columns) == layer.steps:
        columns.sort(key=spot)
        return [[vector[u] for vector in columns] for u in range(layer.units)]
    return None


def _go_back(layers: Sequence[Found], number: int, found: _Hits, delta: Deltas) -> set[int]:
    """Give what goes back to the layer that is read; return its cells."""
    layer = layers[number]
    before = next(
        (one for one in layers if one.kind == "dense" and one.outputs == layer.inputs), None
    )
    columns = [tuple(row[s] for row in delta) for s in range(layer.steps)]
    cells: Cells = [
        [found.back.get((f, vector)) for vector in columns] for f in range(len(layer.inputs))
    ]
    there = {cell for row in cells for cell in row if cell is not None}
    if before is None or not there:
        return set()
    before.gradients["dy"] = cells
    return there


def _add_weights(layer: Found, found: _Hits, delta: Deltas) -> None:
    """Add ∂L/∂W and ∂L/∂b."""
    weights: Cells = [
        [found.weights.get((f, tuple(row))) for f in range(len(layer.inputs))] for row in delta
    ]
    if any(cell is not None for row in weights for cell in row):
        layer.gradients["dW"] = weights
    biases = [found.biases.get(tuple(row)) for row in delta]
    if any(cell is not None for cell in biases):
        layer.gradients["db"] = [[cell] for cell in biases]
