"""Find softmax: exponentials over their sum, with or without the largest score taken off before."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlrnn.verify.drafting.algebra import Poly
from xlrnn.verify.drafting.expanded import Expansion, activation_of
from xlrnn.verify.drafting.graph import Applied
from xlrnn.verify.drafting.layer import Found
from xlrnn.verify.drafting.table import Cells, fill


@dataclass
class Share:
    """One probability.

    Attributes:
        cell: the cell that shows it.
        score: the score it is of.
        scores: all scores of its step.
        shown: other cells on the way: `exps`, `exps_sum`, `logits_max`.
    """

    cell: int
    score: int
    scores: tuple[int, ...]
    shown: dict[str, int] = field(default_factory=dict)


def shares_of(expansion: Expansion) -> list[Share]:
    """Return the probabilities of a workbook."""
    found = (_share(expansion, cell) for cell in expansion.graph.meaning)
    return [share for share in found if share is not None]


def _share(expansion: Expansion, cell: int) -> Share | None:
    meaning = expansion.graph.meaning[cell]
    if not isinstance(meaning, Applied) or meaning.name != "quotient":
        return None
    above, below = (_terms(expansion, poly) for poly in meaning.arguments)
    if above is None or below is None or len(above) != 1:
        return None
    shown: dict[str, int] = {}
    if len(below) == 1 and below[0] != above[0]:
        inner = expansion.graph.meaning.get(below[0])
        shown["exps_sum"] = below[0]
        below = _terms(expansion, inner) if isinstance(inner, dict) else None
    powers = [_exponent(expansion, one) for one in below or ()]
    own = _exponent(expansion, above[0])
    if own is None or any(power is None for power in powers):
        return None
    scores = tuple(power[0] for power in powers if power is not None)
    if own[0] not in scores:
        return None
    shown["exps"] = above[0]
    if own[1] is not None:
        shown["logits_max"] = own[1]
    return Share(cell, own[0], scores, shown)


def _terms(expansion: Expansion, poly: Poly) -> list[int] | None:
    """Return the cells that are added, None if a sum is more than that."""
    if any(len(factors) != 1 or scale != 1.0 for factors, scale in poly.items()):
        return None
    return [expansion.source(factors[0]) for factors in poly] or None


def _exponent(expansion: Expansion, cell: int) -> tuple[int, int | None] | None:
    """Return the score of an exponential, and the cell of the largest one that is taken off."""
    applied = activation_of(expansion.graph, cell)
    if applied is None or applied[0] != "exp":
        return None
    poly = applied[1]
    inner = _terms(expansion, poly)
    meaning = expansion.graph.meaning.get(inner[0]) if inner and len(inner) == 1 else None
    shifted = (
        meaning if isinstance(meaning, dict) and set(meaning.values()) == {1.0, -1.0} else poly
    )
    plus = [factors for factors, scale in shifted.items() if scale == 1.0 and len(factors) == 1]
    minus = [factors for factors, scale in shifted.items() if scale == -1.0 and len(factors) == 1]
    if len(plus) != 1 or len(plus) + len(minus) != len(shifted) or len(minus) > 1:
        return None
    score = expansion.source(plus[0][0])
    if not minus:
        return score, None
    largest = expansion.source(minus[0][0])
    found = expansion.graph.meaning.get(largest)
    is_max = isinstance(found, Applied) and found.name == "max"
    return (score, largest) if is_max else None


def add_scores(expansion: Expansion, layers: Sequence[Found], shares: Sequence[Share]) -> None:
    """Turn linear layers whose outputs become probabilities into softmax layers."""
    graph = expansion.graph
    where = {
        cell: (number, u, s)
        for number, layer in enumerate(layers)
        if layer.kind == "dense" and layer.activation == "linear"
        for u, row in enumerate(layer.outputs)
        for s, cell in enumerate(row)
        if cell is not None
    }
    shown: dict[int, dict[str, Cells]] = {}
    for share in shares:
        place = where.get(share.score)
        if place is None:
            continue
        number, u, s = place
        layer = layers[number]
        if number not in shown:
            shown[number] = {
                name: [[None] * layer.steps for _ in range(1 if name in _OF_ALL else layer.units)]
                for name in ("logits_max", "exps", "exps_sum", "p")
            }
        for name, cell in {**share.shown, "p": share.cell}.items():
            if graph.spots[cell] is not None:
                shown[number][name][0 if name in _OF_ALL else u][s] = cell
        if "logits_max" not in share.shown:
            layer.options["subtract_max"] = False
    for number, cells in shown.items():
        _turn(expansion, layers[number], cells)


_OF_ALL = ("logits_max", "exps_sum")


def _turn(expansion: Expansion, layer: Found, shown: dict[str, Cells]) -> None:
    layer.activation = "softmax"
    layer.calculated["a"] = layer.calculated.pop("y", layer.outputs)
    for name, cells in shown.items():
        if any(cell is not None for row in cells for cell in row):
            layer.odd.update(fill(expansion.graph, cells, set()))
            layer.calculated[name] = cells
    if "p" in layer.calculated:
        layer.outputs = layer.calculated["p"]
