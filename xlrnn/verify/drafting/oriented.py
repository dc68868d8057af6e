"""Tell weights from what they are multiplied with, where both are typed-in numbers.

A weight stays with its unit from step to step and sample to sample; data are shared by the units.
What is known of a unit: the weights of calculated cells, and biases. What is known of a step: the
calculated cells that are read, and who reads the units. The rest follows by votes.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from xlrnn.verify.drafting.expanded import Expansion
from xlrnn.verify.drafting.graph import Graph
from xlrnn.verify.drafting.labels import Labels, is_weight_label
from xlrnn.verify.drafting.units import Unit

Keys: TypeAlias = Mapping[int, Sequence[frozenset[int]]]


def orient(expansion: Expansion, units: Sequence[Unit], labels: Labels) -> list[int]:
    """Put the weight first in every pair of every unit.

    Returns:
        The cells of units for which that was guessed from labels or the order alone.
    """
    graph = expansion.graph
    open_pairs: list[tuple[Unit, int]] = []
    by_shape: Counter[tuple[str, int]] = Counter()
    for unit in units:
        for pairs in (unit.pairs, unit.gated):
            for number, (one, other) in enumerate(pairs):
                if graph.is_formula(one) or graph.is_formula(other):
                    by_shape[_shape(graph, unit), -1] += -1 if graph.is_formula(one) else 1
                if graph.is_formula(one):
                    pairs[number] = (other, one)
                elif not graph.is_formula(other) and pairs is unit.pairs:
                    open_pairs.append((unit, number))
    if not open_pairs:
        return []
    of_unit, of_step = _evidence(expansion, units, open_pairs)
    votes = {cell: _vote(of_unit[cell], of_step[cell]) for cell in of_unit}
    return _decide(graph, open_pairs, votes, by_shape, labels)


def _shape(graph: Graph, unit: Unit) -> str:
    """Return the text of a unit's formula, without addresses."""
    return graph.shapes.get(unit.cell if unit.before is None else unit.before, "")


def _evidence(
    expansion: Expansion, units: Sequence[Unit], open_pairs: Sequence[tuple[Unit, int]]
) -> tuple[Keys, Keys]:
    """Return, for each cell in an open pair, what is known of the units and steps it occurs in."""
    readers: dict[int, set[int]] = defaultdict(set)
    for unit in units:
        for _, cell in unit.everything:
            if expansion.graph.is_formula(cell):
                readers[cell].add(unit.cell)
    is_open = {(unit.cell, number) for unit, number in open_pairs}
    of_unit: dict[int, list[frozenset[int]]] = defaultdict(list)
    of_step: dict[int, list[frozenset[int]]] = defaultdict(list)
    for unit in units:
        known = [p for number, p in enumerate(unit.pairs) if (unit.cell, number) not in is_open]
        known += unit.gated
        weights = frozenset((*(weight for weight, _ in known), *unit.biases))
        shown = readers[unit.cell]
        # Who reads and what is read are told apart by the sign.
        step = frozenset((*(cell for _, cell in known), *(-cell for cell in shown)))
        for number, pair in enumerate(unit.pairs):
            if (unit.cell, number) in is_open:
                for cell in pair:
                    of_unit[cell].append(weights)
                    of_step[cell].append(step)
    return of_unit, of_step


def _vote(of_unit: Sequence[frozenset[int]], of_step: Sequence[frozenset[int]]) -> int:
    """Return 1 for a weight, -1 for data, 0 if nothing tells."""
    if len(of_unit) < 2:
        return 0
    one_unit, one_step = _have_common(of_unit), _have_common(of_step)
    return 0 if one_unit == one_step else 1 if one_unit else -1


def _have_common(keys: Sequence[frozenset[int]]) -> bool:
    """Tell whether most of the sets share a member."""
    counts = Counter(member for key in keys for member in key)
    return bool(counts) and counts.most_common(1)[0][1] > 0.6 * len(keys)


def _decide(
    graph: Graph,
    open_pairs: Sequence[tuple[Unit, int]],
    votes: Mapping[int, int],
    by_shape: Counter[tuple[str, int]],
    labels: Labels,
) -> list[int]:
    """Turn open pairs by their votes, by those of formulas of the same text, then by labels."""
    for unit, number in open_pairs:
        left, right = unit.pairs[number]
        shape = _shape(graph, unit)
        by_shape[shape, number] += votes[left] - votes[right]
        by_shape[shape, -1] += votes[left] - votes[right]
    guessed = []
    for unit, number in open_pairs:
        left, right = unit.pairs[number]
        shape = _shape(graph, unit)
        vote = votes[left] - votes[right] or by_shape[shape, number] or by_shape[shape, -1]
        if not vote:
            guessed.append(unit.cell)
            vote = is_weight_label(labels.near(left)) - is_weight_label(labels.near(right))
        if vote < 0:
            unit.pairs[number] = (right, left)
    return guessed
