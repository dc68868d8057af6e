"""What the rows and columns of weights are: gates, and what they are multiplied with."""

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from xlrnn.errors import UsageError
from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.ranges import Range
from xlrnn.verify.subject.network.said import Cells

_SKIP: Final = re.compile(r"-([1-9][0-9]{0,4})?")
ANY: Final = "*"


class Axes(NamedTuple):
    """How a matrix of weights is laid out.

    Args:
        gates: what its rows are in a textbook: the units of a gate; or `-`, rows of something else.
        parts: what its columns are: those of `x`, `h`, `1`, or of a layer that is read.
        turned: whether the sheet's rows are the columns of a textbook.
    """

    gates: tuple[str, ...]
    parts: tuple[str, ...]
    turned: bool


def axes(cells: Cells, weights: tuple[str, str], kind: str, sources: Collection[str]) -> Axes:
    """Return how a matrix of weights is laid out.

    Args:
        cells: where it stands.
        weights: its part and its gate, `*` where `rows` and `columns` have to say it.
        kind: of the layer.
        sources: what the layer reads.

    Raises:
        UsageError: if that is not said, or not clear.
    """
    gates = tuple(gate for gate in words.GATES[kind] if gate)
    parts = tuple(part for part in words.PARTS if part != "h1" or kind == "gru")
    parts = ("x", "1") if kind == "dense" else parts
    named = {word: gate for word, gate in words.ALIASES.items() if word not in sources}
    sides = (cells.rows, cells.columns)
    labels = [[named.get(label, label) for label in side] for side in sides]
    kinds = [_what(side, gates, (*parts, *sources)) for side in labels]
    if kinds[0] and kinds[0] == kinds[1]:
        raise UsageError(f"rows and columns both say {kinds[0]}: expected gates on one side")
    turned = kinds[0] == "parts" or kinds[1] == "gates"
    if (kinds[0] or kinds[1]) and cells.transposed:
        raise UsageError("rows and columns say how it lies: leave transposed out")
    if not (kinds[0] or kinds[1]):
        turned = cells.transposed
    by_kind = {what: tuple(side) for what, side in zip(kinds, labels, strict=True) if what}
    part, gate = weights
    found = Axes(by_kind.get("gates", (gate,)), by_kind.get("parts", (part,)), turned)
    if ANY in found.gates:
        raise UsageError(
            f"say which rows or columns are which gate, as in rows = {[*gates]}: there are "
            f"{', '.join(gates)}"
        )
    if ANY in found.parts:
        raise UsageError(
            'say which rows or columns are weights of what, as in columns = ["x", "h", "1"]'
        )
    return found


def skip(label: str) -> int:
    """Return how many lines a label leaves out, 0 if it names something."""
    match = _SKIP.fullmatch(label)
    return int(match[1] or 1) if match else 0


def joined_down(cells: Cells, ranges: Sequence[Range], *, turned: bool) -> bool:
    """Tell whether several ranges stand under each other, and not side by side."""
    for labels, down in ((cells.rows, True), (cells.columns, False)):
        if labels and len(ranges) == sum(1 for label in labels if not skip(label)) > 1:
            return down
    return turned


def _what(labels: Sequence[str], gates: Collection[str], parts: Collection[str]) -> str:
    """Tell whether labels are gates or parts; empty if there are none."""
    named = [label for label in labels if not skip(label)]
    for what, known in (("gates", gates), ("parts", parts)):
        if named and all(label in known for label in named):
            return what
    if not labels:
        return ""
    known = ", ".join([*gates, *parts, "-"])
    raise UsageError(f"{labels} says no gates and no parts: expected some of {known}")
