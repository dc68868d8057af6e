"""Which formulas an engine breaks down at, or does not come to an end with.

Such a formula must not keep its points because nobody could calculate it. Nor must a cell lose
them because another one kept the engine busy: it is refused only if the engine fails with this
one, and does not without the others that are in doubt.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from xlrnn.engines.base import Engine
from xlrnn.errors import EngineError
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.opened import Opened

# An engine that fails takes its time; whoever fills more cells with such formulas is told of all.
_LOOKS: Final = 12


def unending(engine: Engine, opened: Opened, doubtful: Sequence[CellVerdict]) -> Iterator[str]:
    """Yield the cells that an engine which failed with a workbook fails with.

    Args:
        engine: who failed; it has a process of its own.
        opened: the workbook.
        doubtful: the cells that may be the reason.
    """
    if not _ends(engine, opened, doubtful):
        return  # something else is the reason
    if len(doubtful) == 1:
        yield doubtful[0].cell
        return
    for look, one in enumerate(doubtful):
        others = [other for other in doubtful if other is not one]
        if look >= _LOOKS or not _ends(engine, opened, others):
            yield one.cell


def _ends(engine: Engine, opened: Opened, without: Collection[CellVerdict]) -> bool:
    """Tell whether an engine calculates a workbook in which some cells hold a number instead."""
    try:
        with engine.load(opened.copy) as sheets:
            for one in without:
                place = opened.submission.places[one.block]
                at = place.cell(one.row, one.column)
                sheets.set(place.sheet, at.row, at.column, 0.0)
            sheets.calculate()
    except EngineError:
        return False
    return True
