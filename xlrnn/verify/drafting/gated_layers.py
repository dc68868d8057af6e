"""LSTM and GRU layers, from tables of their gates and the states that tie these together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from xlrnn.verify.drafting.aligned import Aligned, in_rows
from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.gates import State
from xlrnn.verify.drafting.graph import Spot
from xlrnn.verify.drafting.labels import Labels, is_state_label
from xlrnn.verify.drafting.layer import Found, column
from xlrnn.verify.drafting.plain_layers import add_inputs, steps_in_order
from xlrnn.verify.drafting.table import Cells, Table, fill

Where: TypeAlias = tuple[int, int, int]
"""A gate at a step: which table, row and column."""

GATES: Final[Mapping[str, tuple[str, ...]]] = {"lstm": ("i", "f", "g", "o"), "gru": ("z", "r", "g")}
_NOWHERE: Final[Spot] = ("", 0, 0)
_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "lstm": ("c", "h", "kept", "written", "tanh_c"),
    "gru": ("h", "recalled", "looked_at"),
}


def gated_layers(
    expansion: Expansion, tables: Sequence[Table], states: Sequence[State]
) -> tuple[list[Found], set[int]]:
    """Return the gated layers, and which tables belong to them.

    Args:
        expansion: the workbook.
        tables: the units of every layer and gate.
        states: the states of gated cells.
    """
    where = {
        unit.cell: (number, u, s)
        for number, table in enumerate(tables)
        for u, row in enumerate(table.units)
        for s, unit in enumerate(row)
        if unit is not None
    }
    by_candidate: dict[tuple[str, int], list[State]] = defaultdict(list)
    for state in states:
        place = where.get(state.shown["g"])
        if place is not None:
            by_candidate[state.kind, place[0]].append(state)
    found: list[Found] = []
    used: set[int] = set()
    for (kind, number), members in by_candidate.items():
        if number in used:
            continue
        layer = _Layer(expansion, kind, tables, where, number, members)
        if layer.tables.keys() >= {"i", "o"} or layer.tables.keys() >= {"z", "g"}:
            found.append(layer.found())
            used.update(layer.tables.values())
    return found, used


class _Layer:
    """A gated layer in the making."""

    def __init__(
        self,
        expansion: Expansion,
        kind: str,
        tables: Sequence[Table],
        where: Mapping[int, Where],
        candidate: int,
        states: Sequence[State],
    ) -> None:
        self._expansion, self._kind, self._all, self._where = expansion, kind, tables, where
        self._states = states
        self.tables: dict[str, int] = {"g": candidate}
        for gate in GATES[kind]:
            votes = Counter(
                where[cell][0] for state in states if (cell := state.shown.get(gate, -1)) in where
            )
            if votes and gate != "g":
                self.tables[gate] = votes.most_common(1)[0][0]
        own = tables[candidate]
        self._aligned = {
            gate: self._align(gate, number, len(own.rows), len(own.steps))
            for gate, number in self.tables.items()
        }

    def _align(self, gate: str, number: int, units: int, steps: int) -> Aligned:
        """Find which row and step of a gate belongs to which of the candidate."""
        rows: dict[int, Counter[int]] = defaultdict(Counter)
        columns: dict[int, Counter[int]] = defaultdict(Counter)
        for state in self._states:
            place, other = self._where[state.shown["g"]], self._where.get(state.shown.get(gate, -1))
            if other is not None and other[0] == number:
                rows[place[1]][other[1]] += 1
                columns[place[2]][other[2]] += 1
        table = self._all[number]
        known = [rows[u].most_common(1)[0][0] if rows[u] else None for u in range(units)]
        if None in known and len(table.rows) == units:
            known = list(range(units))
        times = [columns[s].most_common(1)[0][0] if columns[s] else None for s in range(steps)]
        keys = {key: s for s, key in enumerate(table.steps)}
        own = self._all[self.tables["g"]].steps
        times = [keys.get(own[s]) if t is None else t for s, t in enumerate(times)]
        return Aligned(table, [*known], times)

    def found(self) -> Found:
        """Return the layer."""
        graph = self._expansion.graph
        own = self._all[self.tables["g"]]
        units, steps = len(own.rows), len(own.steps)
        shown: dict[str, Cells] = {
            name: [[None] * steps for _ in range(units)] for name in _SHOWN[self._kind]
        }
        for state in self._states:
            _, u, s = self._where[state.shown["g"]]
            for name in shown:
                cell = state.shown.get(name)
                if cell is not None and graph.spots[cell] is not None:
                    shown[name][u][s] = cell
        taken = {cell for cells in shown.values() for row in cells for cell in row if cell}
        odd: set[int] = set()
        gates: dict[str, Cells] = {}
        for gate, aligned in self._aligned.items():
            units_of = aligned.table.cells(lambda unit: self._standing(unit.cell))
            before = aligned.table.cells(lambda unit: self._standing(unit.before))
            gates[gate], gates[f"a_{gate}"] = aligned.of(units_of), aligned.of(before)
        for cells in (*gates.values(), *shown.values()):
            odd.update(fill(graph, cells, taken))
        first = "f" if self._kind == "lstm" else "z"
        lead = self._aligned.get("i", self._aligned.get(first))
        assert lead is not None, "a gated layer has gates"
        data = lead.data()
        hidden = _owners(data, shown["h"])
        order, samples = steps_in_order(data, hidden, shown["h"])
        states = _picked(shown["h"], order)
        layer = Found(self._kind, "tanh", states, odd=odd, recurrent=True, samples=samples)
        layer.calculated = {name: _picked(cells, order) for name, cells in gates.items()}
        layer.calculated |= {name: _picked(cells, order) for name, cells in shown.items()}
        layer.calculated = {name: cells for name, cells in layer.calculated.items() if _any(cells)}
        self._give(layer, order, states)
        self._options(layer)
        return layer

    def _standing(self, cell: int | None) -> int | None:
        graph = self._expansion.graph
        return cell if cell is not None and graph.spots[cell] is not None else None

    def _give(self, layer: Found, order: Sequence[int], states: Cells) -> None:
        """Add weights, biases, first states and what is read."""
        graph = self._expansion.graph
        for gate, aligned in self._aligned.items():
            data = aligned.data()
            hidden = _owners(data, states)
            if not hidden and len(order) == layer.samples:
                hidden = self._typed_states(layer, data)
            if gate == "g" and self._kind == "gru":
                hidden = self._recalled(aligned, hidden, layer.calculated.get("looked_at"))
            turned = in_rows(aligned, data)
            part = Found("", "", states)
            second = f"b_h{gate}" if self._kind == "gru" and gate != "g" else ""
            add_inputs(graph, part, turned, hidden, order, f"W_x{gate}", f"b_{gate}", second)
            layer.remarks += [text for text in part.remarks if text not in layer.remarks]
            layer.given |= part.given
            if gate != "g" or not layer.inputs:
                layer.inputs = part.inputs or layer.inputs
            if hidden:
                chosen = sorted(hidden, key=hidden.__getitem__)
                layer.given[f"W_h{gate}"] = [[row[k] for k in chosen] for row in turned.weights]
                fill(graph, layer.given[f"W_h{gate}"], (), typed=True)
                first = [[data[k][s] for s in order[: layer.samples]] for k in chosen]
                looked_at = gate == "g" and self._kind == "gru"
                if not looked_at and "h_0" not in layer.given and all(map(self._typed, first)):
                    layer.given["h_0"] = first
            if any(turned.gated_biases):
                layer.given["b_hg"] = column(
                    [cells[0] if cells else None for cells in turned.gated_biases]
                )
        if self._kind == "lstm":
            self._first_cells(layer, order)

    def _typed_states(self, layer: Found, data: Cells) -> dict[int, int]:
        """Return which inputs of a single step are the state before, since none is calculated.

        Labels tell, or a run of as many cells as there are units; else those that stand last.
        """
        graph = self._expansion.graph
        cells = {k: line[0] for k, line in enumerate(data) if line[0] is not None}
        ones = {k for k, cell in cells.items() if graph.value(cell) == 1.0}
        order = sorted(cells.keys() - ones, key=lambda k: graph.spots[cells[k]] or _NOWHERE)
        labels = Labels(graph)
        chosen = [k for k in order if is_state_label(labels.near(cells[k]))]
        if len(chosen) != layer.units:
            runs = _runs([graph.spots[cells[k]] or _NOWHERE for k in order])
            fitting = [run for run in runs if len(run) == layer.units]
            chosen = [order[at] for at in fitting[0]] if len(fitting) == 1 else []
        if len(chosen) != layer.units:
            chosen = order[-layer.units :] if len(order) > layer.units else []
            text = "one step alone does not tell x from h: the last ones were taken as h_0"
            if text not in layer.remarks:
                layer.remarks.append(text)
        return {k: u for u, k in enumerate(chosen)}

    def _typed(self, cells: Sequence[int | None]) -> bool:
        graph = self._expansion.graph
        return all(cell is not None and graph.spots[cell] is not None for cell in cells)

    def _recalled(
        self, aligned: Aligned, hidden: dict[int, int], looked_at: Cells | None
    ) -> dict[int, int]:
        """Return which inputs of a GRU's candidate are states, as they are or as looked at."""
        gated = aligned.table.gated
        if any(gated):
            return {k: u for k, u in hidden.items() if gated[k]}
        return _owners(aligned.data(), looked_at) if looked_at else hidden

    def _first_cells(self, layer: Found, order: Sequence[int]) -> None:
        """Add the first cell states, where the sheet has any."""
        column_of = {s: b for b, s in enumerate(order[: layer.samples])}
        first: Cells = [[None] * layer.samples for _ in range(layer.units)]
        for state in self._states:
            _, u, s = self._where[state.shown["g"]]
            if s in column_of:
                first[u][column_of[s]] = state.shown.get("c_prev")
        if all(map(_all, first)):
            layer.given["c_0"] = first

    def _options(self, layer: Found) -> None:
        """Say what differs from the usual: activations, and the form of a GRU."""
        tables = {gate: aligned.table for gate, aligned in self._aligned.items()}
        layer.activation = tables["g"].activation
        opening = Counter(table.activation for gate, table in tables.items() if gate != "g")
        layer.options = {
            "activation": layer.activation,
            "recurrent_activation": opening.most_common(1)[0][0],
        }
        for gate, table in tables.items():
            expected = layer.options["activation" if gate == "g" else "recurrent_activation"]
            if table.activation != expected:
                layer.remarks.append(
                    f"gate {gate} applies {table.activation}, the others {expected}"
                )
        unsure = sorted({state.unsure for state in self._states if state.unsure})
        layer.remarks += [f"{why}: check which is i and which is g" for why in unsure]
        if self._kind == "lstm":
            shown = Counter(state.activation for state in self._states if "h" in state.shown)
            if shown and shown.most_common(1)[0][0] != layer.activation:
                layer.remarks.append(
                    f"h applies {shown.most_common(1)[0][0]} to the cell state, "
                    f"the candidate is {layer.activation}: a map has one activation for both"
                )
            return
        before = not any(tables["g"].gated)
        layer.options["reset"] = "before" if before else "after"
        keeps = Counter(state.keeps for state in self._states)
        layer.options["update"] = "keeps" if keeps.most_common(1)[0][0] else "writes"


def _owners(data: Cells, states: Cells) -> dict[int, int]:
    """Return which inputs are states, and of which unit."""
    unit_of = {cell: u for u, row in enumerate(states) for cell in row if cell is not None}
    found = {}
    for k, line in enumerate(data):
        votes = Counter(unit_of[cell] for cell in line if cell in unit_of)
        if votes:
            found[k] = votes.most_common(1)[0][0]
    return found


def _runs(spots: Sequence[Spot]) -> list[list[int]]:
    """Return the numbers of cells that touch each other."""
    runs: list[list[int]] = []
    for at, (sheet, row, left_of) in enumerate(spots):
        if runs:
            other, above, left = spots[runs[-1][-1]]
            if sheet == other and abs(row - above) + abs(left_of - left) == 1:
                runs[-1].append(at)
                continue
        runs.append([at])
    return runs


def _picked(cells: Cells, order: Sequence[int]) -> Cells:
    return [[row[s] for s in order] for row in cells]


def _any(cells: Cells) -> bool:
    return any(cell is not None for row in cells for cell in row)


def _all(cells: Sequence[int | None]) -> bool:
    return all(cell is not None for cell in cells)
