"""Which cell holds which number of the network, and whether it is given or calculated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.verify.subject.network import said, words
from xlrnn.verify.subject.network.axes import axes, skip
from xlrnn.verify.subject.network.bound import CALCULATED, GIVEN, WEIGHT, Bound, of_all_epochs
from xlrnn.verify.subject.network.grids import Grid, changing_grids, merged, spread
from xlrnn.verify.subject.network.numbers import ONE, Index, Key, skipped
from xlrnn.verify.subject.network.ranges import naming
from xlrnn.verify.subject.network.room import room
from xlrnn.verify.subject.network.said import Cells
from xlrnn.verify.subject.network.sized import Plan, Sized
from xlrnn.verify.subject.network.weights import weight_matrix


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
        judged = self.plan.judged
        for name, places in tables.gradients.items():
            with naming(f"{layer.owner(part)}.{name}", places[0].line):
                if judged is None:
                    raise UsageError("a gradient needs a [loss], and the map has none")
                if layer.name not in self.plan.behind(judged):
                    raise UsageError(f"the loss of {judged.name} does not depend on this layer")
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
                if role == GIVEN and cells.first_step != 1:
                    raise UsageError("what is given is given from the first step on")
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
        shown = f"{name} after" if updated else name
        shown = f"{name} copied" if role == CALCULATED and not before and not updated else shown
        for number, cells in enumerate(places):
            with naming(f"{owner}.{name}", cells.line):
                own = name.removeprefix("d") if before else name
                laid = axes(cells, weights[own], layer.kind, layer.sources)
                if "h1" in laid.parts and layer.options["reset"] == "before":
                    raise UsageError('a second bias needs reset = "after", got "before"')
                matrix = weight_matrix(self.numbers, layer, owner, before, laid)
                ranges = self.plan.ranges[id(cells)]
                matrix = matrix.turned() if laid.turned else matrix
                grids = spread(cells, ranges, matrix, turned=laid.turned)
                if updated:
                    grids = [replace(grid, index=grid.index + self.numbers.size) for grid in grids]
            yield from self._bound(owner, shown, number, cells, grids, role, layer.kind)

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
        joined, training = merged(grids), self.plan.mapped.training
        for part, grid in enumerate(joined, start=1):
            title = f"{shown}[{part}]" if len(joined) > 1 else shown
            place = Place(grid.found.place.sheet, grid.rows, grid.columns)
            first = Bound(title, name, kind, role, place, grid.index, cells.line)
            with naming(title, cells.line):
                yield from of_all_epochs(first, grid, training, self.numbers.size)


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
