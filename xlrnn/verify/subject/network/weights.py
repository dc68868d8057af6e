"""The weights of a layer as a matrix of a sheet has them: gates and parts in any order."""

import numpy as np

from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.axes import Axes, skip
from xlrnn.verify.subject.network.grids import Matrix
from xlrnn.verify.subject.network.numbers import Index, Numbers, skipped
from xlrnn.verify.subject.network.sized import Sized


def weight_matrix(numbers: Numbers, layer: Sized, owner: str, before: str, laid: Axes) -> Matrix:
    """Return the weights of some gates for some parts of what they are multiplied with.

    Args:
        numbers: where each number is.
        layer: the layer.
        owner: it, or one direction of it.
        before: `d` of their gradients, else nothing.
        laid: which gates and which parts.
    """
    gates, parts = laid.gates, laid.parts
    rows = [
        np.concatenate([_part(numbers, layer, owner, before, gate, part) for part in parts], axis=1)
        for gate in gates
    ]
    tied = layer.options.get("tied") and set(parts) <= {"h", "1"}
    units = "one" if tied else f"{layer.units} units"
    down = f"of the {units}"
    if len(gates) > 1:
        down += f" of {', '.join(gates)}"
    across = [f"{part} ({layer.length(part)})" for part in parts if not skip(part)]
    return Matrix(np.concatenate(rows), down, f"of {', '.join(across)}")


def _part(numbers: Numbers, layer: Sized, owner: str, before: str, gate: str, part: str) -> Index:
    """Return the weights of a gate for a part of what they are multiplied with."""
    height = skip(gate) or layer.units
    if skip(gate) or skip(part):
        return skipped((height, skip(part) or layer.length(part)))
    if part in words.PARTS:
        return numbers.index((owner, f"{before}{words.PARTS[part]}{gate}"))
    first = sum(layer.widths[: layer.sources.index(part)])
    index = numbers.index((owner, f"{before}W_x{gate}"))
    return index[:, first : first + layer.length(part)]
