"""What the check page of a workbook should say, from NumPy's side.

The page compares, with formulas, what the sheet shows now with the reference that NumPy left
in the workbook. This is the same judgement, made from the arrays.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]

AGREES = "agrees"
DIFFERS = "differs"
CHANGED = "inputs changed"
NOT_CALCULATED = "not calculated"
WHERE_TO_LOOK = "not calculated: see page check"


class Judged(NamedTuple):
    """A quantity that is held against its reference.

    Args:
        key: its name in the trace.
        slack: how many times the tolerance it may be off.
        vanishing: whether only the relative distance counts.
        measure: the key of the row that it is relative to; by default each number itself.
    """

    key: str
    slack: int = 1
    vanishing: bool = False
    measure: str = ""


def difference(
    now: Array, reference: Array, *, vanishing: bool = False, measure: Array | None = None
) -> float:
    """Return the largest |now − reference| / (1 + |reference|); of texts, how many differ.

    Numbers that vanish are measured relative to the reference alone, or to a row that says how
    large each column is.
    """
    if now.dtype == object or reference.dtype == object:
        return float(sum(a != b for a, b in zip(now.flat, reference.flat, strict=True)))
    apart = np.abs(now - reference)
    if not vanishing:
        return float(np.max(apart / (1 + np.abs(reference))))
    size = np.abs(reference if measure is None else measure)
    return float(np.max(apart / np.where(size == 0, 1, size)))


def check(
    now: Mapping[str, Array],
    reference: Mapping[str, Array],
    *,
    inputs: Sequence[str],
    compared: Sequence[Judged],
    paired: int,
    tolerance: float,
    calculated: bool = True,
) -> Trace:
    """Judge each quantity against its reference.

    Args:
        now: the arrays as they follow from what the workbook holds now.
        reference: the arrays that NumPy stored when the workbook was written.
        inputs: the inputs and weights; if one has changed, the reference is stale.
        compared: the quantities held against the reference.
        paired: how many quantities stand in the workbook in two notations.
        tolerance: the largest difference that still counts as agreement.
        calculated: whether a program has calculated the workbook; before, nothing agrees yet.

    Returns:
        A column of results for each part of the page, by its name there.
    """
    changed = [float(np.sum(now[name] != reference[name])) for name in inputs]
    differences = [
        difference(
            now[each.key],
            reference[each.key],
            vanishing=each.vanishing,
            measure=reference[each.measure] if each.measure else None,
        )
        for each in compared
    ]
    stale = sum(changed) > 0
    small = AGREES if calculated else NOT_CALCULATED
    verdicts = [
        CHANGED if stale else small if gap <= tolerance * judged.slack else DIFFERS
        for gap, judged in zip(differences, compared, strict=True)
    ]
    # The same equations in two notations: equal up to rounding, whatever the inputs are.
    notations = [small] * paired
    return Trace(
        calculated=_column([float(calculated)]),
        inputs_changed=_column(changed),
        numpy_difference=_column(differences),
        numpy_verdict=_column(verdicts),
        numpy_summary=_column([CHANGED if stale else _summary(verdicts)]),
        # The same equations in two notations: equal up to rounding, whatever the inputs are.
        notation_difference=_column([0.0] * paired),
        notation_verdict=_column(notations),
        notation_summary=_column([_summary(notations or [small])]),
    )


def _summary(verdicts: Sequence[str]) -> str:
    said = set(verdicts)
    if said == {NOT_CALCULATED}:
        return WHERE_TO_LOOK
    return AGREES if said == {AGREES} else DIFFERS


def _column(items: Sequence[float] | Sequence[str]) -> Array:
    kind = object if items and isinstance(items[0], str) else float
    return np.array(items, dtype=kind).reshape(-1, 1)
