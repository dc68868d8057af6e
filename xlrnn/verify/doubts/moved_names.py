"""Defined names that stand for other cells than they should: the formulas with them are changed."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.parsing.tokens import names_in
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN, REWRITTEN
from xlrnn.verify.subject.subject import Subject
from xlrnn.xlsx.reading.read import Workbook


def mark_moved(formulas: Mapping[str, NDArray[Any]], file: Workbook, subject: Subject) -> None:
    """Mark the formulas in which a name stands for other cells than when they were written.

    Args:
        formulas: for each block, what stands in its cells; `AS_WRITTEN` becomes `REWRITTEN`.
        file: the workbook.
        subject: what must be in it.
    """
    moved = {name for name, place in subject.names.items() if file.area(name) != place}
    for located in subject.blocks if moved else ():
        place = located.place
        if place is None:
            continue
        there, state = file.sheets[place.sheet].formulas, formulas[located.block.name]
        for i, t in np.argwhere(state == AS_WRITTEN).tolist():
            cell = place.cell(i, t)
            if _reads(there.get((cell.row, cell.column), ""), moved):
                state[i, t] = REWRITTEN


def _reads(formula: str, names: Collection[str]) -> bool:
    return any(word.casefold() in names for word in names_in(formula))
