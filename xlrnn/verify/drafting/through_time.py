"""Find the way back through a simple recurrent layer: ∂L/∂a of every step, and what it leads to.

∂L/∂W_xh multiplies the inputs of all steps with ∂L/∂a, and so names it; its own formula names the
state that it belongs to, and ∂L/∂h. That adds up what comes from the layers behind, weights times
their ∂L/∂a, and what comes from the next step.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.reading import cells_in
from xlrnn.verify.drafting.table import Cells, fill

Place = tuple[int, int]


def add_gradients_through_time(
    expansion: Expansion, layers: Sequence[Found], taken: set[int]
) -> None:
    """Add the gradients of simple recurrent layers to them, and those that come from behind.

    Args:
        expansion: the workbook.
        layers: the layers; changed.
        taken: the cells that are in the map; changed.
    """
    for layer in layers:
        if layer.kind != "rnn" or layer.samples > 1 or layer.steps < 2 or "tied" in layer.options:
            continue
        search = _Search(expansion, layer, taken)
        if not search.deltas():
            continue
        layer.gradients |= search.found()
        for other in layers:
            if other.kind == "dense" and other.inputs == layer.outputs:
                behind = search.behind(other)
                if behind is not None:
                    other.gradients["da"] = behind
        for one in layers:
            for cells in one.gradients.values():
                one.odd.update(fill(expansion.graph, cells, taken))
                taken.update(cell for row in cells for cell in row if cell is not None)


class _Search:
    """Looks for the way back through one layer.

    Args:
        expansion: the workbook.
        layer: the layer.
        taken: cells that are something else.
    """

    def __init__(self, expansion: Expansion, layer: Found, taken: set[int]) -> None:
        self._graph, self._layer = expansion.graph, layer
        self._sums = {
            cell: meaning
            for cell, meaning in expansion.graph.meaning.items()
            if isinstance(meaning, dict)
            and expansion.graph.spots[cell] is not None
            and cell not in taken
        }
        self._states = _numbered(layer.outputs)
        self._da: Cells = []
        self._of_delta: dict[int, Place] = {}

    def deltas(self) -> bool:
        """Find ∂L/∂a: what all the steps of an input are multiplied with."""
        found: dict[int, Counter[tuple[int, ...]]] = defaultdict(Counter)
        for poly in self._sums.values():
            for line in self._layer.inputs:
                partners = _partners(poly, line)
                if partners is not None:
                    found[self._unit(partners)][partners] += 1
        units = range(self._layer.units)
        if not all(found.get(u) for u in units):
            return False
        self._da = [[*found[u].most_common(1)[0][0]] for u in units]
        self._of_delta = _numbered(self._da)
        return True

    def _unit(self, cells: Sequence[int]) -> int:
        """Return the unit whose states the formulas of some cells read."""
        votes = Counter(self._states[one][0] for cell in cells for one in self._own(cell))
        return votes.most_common(1)[0][0] if votes else -1

    def _own(self, cell: int) -> set[int]:
        return {one for one in self._read(cell) if one in self._states}

    def _read(self, cell: int) -> set[int]:
        meaning = self._graph.meaning.get(cell)
        return set() if meaning is None else {*cells_in(meaning)}

    def found(self) -> dict[str, Cells]:
        """Return the gradients of the layer by their names."""
        layer, before = self._layer, [row[:-1] for row in self._layer.outputs]
        later = [row[1:] for row in self._da]
        gradients = {"da": self._da, "dh": self._states_back()}
        gradients["dW_xh"] = self._weights(layer.inputs, self._da)
        gradients["dW_hh"] = self._weights(before, later)
        gradients["db_h"] = [[self._sum(row)] for row in self._da]
        return {name: cells for name, cells in gradients.items() if _mostly(cells)}

    def _states_back(self) -> Cells:
        """Return ∂L/∂h: what the formula of ∂L/∂a reads beside the state."""
        found: Cells = []
        for row in self._da:
            others = [self._read(cell or -1) - self._states.keys() for cell in row]
            cells = [one for other in others for one in other if self._graph.is_formula(one)]
            alone = all(len(other) == 1 for other in others) and len(cells) == len(row)
            found.append([*cells] if alone else [None] * len(row))
        return found

    def _weights(self, data: Cells, deltas: Cells) -> Cells:
        """Return the cells that multiply the steps of data with ∂L/∂a: a row for each unit."""
        wanted = {
            frozenset(_products(line, row)): (u, f)
            for u, row in enumerate(deltas)
            for f, line in enumerate(data)
        }
        found: Cells = [[None] * len(data) for _ in deltas]
        for cell, poly in self._sums.items():
            products = frozenset(tuple(sorted(factors)) for factors in poly)
            if products in wanted and {*poly.values()} == {1.0}:
                u, f = wanted[products]
                found[u][f] = cell
        return found

    def _sum(self, row: Sequence[int | None]) -> int | None:
        wanted = {(cell,): 1.0 for cell in row}
        return next((cell for cell, poly in self._sums.items() if poly == wanted), None)

    def behind(self, other: Found) -> Cells | None:
        """Return ∂L/∂a of a layer that reads the states: what its weights are multiplied with."""
        units_of = {cell: u for u, row in enumerate(other.given.get("W", [])) for cell in row}
        found: Cells = [[None] * self._layer.steps for _ in range(other.units)]
        for row in self._states_back():
            for t, cell in enumerate(row):
                for weight, partner in self._pairs(cell):
                    if weight in units_of and partner not in self._of_delta:
                        found[units_of[weight]][t] = partner
        whole = all(cell is not None for row in found for cell in row)
        return found if whole else None

    def _pairs(self, cell: int | None) -> Iterator[Place]:
        for factors in self._sums.get(-1 if cell is None else cell, {}):
            if len(factors) == 2:
                yield factors[0], factors[1]
                yield factors[1], factors[0]


def _numbered(cells: Cells) -> dict[int, Place]:
    return {c: (u, s) for u, row in enumerate(cells) for s, c in enumerate(row) if c is not None}


def _partners(poly: Poly, line: Sequence[int | None]) -> tuple[int, ...] | None:
    """Return what each cell of a line is multiplied with in a sum, if it is of nothing else."""
    if len(poly) != len(line) or {*poly.values()} != {1.0}:
        return None
    found: Mapping[int, int] = {
        one: other
        for factors in poly
        if len(factors) == 2
        for one, other in (factors, factors[::-1])
    }
    partners = [found.get(-1 if cell is None else cell) for cell in line]
    return None if None in partners else tuple(one for one in partners if one is not None)


def _products(line: Sequence[int | None], row: Sequence[int | None]) -> Iterator[tuple[int, ...]]:
    """Yield the products of two lines, each as sums of products have it."""
    for one, other in zip(line, row, strict=True):
        yield tuple(sorted((one or -1, other or -1)))


def _mostly(cells: Cells) -> bool:
    """Say whether more of a quantity is there than not."""
    there = [cell is not None for row in cells for cell in row]
    return bool(there) and 2 * sum(there) > len(there)
