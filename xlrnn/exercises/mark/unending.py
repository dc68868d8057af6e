"""Which formulas an engine breaks down at, or does not come to an end with.

Such a formula must not keep its points because nobody could calculate it. Nor must a cell lose
them because another one kept the engine busy: it is refused only if the engine fails with this
one, and does not without the others that are in doubt.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from xlrnn.engines.base import Engine
from xlrnn.engines.copied import load_copy
from xlrnn.errors import EngineError
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.opened import Opened

# An engine that fails takes its time: then all that it still fails with are told of together.
_LOOKS: Final = 36


def unending(engine: Engine, opened: Opened, doubtful: Sequence[CellVerdict]) -> Iterator[str]:
    """Yield the cells that an engine which failed with a workbook fails with.

    Half of the cells are looked at, then half of those with which it fails: a single cell among
    many right ones is soon found, and the others are cleared by the engine itself.

    Args:
        engine: who failed; it has a process of its own.
        opened: the workbook.
        doubtful: the cells that may be the reason.
    """
    if not _ends(engine, opened, doubtful):
        return  # something else is the reason
    failing, looks = [[*doubtful]], 0
    while failing:
        some = failing.pop()
        if len(some) == 1 or looks >= _LOOKS:
            yield from (one.cell for one in some)
            continue
        for half in (some[: len(some) // 2], some[len(some) // 2 :]):
            looks += 1
            if not _ends(engine, opened, [one for one in doubtful if one not in half]):
                failing.append(half)


def _ends(engine: Engine, opened: Opened, without: Collection[CellVerdict]) -> bool:
    """Tell whether an engine calculates a workbook in which some cells hold a number instead."""
    try:
        with load_copy(engine, opened.copy) as sheets:
            for one in without:
                place = opened.submission.places[one.block]
                at = place.cell(one.row, one.column)
                sheets.set(place.sheet, at.row, at.column, 0.0)
            sheets.calculate()
    except EngineError:
        return False
    return True
