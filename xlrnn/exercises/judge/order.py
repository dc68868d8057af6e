"""The order of the calculation: which cells a cell follows from, and which mistake came first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from xlrnn.exercises.judge.expect import Rules
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.formula.walk import cells_of
from xlrnn.xlsx.handout import Index

# A cell of a block.
BlockCell: TypeAlias = tuple[str, Index]


def cell_of(verdict: CellVerdict) -> BlockCell:
    """Return the cell that a verdict is about."""
    return verdict.block, (verdict.row, verdict.column)


@lru_cache(maxsize=1024)
def before(rules: Rules, place: BlockCell) -> frozenset[BlockCell]:
    """Return the cells from which a cell follows by the lesson's rules, near and far."""
    found: set[BlockCell] = set()
    waiting = [place]
    while waiting:
        new = _directly_before(rules, waiting.pop()) - found
        found |= new
        waiting += new
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _directly_before(rules: Rules, place: BlockCell) -> frozenset[BlockCell]:
    """Return the cells that the right formula of a cell reads.

    They are kept: the long chains of a training run are walked for each of its cells.
    """
    name, index = place
    block = rules.blocks[name]
    if block.rule is None:
        return frozenset()
    return frozenset((other.name, cell) for other, cell in cells_of(rules.right(block, *index)))


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
    alone = (found for found in refused if not before(rules, cell_of(found)) & wrong)
    return next(alone, refused[0] if refused else None)
