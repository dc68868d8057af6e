"""Lay a group of rows out as a table: units over steps, with every cell of the layer in its place.

A cell that is written unlike its neighbours is missing from the rows. It is found by where it must
stand: as far from its neighbours in one direction as they are from theirs.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from xlrnn.verify.drafting.graph import Graph, Spot
from xlrnn.verify.drafting.rows import Data, Group, Row
from xlrnn.verify.drafting.units import Unit

_MOST_HOLES: Final = 200
_ENOUGH: Final = 200

Cells: TypeAlias = list[list[int | None]]
"""A quantity: a cell, or none, for each row and column as a textbook writes them."""


@dataclass
class Table:
    """The units of a layer, or of one of its gates.

    Attributes:
        rows: its rows, in the order in which they stand.
        steps: the data of its steps or samples, in order.
        activation: its function.
        units: the unit of each row at each step, None where it is written in another way.
        data: what is shown: for each input of a unit the cell at each step, None where none is.
        weights: for each row the weight of each input.
        biases: for each row its biases.
        gated: which inputs stand under a reset gate.
        odd: cells that are written unlike their neighbours.
    """

    rows: list[Row]
    steps: list[Data]
    activation: str
    units: list[list[Unit | None]]
    data: Cells = field(default_factory=list)
    weights: Cells = field(default_factory=list)
    biases: list[list[int]] = field(default_factory=list)
    gated_biases: list[list[int]] = field(default_factory=list)
    gated: list[bool] = field(default_factory=list)
    odd: set[int] = field(default_factory=set)

    def cells(self, of: Callable[[Unit], int | None]) -> Cells:
        """Return one cell of each unit."""
        return [[None if unit is None else of(unit) for unit in row] for row in self.units]


def table_of(graph: Graph, group: Group) -> Table:
    """Lay out a group.

    Args:
        graph: the workbook.
        group: the group.
    """
    steps = group.data or [key for row in group.rows[:1] for key in row.units]
    rows = sorted(group.rows, key=lambda row: _first_spot(graph, row, steps))
    steps.sort(
        key=lambda key: min(_spot(graph, row.units[key]) for row in rows if key in row.units)
    )
    counts = Counter(row.activation for row in rows)
    activation = max(counts, key=lambda name: (counts[name], name != "linear"))
    table = Table(rows, steps, activation, [[row.units.get(key) for key in steps] for row in rows])
    _match_inputs(table)
    return table


def _spot(graph: Graph, unit: Unit) -> Spot:
    """Return where a unit stands; one inside a formula: where its first weight does."""
    for cell in (unit.cell, unit.before, *sorted(unit.weights)):
        if cell is not None and graph.spots[cell] is not None:
            return graph.spots[cell] or ("", 0, 0)
    return ("", 0, 0)


def _first_spot(graph: Graph, row: Row, steps: Sequence[Data]) -> Spot:
    found = [unit for key in steps if (unit := row.units.get(key))] or [*row.units.values()]
    return min(_spot(graph, unit) for unit in found)


def _match_inputs(table: Table) -> None:
    """Find which weight belongs to which input, by what most cells say."""
    reference = max(range(len(table.steps)), key=lambda s: (len(table.steps[s]), -s))
    there = [unit for row in table.units if (unit := row[reference]) is not None]
    first = max(there, key=lambda unit: len(unit.everything))
    keys = [cell for _, cell in first.everything]
    table.gated = [number >= len(first.pairs) for number in range(len(keys))]
    number_of: list[dict[int, int]] = [{} for _ in table.rows]
    known = {cell: number for number, cell in enumerate(keys)}
    for u, row in enumerate(table.units):
        unit = row[reference]
        if unit is not None:
            number_of[u] = {w: known[d] for w, d in unit.everything if d in known}
    data: list[dict[int, int]] = []
    for _ in range(2):
        data = _vote_for_data(table, number_of)
        number_of = _vote_for_weights(table, data)
    table.data = [[None] * len(table.steps) for _ in keys]
    for s, found in enumerate(data):
        for cell, number in found.items():
            table.data[number][s] = cell
    table.weights = [[None] * len(keys) for _ in table.rows]
    for u, numbers in enumerate(number_of):
        for weight, number in numbers.items():
            table.weights[u][number] = weight
    table.biases = [_usual(row, lambda unit: unit.biases) for row in table.units]
    table.gated_biases = [_usual(row, lambda unit: unit.gated_biases) for row in table.units]


def _vote_for_data(table: Table, number_of: Sequence[Mapping[int, int]]) -> list[dict[int, int]]:
    """Return for each step which input each cell is, given which weight is which input's."""
    found = []
    for s in range(len(table.steps)):
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for u, row in enumerate(table.units):
            unit = row[s]
            for weight, cell in unit.everything if unit else ():
                if weight in number_of[u]:
                    votes[cell][number_of[u][weight]] += 1
        found.append({cell: count.most_common(1)[0][0] for cell, count in votes.items()})
    return found


