"""Find what each layer reads: inputs, other layers, or their last states; and copies of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.reading import Readers
from xlrnn.verify.drafting.table import Cells, fill

Owner: TypeAlias = tuple[int, int, int]
"""Which layer returns a cell, of which unit, at which step."""
LAST: Final = ".last"


@dataclass
class Wired:
    """A network whose layers know what they read.

    Attributes:
        layers: the layers, named.
        inputs: the inputs by name, features × steps.
    """

    layers: list[Found]
    inputs: dict[str, Cells] = field(default_factory=dict)


def wire(layers: Sequence[Found], copies: Mapping[int, Sequence[int]]) -> Wired:
    """Find what every layer reads; the weights are put into the order in which it is read.

    Args:
        layers: in the order of the calculation, named.
        copies: for each cell the cells that repeat it.
    """
    owners = {
        cell: (number, u, s)
        for number, layer in enumerate(layers)
        for u, row in enumerate(layer.outputs)
        for s, cell in enumerate(row)
        if cell is not None
    }
    wired = Wired([*layers])
    # An output that repeats another cell, by mistake, is still the output that is read.
    repeated = {
        source: copy
        for source, found in copies.items()
        for copy in found
        if copy in owners and source not in owners
    }
    for layer in layers:
        layer.inputs = [[repeated.get(c or 0, c) for c in row] for row in layer.inputs]
        if not layer.recurrent:
            _follow_time(layer, owners)
        _read(wired, layer, owners)
        _begin(wired, layer, owners)
    return wired


def _follow_time(layer: Found, owners: Mapping[int, Owner]) -> None:
    """Put the steps of a layer into the order of those that it reads."""
    times = []
    for s in range(layer.steps):
        found = {owners[c][2] for row in layer.inputs if (c := row[s]) is not None and c in owners}
        if len(found) != 1:
            return
        times.append(found.pop())
    order = sorted(range(layer.steps), key=times.__getitem__)
    if len({*times}) == len(times) and order != [*range(layer.steps)]:
        for cells in (layer.inputs, *layer.calculated.values()):
            for row in cells:
                row[:] = [row[s] for s in order]
        if not any(cells is layer.outputs for cells in layer.calculated.values()):
            for row in layer.outputs:
                row[:] = [row[s] for s in order]


def _read(wired: Wired, layer: Found, owners: Mapping[int, Owner]) -> None:
    """Part the inputs of a layer by where they come from, and its weights likewise."""
    by_source: dict[str, list[int]] = {}
    for k, line in enumerate(layer.inputs):
        by_source.setdefault(_source(wired, layer, line, owners), []).append(k)
    reads: list[str] = []
    order: list[int] = []
    for source, rows in by_source.items():
        if not source:
            reads.append(_input(wired, [layer.inputs[k] for k in rows]))
        else:
            reads.append(source)
            rows = sorted(rows, key=lambda k: _unit(layer.inputs[k], owners))
            other = next(o for o in wired.layers if o.name == source.removesuffix(LAST))
            if [_unit(layer.inputs[k], owners) for k in rows] != [*range(other.units)]:
                layer.remarks.append(
                    f"reads {len(rows)} of the {other.units} units of {other.name}"
                )
                reads[-1] = _input(wired, [layer.inputs[k] for k in rows])
        order += rows
    layer.reads = reads
    if order != [*range(len(layer.inputs))]:
        layer.inputs = [layer.inputs[k] for k in order]
        for part in layer.parts:
            for name, cells in part.given.items():
                if name == "W" or name.startswith("W_x"):
                    part.given[name] = [[row[k] for k in order] for row in cells]


def _source(
    wired: Wired, layer: Found, line: Sequence[int | None], owners: Mapping[int, Owner]
) -> str:
    """Return the layer from which an input comes at every step, "" if there is none."""
    found = [owners.get(-1 if cell is None else cell) for cell in line]
    known = [one for one in found if one is not None]
    if len(known) != len(line) or len({(one[0], one[1]) for one in known}) != 1:
        return ""
    other = wired.layers[known[0][0]]
    steps = [one[2] for one in known]
    if other is layer:
        return ""
    if steps == [*range(other.steps)]:
        return other.name
    return other.name + LAST if steps == other.last_steps(known[0][1]) else ""


def _unit(line: Sequence[int | None], owners: Mapping[int, Owner]) -> int:
    return next(owners[cell][1] for cell in line if cell is not None and cell in owners)


def _input(wired: Wired, cells: Cells) -> str:
    """Return the name of an input, a new one if its cells are not known as one."""
    for name, known in wired.inputs.items():
        if known == cells:
            return name
    name = "x" if not wired.inputs else f"x_{len(wired.inputs) + 1}"
    wired.inputs[name] = cells
    return name


def _begin(wired: Wired, layer: Found, owners: Mapping[int, Owner]) -> None:
    """Let a layer begin with the last state of another one, if its first states are that."""
    first = layer.given.get("h_0")
    if first is None:
        return
    found = [[owners.get(-1 if cell is None else cell) for cell in row] for row in first]
    known = [one for row in found for one in row if one is not None]
    if len(known) == len(first) * len(first[0]) and len({one[0] for one in known}) == 1:
        other = wired.layers[known[0][0]]
        last = range(other.steps - other.samples, other.steps)
        if [(u, s) for _, u, s in known] == [(u, s) for u in range(other.units) for s in last]:
            layer.options["first_state"] = other.name
            layer.given.pop("h_0")
            layer.given.pop("c_0", None)


def add_copies(
    graph: Graph,
    layer: Found,
    copies: Mapping[int, Sequence[int]],
    readers: Readers,
    taken: set[int],
) -> None:
    """Add the copies of states and inputs that the formulas of a layer read.

    Args:
        graph: the workbook.
        layer: the layer; changed.
        copies: for each cell the cells that repeat it.
        readers: who reads what.
        taken: cells that are in the map; changed.
    """
    own = {cell for cells in layer.calculated.values() for row in cells for cell in row if cell}

    def copied(cell: int | None) -> int | None:
        found = (one for one in copies.get(-1 if cell is None else cell, ()) if one not in taken)
        return next((one for one in found if readers.of(one) & own), None)

    befores: dict[str, tuple[str, Cells]] = {}
    if layer.recurrent:
        befores["h_prev"] = "h_0", layer.outputs
        if "c" in layer.calculated:
            befores["c_prev"] = "c_0", layer.calculated["c"]
    for name, (start, cells) in befores.items():
        many = layer.samples
        first = layer.given.get(start, [[None] * many for _ in cells])
        if len(first) != len(cells):
            continue
        found: Cells = [
            [*map(copied, begin), *map(copied, row[:-many])]
            for begin, row in zip(first, cells, strict=True)
        ]
        if any(None in row[:many] for row in found):
            for row in found:
                row[:many] = [None] * many
        _add(graph, layer, name, found, taken, sum(len(row) - many for row in cells))
    found = [[copied(cell) for cell in row] for row in layer.inputs]
    _add(graph, layer, "x", found, taken, sum(map(len, layer.inputs)))


def _add(
    graph: Graph, layer: Found, name: str, cells: Cells, taken: set[int], at_least: int
) -> None:
    """Add a quantity if it is complete, or nearly so."""
    layer.odd.update(fill(graph, cells, taken))
    there = [cell for row in cells for cell in row if cell is not None]
    if there and len(there) >= at_least:
        layer.calculated[name] = cells
        taken.update(there)
