"""From the cells of a workbook to layers, in the order in which they follow from each other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.gated_layers import gated_layers
from xlrnn.verify.drafting.gates import State, states_of
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.labels import Labels
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.oriented import orient
from xlrnn.verify.drafting.plain_layers import plain_layer
from xlrnn.verify.drafting.rows import Group, groups_of, rows_of, tie
from xlrnn.verify.drafting.scores import add_scores, shares_of
from xlrnn.verify.drafting.table import Cells, Table, table_of
from xlrnn.verify.drafting.units import units_of


@dataclass
class Network:
    """The layers that were found.

    Attributes:
        expansion: the workbook.
        layers: in the order of the calculation.
        copies: for each cell that is copied, its copies.
        guessed: cells of units of which it is a guess which factor is the weight.
    """

    expansion: Expansion
    layers: list[Found]
    copies: dict[int, list[int]]
    guessed: set[int] = field(default_factory=set)


def network_of(graph: Graph) -> Network:
    """Find the layers of a workbook."""
    expansion = Expansion(graph)
    units = units_of(expansion)
    guessed = orient(expansion, units, Labels(graph))
    states = states_of(expansion, {unit.cell: unit for unit in units})
    inside = {cell for state in states for name, cell in state.shown.items() if name in _NO_UNITS}
    units = [unit for unit in units if unit.cell not in inside]
    rows = rows_of(graph, units)
    tie(rows)
    groups = groups_of(rows, _roles(states))
    tables = [table_of(graph, group) for group in groups]
    gated, used = gated_layers(expansion, tables, states)
    taken = {cell for layer in gated for cells in layer.calculated.values() for cell in _all(cells)}
    layers = list(gated)
    for number, table in enumerate(tables):
        if number in used or _is_claimed(table, groups[number], taken):
            continue
        layer = plain_layer(expansion, table, taken)
        layers.append(layer)
        taken.update(cell for cells in layer.calculated.values() for cell in _all(cells))
    add_scores(expansion, layers, shares_of(expansion))
    copies: dict[int, list[int]] = {}
    for copy, source in expansion.copies():
        copies.setdefault(source, []).append(copy)
    return Network(expansion, in_order(layers), copies, {*guessed})


_NO_UNITS = ("c", "h", "kept", "written", "tanh_c", "looked_at")


def _all(cells: Cells) -> list[int]:
    return [cell for row in cells for cell in row if cell is not None]


def _roles(states: Sequence[State]) -> dict[int, str]:
    """Return which gate each cell is."""
    votes: dict[int, Counter[str]] = {}
    for state in states:
        for gate in ("i", "f", "g", "o", "z", "r"):
            if gate in state.shown:
                votes.setdefault(state.shown[gate], Counter())[f"{state.kind}.{gate}"] += 1
    return {cell: count.most_common(1)[0][0] for cell, count in votes.items()}


def _is_claimed(table: Table, group: Group, taken: set[int]) -> bool:
    """Tell whether the cells of a table stand where others of a larger layer belong."""
    cells = [unit.cell for row in group.rows for unit in row.units.values()]
    return sum(cell in taken for cell in cells) * 2 >= len(cells) or not table.steps


def in_order(layers: Sequence[Found]) -> list[Found]:
    """Sort layers so that each stands behind those that it reads."""
    owner = {cell: number for number, layer in enumerate(layers) for cell in _all(layer.outputs)}
    reads: list[set[int]] = []
    for number, layer in enumerate(layers):
        first = [*layer.given.get("h_0", []), *layer.given.get("c_0", [])]
        cells = _all([*layer.inputs, *first])
        reads.append({owner[cell] for cell in cells if cell in owner} - {number})
    done: list[int] = []
    waiting = list(range(len(layers)))
    while waiting:
        ready = [one for one in waiting if reads[one] <= {*done}] or waiting[:1]
        done.extend(ready)
        waiting = [one for one in waiting if one not in ready]
    return [layers[one] for one in done]
