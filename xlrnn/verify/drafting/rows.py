"""Group units: into rows, one for each unit of a layer, over the steps or samples where it is.

The units of a row share their weights, and the rows of a group are shown the same data. A unit
written unlike its neighbours belongs to no row at first: `table` puts it where it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.units import Unit

_MOST_COMPARED: Final = 50

Data: TypeAlias = frozenset[int]


@dataclass
class Row:
    """One unit of a layer, at all its steps.

    Attributes:
        sheet: the sheet on which it stands.
        units: its cells, by the data that they are shown.
        weights: its weights and biases.
    """

    sheet: str
    units: dict[Data, Unit]
    weights: frozenset[int]

    @property
    def activation(self) -> str:
        """The function that most of its cells apply; none only if none does."""
        counts = Counter(unit.activation for unit in self.units.values())
        return max(counts, key=lambda name: (counts[name], name != "linear"))


@dataclass
class Group:
    """Rows that are shown the same data: the units of a layer, or of one gate of it."""

    rows: list[Row]

    @property
    def data(self) -> list[Data]:
        """The data that most of the rows are shown."""
        counts = Counter(key for row in self.rows for key in row.units)
        return [key for key, count in counts.items() if 2 * count >= len(self.rows)]


def rows_of(graph: Graph, units: Sequence[Unit]) -> list[Row]:
    """Return the rows: units with the same weights; the first step may lack some of them."""
    by_weights: dict[tuple[str, frozenset[int]], list[Unit]] = defaultdict(list)
    for unit in units:
        by_weights[_sheet(graph, unit), unit.weights].append(unit)
    rows = [
        Row(sheet, _by_data(graph, found), weights)
        for (sheet, weights), found in by_weights.items()
    ]
    return _joined(graph, rows)


def _by_data(graph: Graph, units: Sequence[Unit]) -> dict[Data, Unit]:
    """Return units by their data; of two with the same, the one in line with the others.

    The other one takes the weights of this row by mistake: it belongs to a row beside it.
    """
    found: dict[Data, Unit] = {}
    lines: Counter[tuple[str, int]] = Counter()
    for unit in units:
        spot = graph.spots[unit.cell]
        lines.update([("row", spot[1]), ("column", spot[2])] if spot else [])
    for unit in units:
        other = found.get(unit.data)
        if other is None or _in_line(graph, unit, lines) > _in_line(graph, other, lines):
            found[unit.data] = unit
    return found


def _in_line(graph: Graph, unit: Unit, lines: Counter[tuple[str, int]]) -> int:
    spot = graph.spots[unit.cell]
    return max(lines["row", spot[1]], lines["column", spot[2]]) if spot else 0


def tie(rows: Sequence[Row]) -> None:
    """Set the one recurrent weight of a tied layer apart: each unit reads its own state alone.

    Without that no two units of such a layer are shown the same data.
    """
    owners: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        own = {unit.cell for unit in row.units.values()}
        for unit in row.units.values():
            for weight, cell in unit.pairs:
                if cell in own:
                    owners[row.sheet, weight].add(number)
    for (_, weight), members in owners.items():
        if len(members) > 1:
            for number in members:
                _set_apart(rows[number], weight)


def _set_apart(row: Row, weight: int) -> None:
    for unit in row.units.values():
        for pair in [pair for pair in unit.pairs if pair[0] == weight]:
            unit.pairs.remove(pair)
            unit.tied = pair
    row.units = {unit.data: unit for unit in reversed([*row.units.values()])}


def _sheet(graph: Graph, unit: Unit) -> str:
    """Return the sheet of a unit; of one inside a formula, that of its sum, or of its weights."""
    for cell in (unit.cell, *([] if unit.before is None else [unit.before]), *unit.weights):
        spot = graph.spots[cell]
        if spot is not None:
            return spot[0]
    return ""


def _joined(graph: Graph, rows: list[Row]) -> list[Row]:
    """Join rows that share most of their weights, the longest first."""
    rows = sorted(rows, key=lambda row: (-len(row.units), -len(row.weights)))
    owners: dict[int, list[Row]] = defaultdict(list)
    joined: list[Row] = []
    for row in rows:
        shared = Counter(id(other) for cell in row.weights for other in owners[cell])
        near = {id(other): other for cell in row.weights for other in owners[cell]}
        for key, count in shared.most_common(_MOST_COMPARED):
            other = near[key]
            least = min(len(row.weights), len(other.weights))
            fits = row.sheet == other.sheet and 2 * count > least
            if fits and not _meet(graph, row, other) and not _off_line(graph, row, other):
                other.units |= row.units
                break
        else:
            joined.append(row)
            for cell in row.weights:
                if len(owners[cell]) < _MOST_COMPARED:
                    owners[cell].append(row)
    return joined


def _meet(graph: Graph, one: Row, other: Row) -> bool:
    """Tell whether two rows are shown the same data at some step: then they are two units."""
    seen = {cell for key in other.units for cell in key if not _is_one(graph, cell)}
    return any(cell in seen for key in one.units for cell in key)


def _off_line(graph: Graph, one: Row, other: Row) -> bool:
    """Tell whether a row stands in one line of cells, and another one nowhere in it."""
    ours, theirs = ([graph.spots[unit.cell] for unit in row.units.values()] for row in (one, other))
    if len(theirs) < 2 or None in ours or None in theirs:
        return False
    lines = [side for side in (1, 2) if len({spot[side] for spot in theirs if spot}) == 1]
    return bool(lines) and not any(
        spot[side] == theirs[0][side] for side in lines for spot in ours if spot and theirs[0]
    )


def _is_one(graph: Graph, cell: int) -> bool:
    return not graph.is_formula(cell) and graph.value(cell) in (1.0, None)


def groups_of(rows: Sequence[Row], roles: Mapping[int, str]) -> list[Group]:
    """Return the groups, the largest first.

    Args:
        rows: the rows.
        roles: which gate a cell is, for those that are one.
    """
    owner = list(range(len(rows)))

    def find(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    shown: dict[Data, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in row.units:
            shown[key].append(number)
    kinds = [(row.sheet, _role(row, roles)) for row in rows]
    for number, row in enumerate(rows):
        first: Counter[int] = Counter()
        for key in row.units:
            same = (other for other in shown[key] if kinds[other] == kinds[number])
            first.update(list(same)[:_MOST_COMPARED])
        for other, count in first.items():
            if 2 * count > min(len(row.units), len(rows[other].units)):
                owner[find(number)] = find(other)
    found: dict[int, list[Row]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[find(number)].append(row)
    groups = [group for members in found.values() for group in _by_activation(members)]
    return sorted(groups, key=lambda group: -sum(len(row.units) for row in group.rows))


def _by_activation(rows: list[Row]) -> list[Group]:
    """Part rows with another function, unless they are few: then they are written wrongly."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.activation].append(row)
    if min(map(len, kinds.values())) < max(2, len(rows) / 3):
        return [Group(rows)]
    return [Group(members) for members in kinds.values()]


def _role(row: Row, roles: Mapping[int, str]) -> str:
    """Return which gate a row is, "" if it is none."""
    named = Counter(roles[unit.cell] for unit in row.units.values() if unit.cell in roles)
    return most(named) if named else ""


def most(counts: Counter[str]) -> str:
    """Return what occurs most often."""
    return counts.most_common(1)[0][0]


def cells_of(units: Iterable[Unit]) -> set[int]:
    """Return all cells that show some units."""
    found: set[int] = set()
    for unit in units:
        found.update((unit.cell, *unit.parts))
    return found
