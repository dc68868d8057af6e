"""The order of the calculation: which mistake came first?"""

from collections.abc import Sequence

from xlrnn.exercises.judge.rules import BlockCell, Rules
from xlrnn.exercises.judge.verdict import CellVerdict


def cell_of(verdict: CellVerdict) -> BlockCell:
    """Return the cell that a verdict is about."""
    return verdict.block, (verdict.row, verdict.column)


def first_wrong(verdicts: Sequence[CellVerdict], rules: Rules) -> CellVerdict | None:
    """Return the first refused cell: the one that follows from no other, the earliest in time.

    Forward that is the first step, on the way back the last one.
    """
    order = {name: number for number, name in enumerate(rules.blocks)}

    def position(found: CellVerdict) -> tuple[int, int, int]:
        step = found.column if rules.blocks[found.block].stepwise else -1
        return step, order[found.block], found.row

    refused = sorted((found for found in verdicts if not found.right), key=position)
    wrong = {cell_of(found) for found in refused}
    alone = (found for found in refused if not rules.before(cell_of(found)) & wrong)
    return next(alone, refused[0] if refused else None)
