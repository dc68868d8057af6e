"""Which cell holds which number of the network, and whether it is given or calculated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Cell
from xlrnn.formula.place import Place
from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.axes import axes, skip
from xlrnn.verify.subject.network.grids import Grid, Matrix, changing_grids, merged, spread
from xlrnn.verify.subject.network.numbers import ONE, Index, Key, skipped
from xlrnn.verify.subject.network.plan import Plan, Sized
from xlrnn.verify.subject.network.ranges import MOST_CELLS, naming
from xlrnn.verify.subject.network.room import room
from xlrnn.verify.subject.network.said import Cells

GIVEN: Final = "given"
WEIGHT: Final = "weight"
CALCULATED: Final = "calculated"


@dataclass(frozen=True)
class Bound:
    """Cells that hold numbers of a network.

    Args:
        name: what reports call them.
        label: the quantity's name, without the layer's.
        kind: of the layer; "" of inputs, `loss` and `training`.
        role: `given`, `weight`, which is given, too, or `calculated`.
        place: the cells; the sheet is as the map writes it.
        index: the number of each, as the sheet lays them out.
        line: of the map.
    """

    name: str
    label: str
    kind: str
    role: str
    place: Place
    index: Index
    line: int = 0


class Binder:
    """Finds the cells of every number that a map names.

    Args:
        plan: the network.

    Attributes:
        numbers: where each number is.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.numbers = plan, room(plan)

    def bound(self) -> list[Bound]:
        """Return all cells, in the order of the calculation.

        Raises:
            UsageError: if something does not fit, is not given, or is claimed twice.
        """
        found = [*self._all()]
        if not any(each.role == CALCULATED for each in found):
            raise UsageError("nothing is calculated, so there is nothing to check")
        _refuse_overlaps(found)
        return found

    def _all(self) -> Iterator[Bound]:
        mapped = self.plan.mapped
        for given in mapped.inputs:
            for name, places in given.places.items():
                stepwise = self.plan.streams[name].steps is not None
                yield from self._changing("", name, places, GIVEN, "", stepwise=stepwise)
        for layer in self.plan.layers:
            for part, tables in layer.layer.tables.items():
                yield from self._layer(layer, part, tables)
        if mapped.loss is not None and self.plan.judged is not None:
            stepwise = self.plan.judged.steps is not None
            targets = {"targets": mapped.loss.targets}
            for role, found in ((GIVEN, targets), (CALCULATED, mapped.loss.calculated)):
                for name, places in found.items():
                    steps = stepwise and name not in words.OF_ALL
                    yield from self._changing("loss", name, places, role, "loss", stepwise=steps)
        for layer in reversed(self.plan.layers):
            for part, tables in layer.layer.tables.items():
                yield from self._back(layer, part, tables)
        if mapped.training is not None and isinstance(mapped.training.rate, Cells):
            places = [mapped.training.rate]
            yield from self._changing("training", "rate", places, GIVEN, "training", stepwise=False)

    # Layers.

    def _layer(self, layer: Sized, part: str, tables: said.Tables) -> Iterator[Bound]:
        kind = self._kind(layer, part)
        weights = words.weights_of(kind)
        given = np.zeros(self.numbers.size, bool)
        for name, places in tables.given.items():
            owner = layer.owner(part)
            for bound in (
                self._weights(layer, part, name, places, WEIGHT)
                if name in weights
                else self._changing(owner, name, places, GIVEN, kind, stepwise=False)
            ):
                once = bound.index % self.numbers.size
                if given[once].any() and bound.index.max() < self.numbers.size:
                    with naming(bound.name, bound.line):
                        raise UsageError(
                            "some of it is given already; a copy by formulas belongs to calculated"
                        )
                given[once] = True
                yield bound
        self._refuse_missing(layer, part, kind, given)
        stepwise = layer.steps is not None
        for name, places in tables.calculated.items():
            if name in weights and name not in words.CALCULATED[kind]:
                yield from self._weights(layer, part, name, places, CALCULATED)
            elif name in words.STATES.get(kind, ()):
                owner = layer.owner(part)
                yield from self._changing(owner, name, places, CALCULATED, kind, stepwise=False)
            else:
                self._refuse_unsuited(layer, part, kind, name, places)
                yield from self._of_layer(layer, part, name, places, stepwise=stepwise)

    def _back(self, layer: Sized, part: str, tables: said.Tables) -> Iterator[Bound]:
        kind = self._kind(layer, part)
        for name, places in tables.gradients.items():
            if self.plan.judged is None:
                with naming(f"{layer.owner(part)}.{name}", places[0].line):
                    raise UsageError("a gradient needs a [loss], and the map has none")
            if name in words.GRADIENTS[kind] or name in words.STACKS.get(kind, ()):
                stepwise = layer.steps is not None
                yield from self._of_layer(layer, part, name, places, stepwise=stepwise)
            else:
                yield from self._weights(layer, part, name, places, CALCULATED)
        for name, places in tables.updated.items():
            if self.plan.mapped.training is None:
                with naming(f"{layer.owner(part)}.{name}", places[0].line):
                    raise UsageError("new weights need [training], and the map has none")
            yield from self._weights(layer, part, name, places, CALCULATED, updated=True)

    def _kind(self, layer: Sized, part: str) -> str:
        """Return of which kind a part is: the whole layer, or one direction of it."""
        return layer.kind if part in layer.parts else layer.layer.kind

    def _refuse_missing(self, layer: Sized, part: str, kind: str, given: NDArray[np.bool_]) -> None:
        """Refuse weights that nothing gives; biases and first states may be left out."""
        needed = {"dense": ("W_x",)}.get(kind, ("W_x", "W_h") if kind in words.RECURRENT else ())
        for gate in words.GATES.get(kind, ()) if part in layer.parts else ():
            for name in needed:
                index = self.numbers.index((layer.owner(part), f"{name}{gate}"))
                if not given[index].all():
                    shown = _shown(kind, name, gate)
                    with naming(f"layer {layer.owner(part)}", layer.layer.line):
                        raise UsageError(f"{shown} is not given, or not all of it")

    def _refuse_unsuited(
        self, layer: Sized, part: str, kind: str, name: str, places: Sequence[Cells]
    ) -> None:
        """Refuse what only a layer with other options calculates."""
        options = layer.options
        needs: tuple[str, Any] | None
        needs = {"recalled": ("reset", "after"), "looked_at": ("reset", "before")}.get(name)
        if kind == "dense" and name in words.SOFTMAX:
            needs = ("activation", "softmax")
        if name == "logits_max":
            needs = ("subtract_max", True) if not options["subtract_max"] else needs
        if needs and options[needs[0]] != needs[1]:
            with naming(f"{layer.owner(part)}.{name}", places[0].line):
                raise UsageError(f"needs {needs[0]} = {needs[1]!r}, got {options[needs[0]]!r}")

    def _of_layer(
        self, layer: Sized, part: str, name: str, places: Sequence[Cells], *, stepwise: bool
    ) -> Iterator[Bound]:
        """Yield the cells of what a layer calculates: of one quantity, or of several stacked."""
        owner, kind = layer.owner(part), self._kind(layer, part)
        before = words.STACKS.get(kind, {}).get(name)
        if before is None and name != words.CONCATENATED:
            yield from self._changing(owner, name, places, CALCULATED, kind, stepwise=stepwise)
            return
        for number, cells in enumerate(places):
            with naming(f"{owner}.{name}", cells.line):
                labels = cells.rows or cells.columns
                if before is not None:
                    named = {gate: (owner, f"{before}{gate}") for gate in words.GATES[kind]}
                    labels = tuple(words.ALIASES.get(label, label) for label in labels)
                else:
                    named = {"h": (owner, "h_prev"), "x": (owner, "x"), "1": ONE}
                index = self._stacked(labels, named, layer)
                ranges = self.plan.ranges[id(cells)]
                rows = f"unit of {', '.join(labels)}"
                grids = changing_grids(cells, index, ranges, stepwise=stepwise, rows=rows)
            yield from self._bound(owner, name, number, cells, grids, CALCULATED, kind)

    def _stacked(self, labels: Sequence[str], named: Mapping[str, Key], layer: Sized) -> Index:
        """Return several quantities, one below the other."""
        shape = (layer.steps or 1, self.plan.samples)
        parts = []
        for label in labels:
            if label not in named and not skip(label):
                raise UsageError(
                    f"{label!r} is unknown: expected some of {', '.join([*named, '-'])}"
                )
            if label in named:
                index = self.numbers.index(named[label])
                parts.append(np.broadcast_to(index, (len(index), *shape)))
            else:
                parts.append(skipped((skip(label), *shape)))
        if not any(label in named for label in labels):
            raise UsageError(f"say what its rows are, as in rows = {[*named]}")
        return np.concatenate(parts)

    # What changes.

    def _changing(
        self,
        owner: str,
        name: str,
        places: Sequence[Cells],
        role: str,
        kind: str,
        *,
        stepwise: bool,
    ) -> Iterator[Bound]:
        shown = ".".join(filter(None, (owner, name)))
        for number, cells in enumerate(places):
            with naming(shown, cells.line):
                if cells.rows or cells.columns:
                    raise UsageError("rows and columns are said of weights, and of stacked gates")
                index = self.numbers.index((owner, name))
                ranges = self.plan.ranges[id(cells)]
                grids = changing_grids(cells, index, ranges, stepwise=stepwise)
            yield from self._bound(owner, name, number, cells, grids, role, kind)

    # Weights.

    def _weights(
        self,
        layer: Sized,
        part: str,
        name: str,
        places: Sequence[Cells],
        role: str,
        *,
        updated: bool = False,
    ) -> Iterator[Bound]:
        owner = layer.owner(part)
        weights = words.weights_of(layer.kind)
        before = "" if name in weights else "d"
        shown = f"{name} updated" if updated else name
        for number, cells in enumerate(places):
            with naming(f"{owner}.{name}", cells.line):
                own = name.removeprefix("d") if before else name
                laid = axes(cells, weights[own], layer.kind, layer.sources)
                matrix = self._matrix(layer, owner, before, laid.gates, laid.parts)
                ranges = self.plan.ranges[id(cells)]
                matrix = matrix.turned() if laid.turned else matrix
                grids = spread(cells, ranges, matrix, turned=laid.turned)
                if updated:
                    grids = [replace(grid, index=grid.index + self.numbers.size) for grid in grids]
            yield from self._bound(owner, shown, number, cells, grids, role, layer.kind)

    def _matrix(
        self, layer: Sized, owner: str, before: str, gates: Sequence[str], parts: Sequence[str]
    ) -> Matrix:
        rows = [
            np.concatenate([self._part(layer, owner, before, gate, part) for part in parts], axis=1)
            for gate in gates
        ]
        tied = layer.options.get("tied") and set(parts) <= {"h", "1"}
        units = "one" if tied else f"{layer.units} units"
        down = f"of the {units}"
        if len(gates) > 1:
            down += f" of {', '.join(gates)}"
        across = [f"{part} ({layer.length(part)})" for part in parts if not skip(part)]
        return Matrix(np.concatenate(rows), down, f"of {', '.join(across)}")

    def _part(self, layer: Sized, owner: str, before: str, gate: str, part: str) -> Index:
        """Return the weights of a gate for a part of what they are multiplied with."""
        height = skip(gate) or layer.units
        if skip(gate) or skip(part):
            return skipped((height, skip(part) or layer.length(part)))
        if part in words.PARTS:
            return self.numbers.index((owner, f"{before}{words.PARTS[part]}{gate}"))
        first = sum(layer.widths[: layer.sources.index(part)])
        index = self.numbers.index((owner, f"{before}W_x{gate}"))
        return index[:, first : first + layer.length(part)]

    # Epochs.

    def _bound(
        self,
        owner: str,
        name: str,
        number: int,
        cells: Cells,
        grids: Sequence[Grid],
        role: str,
        kind: str,
    ) -> Iterator[Bound]:
        """Name cells, and those of all epochs."""
        shown = ".".join(filter(None, (owner, name))) + (f"#{number + 1}" if number else "")
        joined = merged(grids)
        for part, grid in enumerate(joined, start=1):
            title = f"{shown}[{part}]" if len(joined) > 1 else shown
            place = Place(grid.found.place.sheet, grid.rows, grid.columns)
            first = Bound(title, name, kind, role, place, grid.index, cells.line)
            moves = self._moves(grid)
            if moves is None:
                yield first
            elif role == WEIGHT:
                yield first
                yield replace(
                    self._repeated(first, moves, range(1, self.numbers.epochs)),
                    name=f"{title} updated",
                    role=CALCULATED,
                )
            else:
                yield self._repeated(first, moves, range(self.numbers.epochs))

    def _moves(self, grid: Grid) -> tuple[int, int] | None:
        """Return by how many rows and columns cells move from epoch to epoch; None if not."""
        training = self.plan.mapped.training
        if training is None or training.epochs == 1:
            return None
        down = training.direction == "down"
        if grid.found.fixed_rows if down else grid.found.fixed_columns:
            return None
        return (training.every, 0) if down else (0, training.every)

    def _repeated(self, bound: Bound, moves: tuple[int, int], epochs: range) -> Bound:
        down, right = moves
        size, place = self.numbers.size, bound.place
        if len(epochs) * bound.index.size > MOST_CELLS:
            raise UsageError(f"{bound.name}: all epochs have more than {MOST_CELLS} cells")
        rows, columns = place.rows, place.columns
        many = [bound.index + size * epoch for epoch in epochs]
        if down:
            rows = tuple(row + down * epoch for epoch in epochs for row in rows)
            index = np.vstack(many)
        else:
            columns = tuple(column + right * epoch for epoch in epochs for column in columns)
            index = np.hstack(many)
        if rows[-1] > MAX_ROW or columns[-1] > MAX_COLUMN:
            raise UsageError(f"{bound.name}: the last epochs are beyond the end of the sheet")
        if len({*rows}) < len(rows) or len({*columns}) < len(columns):
            raise UsageError(f"{bound.name}: epochs overlap: say every = how many lines each has")
        return replace(bound, place=Place(place.sheet, rows, columns), index=index)


def _shown(kind: str, name: str, gate: str) -> str:
    """Return what a user calls weights."""
    return {"dense": "W", "rnn": f"W_{name[2]}h"}.get(kind, f"{name}{gate}")


def _refuse_overlaps(found: Sequence[Bound]) -> None:
    """Refuse a cell that is checked as two quantities; weights may share cells."""
    owners: dict[tuple[str, int, int], Bound] = {}
    for bound in sorted(found, key=lambda each: each.role == CALCULATED):
        sheet = bound.place.sheet.casefold()
        for row in bound.place.rows:
            for column in bound.place.columns:
                owner = owners.setdefault((sheet, row, column), bound)
                if owner is not bound and bound.role == CALCULATED:
                    with naming("", bound.line):
                        raise UsageError(
                            f"{Cell(row, column)} belongs to {owner.name} and to {bound.name}"
                        )
