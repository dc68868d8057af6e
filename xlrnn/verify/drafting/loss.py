"""Find the loss: what is expected, how far the network is from it, and what that adds up to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import TypeAlias

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.expanded import Expansion, activation_of
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.table import Cells, fill

Where: TypeAlias = Mapping[int, tuple[int, int]]
"""The unit and the step of a cell."""


@dataclass
class FoundLoss:
    """The loss of a network.

    Attributes:
        kind: what a map calls it, "" if none was found.
        of: the layer that is judged.
        targets: what is expected, units × steps.
        reduction: how losses become one.
        shown: the cells of `error`, `squared`, `losses` and `loss`.
        remarks: what a reader should look at.
    """

    kind: str = ""
    of: Found | None = None
    targets: Cells = field(default_factory=list)
    reduction: str = "mean"
    shown: dict[str, Cells] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def loss_of(expansion: Expansion, layers: Sequence[Found], taken: Collection[int]) -> FoundLoss:
    """Return the loss of a network; its kind is empty if none is found.

    Args:
        expansion: the workbook.
        layers: in the order of the calculation.
        taken: cells that are something else.
    """
    graph = expansion.graph
    read = {c for layer in layers for row in layer.inputs for c in row if c is not None}
    for layer in reversed(layers):
        if any(cell in read for row in layer.outputs for cell in row):
            continue
        search = _Search(graph, layer, read.union(taken))
        if search.compare():
            return search.found()
    return FoundLoss()


def _numbered(cells: Cells) -> dict[int, tuple[int, int]]:
    return {c: (u, s) for u, row in enumerate(cells) for s, c in enumerate(row) if c is not None}


def _empty(layer: Found) -> Cells:
    return [[None] * layer.steps for _ in range(layer.units)]


def _is_whole(cells: Cells) -> bool:
    return all(cell is not None for row in cells for cell in row)


class _Search:
    """Looks for the loss of one layer.

    Args:
        graph: the workbook.
        layer: the layer.
        taken: cells that are something else.
    """

    def __init__(self, graph: Graph, layer: Found, taken: Collection[int]) -> None:
        self._graph, self._layer, self._taken = graph, layer, taken
        self._where = _numbered(layer.outputs)
        self._targets, self._error, self._squared = _empty(layer), _empty(layer), _empty(layer)
        self._sums = {
            cell: meaning
            for cell, meaning in graph.meaning.items()
            if isinstance(meaning, dict) and graph.spots[cell] is not None and cell not in taken
        }
        self._entropies: dict[int, tuple[set[int], float]] = {}
        self._sums_of_squares: list[tuple[int, float]] = []

    def compare(self) -> bool:
        """Find the targets: what is taken off every output, or multiplied with its logarithm."""
        for cell, poly in self._sums.items():
            self._difference(cell, poly)
            self._squares_at_once(cell, poly)
            self._entropy(cell, poly)
        fill(self._graph, self._targets, (), typed=True)
        return _is_whole(self._targets)

    def found(self) -> FoundLoss:
        """Return the loss, once its targets are found."""
        found = FoundLoss(of=self._layer, targets=self._targets)
        errors = _numbered(self._error)
        for cell, poly in self._sums.items():
            (factors, scale), *others = poly.items() or [((), 0.0)]
            if len(factors) == 2 and factors[0] == factors[1] and scale == 1.0 and not others:
                u, s = errors.get(factors[0], (-1, -1))
                if u >= 0:
                    self._squared[u][s] = cell
        if _is_whole(self._error):
            self._sums_of_squares += self._sums_of_squared_errors(errors)
        for name, cells in (("error", self._error), ("squared", self._squared)):
            self._layer.odd.update(fill(self._graph, cells, self._taken))
            if _is_whole(cells):
                found.shown[name] = cells
        self._name(found)
        return found

    def _difference(self, cell: int, poly: Poly) -> None:
        """Recognise output less target."""
        if len(poly) != 2 or {*poly.values()} != {1.0, -1.0}:
            return
        plus = next(factors for factors, scale in poly.items() if scale == 1.0)
        minus = next(factors for factors, scale in poly.items() if scale == -1.0)
        if len(plus) == len(minus) == 1:
            self._put(self._error, cell, plus[0], minus[0])

    def _squares_at_once(self, cell: int, poly: Poly) -> None:
        """Recognise (y − t)², or a multiple of the sum of all, without cells for differences."""
        crossed = [factors for factors, scale in poly.items() if scale < 0 and len(factors) == 2]
        if not crossed or len(poly) != 3 * len(crossed):
            return
        scale = -poly[crossed[0]] / 2
        pairs = [(y, t) if y in self._where else (t, y) for y, t in crossed]
        expected = dict.fromkeys(crossed, -2 * scale)
        expected |= {(one, one): scale for pair in pairs for one in pair}
        if poly != expected or any(y not in self._where or t in self._where for y, t in pairs):
            return
        if len(pairs) == 1 and scale == 1.0:
            self._put(self._squared, cell, *pairs[0])
        elif len(pairs) == len(self._where):
            for y, t in pairs:
                u, s = self._where[y]
                self._targets[u][s] = t
            self._sums_of_squares.append((cell, scale))

    def _sums_of_squared_errors(self, errors: Where) -> list[tuple[int, float]]:
        """Return the cells that are a multiple of the sum of all squared errors."""
        squares = {(one, one) for one in errors}
        return [
            (cell, next(iter(poly.values())))
            for cell, poly in self._sums.items()
            if poly.keys() == squares and len({*poly.values()}) == 1
        ]

    def _put(self, cells: Cells, cell: int, output: int, target: int) -> None:
        place = self._where.get(output)
        if place is None or target in self._where:
            return
        u, s = place
        if cells[u][s] is None and self._targets[u][s] in (None, target):
            cells[u][s], self._targets[u][s] = cell, target

    def _entropy(self, cell: int, poly: Poly) -> None:
        """Recognise −Σ t·ln(y), of one step or of all."""
        scales = {*poly.values()}
        found: list[tuple[int, int]] = []
        for factors in poly:
            logarithms = [one for one in factors if self._of_logarithm(one) is not None]
            if len(factors) != 2 or len(logarithms) != 1:
                return
            target = factors[0] if factors[1] == logarithms[0] else factors[1]
            found.append((self._of_logarithm(logarithms[0]) or 0, target))
        if len(scales) != 1 or not found or (scale := scales.pop()) >= 0:
            return
        for output, target in found:
            u, s = self._where[output]
            self._targets[u][s] = target
        self._entropies[cell] = {self._where[output][1] for output, _ in found}, scale

    def _of_logarithm(self, cell: int) -> int | None:
        """Return the output of which a cell is the logarithm."""
        applied = activation_of(self._graph, cell)
        if applied is None or applied[0] != "ln" or len(applied[1]) != 1:
            return None
        (factors, scale), *_ = applied[1].items()
        return factors[0] if scale == 1.0 and factors and factors[0] in self._where else None

    def _name(self, found: FoundLoss) -> None:
        """Say what kind of loss it is, as far as its cells tell."""
        layer = self._layer
        if layer.activation == "softmax" or self._entropies:
            found.kind, found.reduction = "cross-entropy", "sum"
            self._add_entropies(found)
        elif _is_whole(self._squared):
            self._add_squares(found, self._totals(self._squared))
        elif self._sums_of_squares:
            self._add_squares(found, self._sums_of_squares)
        else:
            by_activation = {"sigmoid": "binary cross-entropy"}
            found.kind = by_activation.get(layer.activation, "half squared error")
            found.reduction = "sum"
            found.remarks.append(
                f"no loss is shown, so this one follows from {layer.activation} alone: see kind"
            )

    def _add_entropies(self, found: FoundLoss) -> None:
        steps = self._layer.steps
        losses: Cells = [[None] * steps]
        for cell, (of, scale) in self._entropies.items():
            if len(of) == steps and steps > 1:
                found.shown["loss"] = [[cell]]
                found.reduction = "sum" if scale == -1.0 else "mean"
            elif len(of) == 1 and scale == -1.0:
                losses[0][next(iter(of))] = cell
        self._layer.odd.update(fill(self._graph, losses, self._taken))
        if _is_whole(losses):
            found.shown["losses"] = losses
            kinds = {1.0: "sum", 1.0 / steps: "mean"}
            self._add_total(found, self._totals(losses), kinds)

    def _add_total(
        self, found: FoundLoss, totals: Sequence[tuple[int, float]], kinds: Mapping[float, str]
    ) -> None:
        """Take the total whose factor says of what kind it is."""
        for cell, scale in totals:
            for factor, word in kinds.items():
                if isclose(scale, factor):
                    found.shown["loss"] = [[cell]]
                    kind, _, found.reduction = word.rpartition("|")
                    found.kind = kind or found.kind

    def _totals(self, cells: Cells) -> list[tuple[int, float]]:
        """Return the cells that are a multiple of the sum of some cells, the last ones last."""
        wanted = {cell for row in cells for cell in row}
        known: dict[int, float] = {}
        for cell, poly in self._sums.items():
            scales = {*poly.values()}
            if len(scales) == 1 and {f[0] for f in poly if len(f) == 1} == wanted:
                known[cell] = scales.pop()
        scaled = {
            cell: known[factors[0]] * scale
            for cell, poly in self._sums.items()
            for factors, scale in poly.items()
            if len(poly) == 1 and len(factors) == 1 and factors[0] in known
        }
        return [*known.items(), *scaled.items()]

    def _add_squares(self, found: FoundLoss, totals: Sequence[tuple[int, float]]) -> None:
        """Say which loss it is, from what squares add up to."""
        units, steps = self._layer.units, self._layer.steps
        kinds = {
            0.5: "half squared error|sum",
            1.0: "squared error|sum",
            1.0 / units: "mean squared error|sum",
            0.5 / steps: "half squared error|mean",
            1.0 / steps: "squared error|mean",
            1.0 / (units * steps): "mean squared error|mean",
        }
        found.kind, found.reduction = "mean squared error", "mean"
        self._add_total(found, totals, kinds)
        if "loss" not in found.shown:
            found.remarks.append(
                "whether squares are halved, added or averaged is not clear: see kind and reduction"
            )
