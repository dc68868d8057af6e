"""Find the step of training: each weight less the rate times its gradient.

Where the new weights stand in place of the old ones, a line further, and the network is calculated
with them again, each line is an epoch.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.loss import FoundLoss
from xlrnn.verify.drafting.reading import cells_in
from xlrnn.verify.drafting.table import Cells, fill

Offset: TypeAlias = tuple[int, int]
Rate: TypeAlias = tuple[int, float]
"""The cell of the learning rate, or 0 and the rate itself."""
_MOST_EPOCHS = 100_000


@dataclass
class FoundTraining:
    """How the weights change.

    Attributes:
        cell: that of the learning rate, 0 if there is none.
        rate: the learning rate, if there is no cell.
        epochs: how many stand on the sheet.
        every: how many rows and columns they are apart; one of the two is 0.
        staying: cells that all epochs read.
    """

    cell: int
    rate: float
    epochs: int = 1
    every: Offset = (0, 0)
    staying: set[int] = field(default_factory=set)


def training_of(
    graph: Graph, layers: Sequence[Found], loss: FoundLoss, taken: set[int]
) -> FoundTraining | None:
    """Return the step of training, None if none is shown; new weights are added to the layers.

    Args:
        graph: the workbook.
        layers: the layers, with their gradients; changed.
        loss: of the network.
        taken: the cells that are in the map; changed.
    """
    steps = _steps(graph, taken)
    votes: Counter[Rate] = Counter()
    updated: list[tuple[Found, str, Cells]] = []
    for layer in layers:
        for name, weights, gradients in _learning(layer):
            cells: Cells = [[None] * len(row) for row in weights]
            for u, row in enumerate(weights):
                for f, cell in enumerate(row):
                    for rate, new in steps.get((cell or -1, gradients[u][f] or -1), ()):
                        votes[rate] += 1
                        cells[u][f] = new
            updated.append((layer, name, cells))
    if not votes:
        return None
    training = FoundTraining(*votes.most_common(1)[0][0])
    _add_epochs(graph, layers, loss, updated, training)
    if training.epochs == 1:
        for layer, name, cells in updated:
            layer.odd.update(fill(graph, cells, taken))
            if all(cell is not None for row in cells for cell in row):
                layer.updated[name] = cells
                taken.update(cell for row in cells for cell in row if cell is not None)
    return training


def _learning(layer: Found) -> Iterator[tuple[str, Cells, Cells]]:
    """Yield the weights that have gradients, by their names."""
    for name, weights in layer.given.items():
        gradients = layer.gradients.get(f"d{name}")
        if gradients is None and name == "b" and layer.steps == 1:
            gradients = layer.gradients.get("da")  # of one sample it is the same
        if gradients is not None and [*map(len, gradients)] == [*map(len, weights)]:
            yield name, weights, gradients


def _steps(graph: Graph, taken: set[int]) -> Mapping[tuple[int, int], list[tuple[Rate, int]]]:
    """Return the cells that take something off another one: by both, with the rate."""
    found: dict[tuple[int, int], list[tuple[Rate, int]]] = defaultdict(list)
    for cell, meaning in graph.meaning.items():
        if isinstance(meaning, dict) and len(meaning) == 2 and cell not in taken:
            for weight, gradient, rate in _readings(meaning):
                found[weight, gradient].append((rate, cell))
    return found


def _readings(poly: Poly) -> Iterator[tuple[int, int, Rate]]:
    """Yield what is taken off what, and at which rate, as far as a sum of two may be read so."""
    for weight, scale in poly.items():
        (taken_off, other) = next(entry for entry in poly.items() if entry[0] != weight)
        if len(weight) != 1 or scale != 1.0 or other >= 0:
            continue
        if len(taken_off) == 1:
            yield weight[0], taken_off[0], (0, -other)
        elif len(taken_off) == 2 and other == -1.0:
            yield weight[0], taken_off[0], (taken_off[1], 0.0)
            yield weight[0], taken_off[1], (taken_off[0], 0.0)


# Epochs.


def _add_epochs(
    graph: Graph,
    layers: Sequence[Found],
    loss: FoundLoss,
    updated: Sequence[tuple[Found, str, Cells]],
    training: FoundTraining,
) -> None:
    """Find out whether the network goes on with the new weights, and how often."""
    offsets = Counter(
        _apart(graph, old, new)
        for layer, name, cells in updated
        for old_row, row in zip(layer.given[name], cells, strict=True)
        for old, new in zip(old_row, row, strict=True)
    )
    (offset, count), *_ = offsets.most_common(1)
    if offset is None or 2 * count < offsets.total() or min(offset) != 0 or max(offset) < 1:
        return
    shown = [*loss.shown.values()]
    shown += [c for one in layers for c in (*one.calculated.values(), *one.gradients.values())]
    cells = {cell for quantity in shown for row in quantity for cell in row if cell is not None}
    again = {_moved(graph, cell, offset) for cell in cells}
    read = _read_by(graph, again)
    new_weights = {cell for _, _, quantity in updated for row in quantity for cell in row if cell}
    if not new_weights & read:
        return
    first = layers[-1].outputs[0][0] or -1
    while training.epochs < _MOST_EPOCHS and graph.is_formula(
        _moved(graph, first, (offset[0] * training.epochs, offset[1] * training.epochs))
    ):
        training.epochs += 1
    training.every = offset
    later = _read_by(graph, {_moved(graph, cell, offset) for cell in new_weights})
    training.staying = _read_by(graph, cells) & read | ({training.cell} & later)


def _apart(graph: Graph, one: int | None, other: int | None) -> Offset | None:
    if one is None or other is None:
        return None
    here, there = graph.spots[one], graph.spots[other]
    if here is None or there is None or here[0] != there[0]:
        return None
    return there[1] - here[1], there[2] - here[2]


def _moved(graph: Graph, cell: int, offset: Offset) -> int:
    """Return the cell so far away; -1 if nobody speaks of it."""
    spot = graph.spots[cell] if cell >= 0 else None
    if spot is None:
        return -1
    return graph.numbers.get((spot[0], spot[1] + offset[0], spot[2] + offset[1]), -1)


def _read_by(graph: Graph, cells: set[int]) -> set[int]:
    """Return what some cells read, through the functions inside their formulas."""
    found: set[int] = set()
    waiting = [*cells]
    while waiting:
        meaning = graph.meaning.get(waiting.pop())
        new = set() if meaning is None else {*cells_in(meaning)} - found
        found |= new
        waiting += [cell for cell in new if graph.spots[cell] is None]
    return found
