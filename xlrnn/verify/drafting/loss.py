"""Find the loss: targets that are taken off what the last layer returns, squares, and sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.table import Cells


@dataclass
class FoundLoss:
    """The loss of a network.

    Attributes:
        kind: what a map calls it, "" if none was found.
        of: the layer that is judged.
        targets: what is expected, units × steps.
        reduction: how losses become one.
        error: cells that show output less target.
        squared: their squares.
        loss: the cell that shows the loss.
        remarks: what a reader should look at.
    """

    kind: str = ""
    of: Found | None = None
    targets: Cells = field(default_factory=list)
    reduction: str = "mean"
    error: Cells = field(default_factory=list)
    squared: Cells = field(default_factory=list)
    loss: int | None = None
    remarks: list[str] = field(default_factory=list)


def loss_of(expansion: Expansion, layers: Sequence[Found]) -> FoundLoss:
    """Return the loss of a network; its kind is empty if none is found."""
    graph = expansion.graph
    read = {cell for layer in layers for row in layer.inputs for cell in row}
    for layer in reversed(layers):
        if any(cell in read for row in layer.outputs for cell in row):
            continue
        found = _errors(graph, layer)
        if found is not None:
            _squares(graph, found)
            _kind(found)
            return found
    return FoundLoss()


def _errors(graph: Graph, layer: Found) -> FoundLoss | None:
    """Find output less target, for every output."""
    where = {
        cell: (u, s)
        for u, row in enumerate(layer.outputs)
        for s, cell in enumerate(row)
        if cell is not None
    }
    empty: Cells = [[None] * layer.steps for _ in range(layer.units)]
    found = FoundLoss(of=layer, targets=[[*row] for row in empty], error=empty)
    for cell, meaning in graph.meaning.items():
        if not isinstance(meaning, dict) or {*meaning.values()} != {1.0, -1.0} or len(meaning) != 2:
            continue
        (output,) = next(factors for factors, scale in meaning.items() if scale == 1.0) or (-1,)
        (target,) = next(factors for factors, scale in meaning.items() if scale == -1.0) or (-1,)
        place = where.get(output)
        if place is not None and graph.spots[cell] is not None and target not in where:
            u, s = place
            if found.error[u][s] is None:
                found.error[u][s], found.targets[u][s] = cell, target
    complete = all(cell is not None for row in found.targets for cell in row)
    return found if complete else None


def _squares(graph: Graph, found: FoundLoss) -> None:
    """Find the squares of the errors, and what they add up to."""
    where = {
        cell: (u, s) for u, row in enumerate(found.error) for s, cell in enumerate(row)
    }
    squared: Cells = [[None] * len(found.error[0]) for _ in found.error]
    for cell, meaning in graph.meaning.items():
        if isinstance(meaning, dict) and len(meaning) == 1 and graph.spots[cell] is not None:
            (factors, scale), *_ = meaning.items()
            if len(factors) == 2 and factors[0] == factors[1] and scale == 1.0:
                place = where.get(factors[0])
                if place is not None:
                    squared[place[0]][place[1]] = cell
    if all(cell is not None for row in squared for cell in row):
        found.squared = squared


def _kind(found: FoundLoss) -> None:
    """Say what kind of loss it is, as far as its cells tell."""
    layer = found.of
    assert layer is not None, "a loss judges a layer"
    if layer.activation == "softmax":
        found.kind, found.reduction = "cross-entropy", "sum"
        return
    if found.squared:
        found.kind = "mean squared error"
        found.remarks.append(
            "whether squares are halved, added or averaged is not certain: see kind and reduction"
        )
        return
    found.kind = "binary cross-entropy" if layer.activation == "sigmoid" else "half squared error"
    found.reduction = "sum"
    found.remarks.append(f"which loss this is follows from {layer.activation} alone: see kind")
