"""Dense layers and simple recurrent ones, from tables of units."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found, column, picked
from xlrnn.verify.drafting.table import Cells, Table, fill
from xlrnn.verify.drafting.units import Unit

_ONES: Final = (1.0,)


def plain_layer(expansion: Expansion, table: Table, taken: set[int]) -> Found:
    """Return the dense or simple recurrent layer that a table shows.

    Args:
        expansion: the workbook.
        table: its units.
        taken: cells that certainly show something else.
    """
    graph = expansion.graph
    outputs, before = _shown(graph, table)
    odd = {
        *fill(graph, outputs, taken | _placed(before), before),
        *fill(graph, before, taken, outputs),
    }
    tied = _tie(table)
    own = _own_outputs(table, outputs)
    order, samples = [*range(len(table.steps))], 1
    if own:
        order, samples = steps_in_order(table.data, own, outputs)
    found = Found("rnn" if own else "dense", table.activation, picked(outputs, order), odd=odd)
    found.recurrent, found.samples = bool(own), samples
    add_inputs(graph, found, table, own, order, "W_xh" if own else "W", "b_h" if own else "b")
    if tied is not None:
        found.options["tied"] = True
        found.given["W_hh"] = [[tied]]
        if "b_h" in found.given:
            found.given["b_h"] = found.given["b_h"][:1]
            if len({tuple(cells) for cells in table.biases}) > 1:
                found.remarks.append("one recurrent weight, but several biases: a map ties both")
    elif own:
        hidden = sorted(own, key=own.__getitem__)
        found.given["W_hh"] = [[row[k] for k in hidden] for row in table.weights]
        fill(graph, found.given["W_hh"], (), typed=True)
    if own:
        hidden = sorted(own, key=own.__getitem__)
        first = [[table.data[k][s] for s in order[:samples]] for k in hidden]
        if any(cell is not None for row in first for cell in row):
            found.given["h_0"] = first
    if any(cell is not None for row in before for cell in row):
        found.calculated["a"] = picked(before, order)
    found.calculated["h" if own else "y"] = found.outputs
    _add_parts(expansion, found, table, {*own}, order)
    return found


def _placed(cells: Cells) -> set[int]:
    return {cell for row in cells for cell in row if cell is not None}


def _shown(graph: Graph, table: Table) -> tuple[Cells, Cells]:
    """Return the cells that show what is returned, and those that show what it is applied to."""

    def stands(cell: int | None) -> int | None:
        return cell if cell is not None and graph.spots[cell] is not None else None

    def bare(unit: Unit) -> bool:  # the function of this one was forgotten, or reads another cell
        return unit.activation == "linear" and table.activation != "linear" and apart

    several = [unit for row in table.units for unit in row if unit is not None]
    apart = 2 * sum(unit.before is not None for unit in several) >= len(several)
    outputs = table.cells(lambda unit: None if bare(unit) else stands(unit.cell))
    before = table.cells(lambda unit: stands(unit.cell if bare(unit) else unit.before))
    return outputs, before


def _tie(table: Table) -> int | None:
    """Add the states that units of a tied layer read to its inputs; return the one weight."""
    weight = None
    for row in table.units:
        pairs = [None if unit is None else unit.tied for unit in row]
        if any(pairs):
            weight = next(pair[0] for pair in pairs if pair)
            table.data.append([pair[1] if pair else None for pair in pairs])
            for weights in table.weights:
                weights.append(None)
    return weight


def _own_outputs(table: Table, outputs: Cells) -> dict[int, int]:
    """Return which inputs are the layer's own outputs, and of which unit."""
    unit_of = {cell: u for u, row in enumerate(outputs) for cell in row if cell is not None}
    own: dict[int, int] = {}
    for k, line in enumerate(table.data):
        votes = Counter(unit_of[cell] for cell in line if cell in unit_of)
        if votes:
            own[k] = votes.most_common(1)[0][0]
    return own


