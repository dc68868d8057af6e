"""Another engine's opinion of refused cells, with as few trials as it takes.

A formula that shows a wrong number for some inputs is wrong, whatever it shows for others. So an
engine that is asked about cells that another refused need not calculate them for all inputs.
"""

from collections.abc import Sequence

from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.order import cell_of
from xlrnn.exercises.judge.reading import LoadedWorkbook, Reading
from xlrnn.exercises.judge.rules import BlockCell
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.consensus import doubtful
from xlrnn.exercises.mark.opened import Opened


def read_while_doubtful(
    bench: LoadedWorkbook, opened: Opened, verdicts: Sequence[CellVerdict]
) -> tuple[list[Reading], list[BlockCell]]:
    """Read trials until each refused cell showed a wrong number in one of them.

    Where a cell shows none, others may have to be put right before it, and all trials are read.

    Args:
        bench: the workbook in an engine.
        opened: the workbook.
        verdicts: what the engines before found.

    Returns:
        What is shown in each trial that was read, and the cells that are still in doubt.
    """
    readings: list[Reading] = []
    left = [cell_of(verdict) for verdict in verdicts if doubtful(verdict)]
    for inputs in opened.trials:
        readings.append(bench.read(inputs))
        judge = Judge(opened.submission, opened.rules, readings[-1:], explains=False)
        left = [
            (name, index)
            for name, index in left
            if not judge.contradicts(opened.rules.blocks[name], index)
        ]
        if not left:
            break
    return readings, left
