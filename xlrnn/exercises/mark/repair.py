"""Put cells right behind the scenes, so that others can be judged behind them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from xlrnn.errors import EngineError
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.order import cell_of
from xlrnn.exercises.judge.reading import LoadedWorkbook, Reading, Repair, Rows
from xlrnn.exercises.judge.rules import BlockCell
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.area import Area, rectangles
from xlrnn.formula.cell import Position
from xlrnn.formula.value import CellError, Value


def put_right(
    bench: LoadedWorkbook,
    opened: Opened,
    judge: Judge,
    cells: Sequence[BlockCell],
) -> list[Reading] | None:
    """Give cells their true values and calculate once more.

    Args:
        bench: the workbook in an engine.
        opened: the workbook.
        judge: who knows the true values.
        cells: the cells to put right.

    Returns:
        The readings; None if there is nothing to put right, or the engine refuses to.
    """
    repairs = _repairs(opened, judge, cells)
    try:
        pairs = zip(opened.trials, repairs, strict=False)
        return [bench.read(*pair) for pair in pairs] or None
    except EngineError:
        return None


def _repairs(opened: Opened, judge: Judge, cells: Sequence[BlockCell]) -> list[list[Repair]]:
    """Return for each trial what the cells should show, those beside each other together."""
    true: dict[str, dict[Position, list[float | str]]] = defaultdict(dict)
    for name, index in cells:
        place = opened.submission.places[name]
        at = place.cell(*index)
        values = judge.truth(opened.rules.blocks[name], index)
        true[place.sheet][at.row, at.column] = [*map(_usable, values)]
    blocks = [(sheet, area) for sheet, places in true.items() for area in rectangles(places)]
    return [
        [
            (sheet, area.first.row, area.first.column, _in(area, true[sheet], trial))
            for sheet, area in blocks
        ]
        for trial in range(len(opened.trials) if blocks else 0)
    ]


def _in(area: Area, values: Mapping[Position, list[float | str]], trial: int) -> Rows:
    """Return what the cells of an area should show in a trial."""
    first, last = area.first, area.last
    return [
        [values[row, column][trial] for column in range(first.column, last.column + 1)]
        for row in range(first.row, last.row + 1)
    ]


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