def steps_in_order(
    data: Sequence[Sequence[int | None]], own: Mapping[int, int], states: Cells
) -> tuple[list[int], int]:
    """Return the steps in the order of time; as they stand, if none follows from another.

    Args:
        data: each input at each step.
        own: which inputs are the layer's own state, and of which unit.
        states: the states, units × steps.

    Returns:
        The order, and how many samples there are: with several, all first steps come first.
    """
    step_of = {cell: s for row in states for s, cell in enumerate(row) if cell is not None}
    count = len(states[0])
    after: dict[int, int] = {}
    follows: set[int] = set()
    for s in range(count):
        votes = Counter(step_of[cell] for k in own if (cell := data[k][s]) in step_of)
        if votes:
            before = votes.most_common(1)[0][0]
            after.setdefault(before, s)
            follows.add(s)
    chains: list[list[int]] = []
    seen: set[int] = set()
    for start in (s for s in range(count) if s not in follows):
        chain: list[int] = []
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            chain.append(at)
            at = after.get(at)
        chains.append(chain)
    if chains and len({*map(len, chains)}) == 1 and len(seen) == count:
        return [s for step in zip(*chains, strict=True) for s in step], len(chains)
    order = [s for chain in chains for s in chain]
    return order + [s for s in range(count) if s not in seen], 1


def add_inputs(
    graph: Graph,
    found: Found,
    table: Table,
    own: Mapping[int, int],
    order: Sequence[int],
    weights: str,
    bias: str,
    second: str = "",
) -> None:
    """Add what a layer reads, the weights of it, and its biases.

    Args:
        graph: the workbook.
        found: the layer; changed.
        table: its units.
        own: the inputs that are its own state.
        order: of the steps.
        weights: what the weights are called.
        bias: what the bias is called.
        second: what a second one is called, "" if there cannot be one.
    """
    rest = [k for k in range(len(table.data)) if k not in own]
    ones = [k for k in rest if _is_one(graph, table.data[k])]
    biases = [cells[0] if len(cells) == 1 else None for cells in table.biases]
    if second and all(len(cells) == 2 for cells in table.biases):
        biases = [cells[0] for cells in table.biases]
        found.given[second] = column([cells[1] for cells in table.biases])
    elif any(len(cells) > 1 for cells in table.biases):
        found.remarks.append("each unit adds several biases; a map says one")
    if len(ones) and not any(table.biases) and len(rest) > 1:
        k = ones[-1]
        rest.remove(k)
        biases = [row[k] for row in table.weights]
        if len(ones) > 1:
            found.remarks.append(
                "several inputs are 1 at every step: the last was taken as the bias"
            )
    rest.sort(key=lambda k: _place(graph, table.data[k]))
    inputs = [[table.data[k][s] for s in order] for k in rest]
    if weights:
        found.inputs = inputs
        found.given[weights] = [[row[k] for k in rest] for row in table.weights]
        fill(graph, found.given[weights], (), typed=True)
        if any(cell is not None for cell in biases):
            found.given[bias] = column(biases)


def _is_one(graph: Graph, line: Sequence[int | None]) -> bool:
    cells = [cell for cell in line if cell is not None]
    return bool(cells) and all(
        not graph.is_formula(cell) and graph.value(cell) in _ONES for cell in cells
    )


def _place(graph: Graph, line: Sequence[int | None]) -> tuple[str, int, int]:
    """Return where the last of an input's cells stands; the first ones may be elsewhere."""
    spots = [graph.spots[cell] for cell in line if cell is not None]
    return next((spot for spot in reversed(spots) if spot is not None), ("", 0, 0))


def _add_parts(
    expansion: Expansion, found: Found, table: Table, own: set[int], order: Sequence[int]
) -> None:
    """Add the cells that hold parts of the sum: what the input adds, what the state adds."""
    graph = expansion.graph
    if not own:
        return
    names: dict[str, Cells] = {
        name: [[None] * len(table.steps) for _ in table.rows] for name in ("a_x", "a_h")
    }
    for u, row in enumerate(table.units):
        for s, unit in enumerate(row):
            for part in unit.parts if unit else ():
                name = _part_name(expansion, part, table, s, own)
                if name and unit and part != unit.before and graph.spots[part] is not None:
                    names[name][u][s] = part
    for name, cells in names.items():
        if any(cell is not None for row in cells for cell in row):
            found.calculated[name] = picked(cells, order)


def _part_name(expansion: Expansion, part: int, table: Table, s: int, own: set[int]) -> str:
    """Tell what of the sum a cell holds."""
    added = expansion.of(part)
    if added is None:
        return ""
    read = {cell for pair in added.products for cell in pair}
    inputs = {k for k, line in enumerate(table.data) if line[s] is not None and line[s] in read}
    every = {k for k, line in enumerate(table.data) if line[s] is not None}
    if inputs == every - own and not added.alone:
        return "a_x"
    tied = all(row[k] is None for row in table.weights for k in own)
    return "a_h" if inputs and (inputs == every & own or (tied and inputs <= own)) else ""