def _vote_for_weights(table: Table, data: Sequence[Mapping[int, int]]) -> list[dict[int, int]]:
    """Return for each row which input each weight is for, given what is which input."""
    found = []
    for row in table.units:
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for s, unit in enumerate(row):
            for weight, cell in unit.everything if unit else ():
                if cell in data[s]:
                    votes[weight][data[s][cell]] += 1
        found.append({weight: count.most_common(1)[0][0] for weight, count in votes.items()})
    return found


def _usual(row: Sequence[Unit | None], of: Callable[[Unit], list[int]]) -> list[int]:
    """Return what most units of a row have."""
    counts = Counter(tuple(of(unit)) for unit in row if unit is not None)
    return [*counts.most_common(1)[0][0]] if counts else []


def fill(
    graph: Graph,
    cells: Cells,
    taken: Collection[int],
    beside: Cells | None = None,
    *,
    typed: bool = False,
) -> list[int]:
    """Put cells that are missing from a quantity where they must stand.

    Args:
        graph: the workbook.
        cells: the quantity; changed.
        taken: cells that show other quantities for certain; not used.
        beside: another quantity of the same units and steps, as far away everywhere.
        typed: whether it holds numbers that are typed in, and not formulas.

    Returns:
        The cells that were found so: they are written unlike their neighbours.
    """
    holes = [(i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell is None]
    if not holes or len(holes) > _MOST_HOLES or sum(map(len, cells)) < 2 * len(holes):
        return []
    found = []
    for i, j in holes:
        votes = Counter(_opposite(graph, cells, i, j) or _beside(graph, cells, beside, i, j))
        for spot, _ in votes.most_common(1):
            cell = graph.numbers.get(spot)
            if cell is None or cell in taken:
                continue
            if graph.is_formula(cell) != typed:
                found.append((i, j, cell))
    for i, j, cell in found:
        cells[i][j] = cell
    return [cell for _, _, cell in found]


def _opposite(graph: Graph, cells: Cells, i: int, j: int) -> list[Spot]:
    """Return where a cell stands by its neighbours: the fourth corner of each parallelogram."""
    found: list[Spot] = []
    for k, row in enumerate(cells):
        if len(found) > _ENOUGH:
            break
        for m, cell in enumerate(row):
            three = (cells[i][m], cells[k][j], cell)
            if k == i or m == j or None in three:
                continue
            spots = [graph.spots[one] for one in three if one is not None]
            if None in spots:
                continue
            (sheet, a, b), (other, c, d), (third, e, f) = (s for s in spots if s is not None)
            if sheet == other == third:
                found.append((sheet, a + c - e, b + d - f))
    if found:
        return found
    return _in_line(graph, cells, i, j)


def _beside(graph: Graph, cells: Cells, beside: Cells | None, i: int, j: int) -> list[Spot]:
    """Return where a cell stands by another quantity, as far from it as the others are."""
    start = None if beside is None or beside[i][j] is None else graph.spots[beside[i][j] or 0]
    if beside is None or start is None:
        return []
    found = []
    for row, others in zip(cells, beside, strict=True):
        for cell, other in zip(row, others, strict=True):
            if cell is None or other is None:
                continue
            one, two = graph.spots[cell], graph.spots[other]
            if one and two and one[0] == two[0] == start[0]:
                found.append((one[0], start[1] + one[1] - two[1], start[2] + one[2] - two[2]))
    return found


def _in_line(graph: Graph, cells: Cells, i: int, j: int) -> list[Spot]:
    """Return where a cell stands in a single row or column of cells: as far on as the others."""
    line = [row[j] for row in cells] if len(cells[i]) == 1 else cells[i]
    at = i if len(cells[i]) == 1 else j
    placed = [(k, graph.spots[c]) for k, c in enumerate(line) if c is not None]
    known = [(k, spot) for k, spot in placed if spot is not None]
    found = []
    for (k, one), (m, other) in itertools.pairwise(known):
        rows, columns = (other[1] - one[1]) / (m - k), (other[2] - one[2]) / (m - k)
        row, column = one[1] + rows * (at - k), one[2] + columns * (at - k)
        if row.is_integer() and column.is_integer() and one[0] == other[0]:
            found.append((one[0], int(row), int(column)))
    return found
