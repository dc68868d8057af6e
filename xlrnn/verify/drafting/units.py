"""Find the cells that are a unit at one step: a function of weights times data, plus a bias."""

from dataclasses import dataclass, field

from xlrnn.verify.drafting.expanded import Added, Expansion, activation_of, copied_by
from xlrnn.verify.drafting.graph import Applied
from xlrnn.verify.drafting.spellings import ACTIVATIONS


@dataclass
class Unit:
    """A unit at one step, or in one sample.

    Attributes:
        cell: the cell that shows it.
        activation: its function.
        before: the cell that holds what the function is applied to, None if it is the same cell.
        parts: cells that hold parts of the sum.
        pairs: the weights and what each is multiplied with.
        biases: cells that are added.
        gated: pairs under a reset gate, in the second form of a GRU.
        gated_biases: cells that are added under it.
        reset: the reset gate itself, None without one.
        recalled: the cell that holds what it is multiplied with, None if there is none.
        tied: a weight that all units of the layer share, and the unit's own state before.
    """

    cell: int
    activation: str
    before: int | None
    parts: list[int]
    pairs: list[tuple[int, int]]
    biases: list[int]
    gated: list[tuple[int, int]] = field(default_factory=list)
    gated_biases: list[int] = field(default_factory=list)
    reset: int | None = None
    recalled: int | None = None
    tied: tuple[int, int] | None = None

    @property
    def everything(self) -> list[tuple[int, int]]:
        """All weights and what each is multiplied with."""
        return [*self.pairs, *self.gated]

    @property
    def weights(self) -> frozenset[int]:
        """All weights, biases included."""
        pairs = (weight for weight, _ in self.everything)
        return frozenset((*pairs, *self.biases, *self.gated_biases))

    @property
    def data(self) -> frozenset[int]:
        """All cells that weights are multiplied with."""
        return frozenset(cell for _, cell in self.everything)


def units_of(expansion: Expansion) -> list[Unit]:
    """Return the units of a workbook, those first that stand first.

    Which factor of a product is the weight may still be open: `orient` decides.
    """
    found = [unit for cell in expansion.graph.meaning if (unit := _unit(expansion, cell))]
    inside = {part for unit in found for part in unit.parts}
    return [unit for unit in found if unit.cell not in inside or unit.activation != "linear"]


def _unit(expansion: Expansion, cell: int) -> Unit | None:
    """Return the unit that a cell shows, None if it shows none."""
    graph = expansion.graph
    meaning = graph.meaning[cell]
    if copied_by(graph, cell) is not None:
        return None
    if isinstance(meaning, Applied):
        applied = activation_of(graph, cell)
        if applied is None or applied[0] not in ACTIVATIONS:
            return None
        name, poly = applied
        added = expansion.of_sum(poly)
        alone = next(iter(poly))[0] if len(poly) == 1 and len(next(iter(poly))) == 1 else None
        before = None if alone is None else expansion.source(alone)
    else:
        name, added, before = "linear", expansion.of(cell), None
    if added is None or added.offset or not (added.products or added.triples):
        return None
    return _split(expansion, Unit(cell, name, before, added.parts, [], added.alone), added)


def _split(expansion: Expansion, unit: Unit, added: Added) -> Unit | None:
    """Tell weights from gates: a product of two calculated cells is a reset gate, or no unit."""
    graph = expansion.graph
    for pair in added.products:
        calculated = [cell for cell in pair if graph.is_formula(cell)]
        if len(calculated) < 2:
            unit.pairs.append(pair)
        elif unit.reset is not None or not _recall(expansion, unit, pair):
            return None
    resets: set[int] | None = None
    for triple in added.triples:
        calculated = [cell for cell in triple if graph.is_formula(cell)]
        if not calculated:
            return None
        resets = {*calculated} if resets is None else resets & {*calculated}
    if resets:
        unit.reset = min(resets, key=lambda cell: not _is_gate(expansion, cell))
        for triple in added.triples:
            one, other = (cell for cell in triple if cell != unit.reset)
            unit.gated.append((one, other))
        for pair in [pair for pair in unit.pairs if unit.reset in pair]:
            unit.pairs.remove(pair)
            unit.gated_biases.append(pair[0] if pair[1] == unit.reset else pair[1])
    elif added.triples:
        return None
    if any(graph.is_formula(cell) for cell in unit.biases):
        return None
    return unit if unit.everything else None


def _is_gate(expansion: Expansion, cell: int) -> bool:
    applied = activation_of(expansion.graph, cell)
    return applied is not None and applied[0] == "sigmoid"


def _recall(expansion: Expansion, unit: Unit, pair: tuple[int, int]) -> bool:
    """Take a product of a reset gate with a cell that holds a sum: the second form of a GRU."""
    for gate, other in (pair, pair[::-1]):
        inner = expansion.of(other)
        if inner is None or not inner.products or inner.triples:
            continue
        weighed = all(not all(map(expansion.graph.is_formula, one)) for one in inner.products)
        if weighed and _is_gate(expansion, gate):
            unit.reset, unit.recalled = gate, other
            unit.gated += inner.products
            unit.gated_biases += inner.alone
            unit.parts = [*unit.parts, other, *inner.parts]
            return True
    return False
