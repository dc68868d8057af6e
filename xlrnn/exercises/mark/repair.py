"""Put cells right behind the scenes, so that others can be judged behind them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from xlrnn.errors import EngineError
from xlrnn.exercises.ask.trials import Array
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.order import cell_of
from xlrnn.exercises.judge.reading import LoadedWorkbook, Reading, Repair
from xlrnn.exercises.judge.rules import BlockCell
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.value import CellError, Value


def put_right(
    bench: LoadedWorkbook,
    opened: Opened,
    all_trials: Sequence[Mapping[str, Array]],
    judge: Judge,
    cells: Sequence[BlockCell],
) -> list[Reading] | None:
    """Give cells their true values and calculate once more.

    Args:
        bench: the workbook in an engine.
        opened: the workbook.
        all_trials: the inputs of each trial.
        judge: who knows the true values.
        cells: the cells to put right.

    Returns:
        The readings; None if there is nothing to put right, or the engine refuses to.
    """
    repairs = [list(one) for one in zip(*_repairs(opened, judge, cells), strict=True)]
    try:
        pairs = zip(all_trials, repairs, strict=False)
        return [bench.read(*pair) for pair in pairs] or None
    except EngineError:
        return None


def _repairs(opened: Opened, judge: Judge, cells: Sequence[BlockCell]) -> Iterator[list[Repair]]:
    """Yield for each cell what it should show in each trial."""
    for name, index in cells:
        place = opened.submission.places[name]
        at = place.cell(*index)
        values = judge.truth(opened.rules.blocks[name], index)
        yield [(place.sheet, at.row, at.column, _usable(value)) for value in values]


def _usable(value: Value) -> float | str:
    return 0.0 if value is None or isinstance(value, CellError) else value


def refused_cells(
    opened: Opened, verdicts: Sequence[CellVerdict], others: Collection[BlockCell]
) -> list[BlockCell]:
    """Return the refused cells and others, unless an array formula holds right cells with them.

    In a cell of an array formula an engine may overwrite all of it.
    """
    places, sheets = opened.submission.places, opened.submission.file.sheets

    def array(cell: BlockCell) -> object:
        place, at = places[cell[0]], places[cell[0]].cell(*cell[1])
        area = sheets[place.sheet].arrays.get((at.row, at.column))
        return area and (place.sheet, area)

    here = [verdict for verdict in verdicts if verdict.block in places]
    right = {array(cell_of(verdict)) for verdict in here if verdict.right} - {None}
    refused = [cell_of(verdict) for verdict in here if not verdict.right]
    return [cell for cell in dict.fromkeys([*others, *refused]) if array(cell) not in right]
