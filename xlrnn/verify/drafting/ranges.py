"""Say where a quantity stands, in the words of a map: a range, or as few as it takes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from xlrnn.formula.area import Area
from xlrnn.formula.cell import quote_sheet
from xlrnn.verify.drafting.graph import Graph, Spot
from xlrnn.verify.drafting.table import Cells
from xlrnn.verify.subject.network import said

Spots: TypeAlias = list[list[Spot]]
_MOST_RANGES = 2000


def place_of(
    graph: Graph,
    cells: Cells,
    sheet: str,
    each: str = "",
    *,
    part: bool = False,
    one_by_one: bool = True,
) -> said.Cells | None:
    """Return where a quantity stands; None if no words of a map say it.

    Args:
        graph: the workbook.
        cells: the quantity's cells.
        sheet: the sheet of ranges that name none.
        each: what a column is where each has a range of its own: a `step` or a `sample`.
        part: whether it may begin at a later step.
        one_by_one: whether every cell may be named by itself, if nothing shorter says it.
    """
    late = 0
    while part and late < len(cells[0]) - 1 and all(row[late] is None for row in cells):
        late += 1
    spots = _spots(graph, [row[late:] for row in cells])
    if not spots or not spots[0]:
        return None
    found = _whole(spots, sheet) or _by_columns(spots, sheet, each)
    if found is None and one_by_one:
        found = _by_cells(spots, sheet)
    return None if found is None else replace(found, first_step=late + 1)


def batch_place_of(
    graph: Graph, cells: Cells, sheet: str, samples: int, *, part: bool = False
) -> said.Cells | None:
    """Return where a quantity of several samples stands; None if no words of a map say it.

    Args:
        graph: the workbook.
        cells: the quantity's cells, all samples of the first step first.
        sheet: the sheet of ranges that name none.
        samples: how many there are.
        part: whether it may begin at a later step.
    """
    late, steps = 0, len(cells[0]) // samples
    while part and late < steps - 1 and all(row[late * samples] is None for row in cells):
        late += 1
    numbers = [*range(late * samples, len(cells[0]))]
    by_step = [numbers[at : at + samples] for at in range(0, len(numbers), samples)]
    by_sample = [numbers[b::samples] for b in range(samples)]
    for each, groups in ((said.STEP, by_step), (said.SAMPLE, by_sample)):
        found = [_spots(graph, [[row[j] for j in group] for row in cells]) for group in groups]
        places = [None if spots is None else _whole(spots, sheet) for spots in found]
        known = [place for place in places if place is not None]
        if len(known) == len(places) <= _MOST_RANGES and len({p.transposed for p in known}) == 1:
            ranges = tuple(text for place in known for text in place.texts)
            return said.Cells(ranges, each, (), (), known[0].transposed, late + 1)
    return None


def _spots(graph: Graph, cells: Cells) -> Spots | None:
    """Return where cells stand, None if one stands nowhere."""
    spots: Spots = []
    for row in cells:
        line = [None if cell is None else graph.spots[cell] for cell in row]
        spots.append([spot for spot in line if spot is not None])
        if len(spots[-1]) < len(row):
            return None
    return spots


def _whole(spots: Spots, sheet: str) -> said.Cells | None:
    """Return one range, as it is or transposed."""
    name, row, column = spots[0][0]
    height, width = len(spots), len(spots[0])
    if all(spots[i][j] == (name, row + i, column + j) for i in range(height) for j in range(width)):
        return said.Cells(_range(spots[0][0], spots[-1][-1], sheet))
    if all(spots[i][j] == (name, row + j, column + i) for i in range(height) for j in range(width)):
        return said.Cells(_range(spots[0][0], spots[-1][-1], sheet), transposed=True)
    return None


def _by_columns(spots: Spots, sheet: str, each: str) -> said.Cells | None:
    """Return a range for each column."""
    columns = [[row[j] for row in spots] for j in range(len(spots[0]))]
    if len(columns) > _MOST_RANGES:
        return None
    for transposed in (False, True):
        if all(_is_line(line, transposed=transposed) for line in columns):
            ranges = tuple(_range(line[0], line[-1], sheet) for line in columns)
            if not each and not _side_by_side(columns, transposed=transposed):
                return None
            return said.Cells(ranges, each, transposed=transposed)
    return None


def fixed(place: said.Cells) -> said.Cells:
    """Return where a quantity stands, staying there from epoch to epoch.

    Example:
        >>> fixed(said.Cells("other!B2:C3")).texts
        ('other!$B$2:$C$3',)
    """
    texts = []
    for text in place.texts:
        sheet, mark, area = text.rpartition("!")
        texts.append(sheet + mark + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area))
    return replace(place, ranges=tuple(texts))


def _is_line(line: Sequence[Spot], *, transposed: bool) -> bool:
    name, row, column = line[0]
    down, right = (0, 1) if transposed else (1, 0)
    return all(spot == (name, row + k * down, column + k * right) for k, spot in enumerate(line))


def _side_by_side(columns: Sequence[Sequence[Spot]], *, transposed: bool) -> bool:
    """Tell whether columns stand in the same rows; transposed ones in the same columns."""
    return len({(line[0][0], line[0][2 if transposed else 1]) for line in columns}) == 1


def _by_cells(spots: Spots, sheet: str) -> said.Cells | None:
    """Return every cell by itself."""
    flat = [spot for row in spots for spot in row]
    if len(flat) > _MOST_RANGES:
        return None
    return said.Cells(tuple(_range(spot, spot, sheet) for spot in flat), said.CELL)


def _range(first: Spot, last: Spot, sheet: str) -> str:
    area = Area.at(first[1], first[2], last[1] - first[1] + 1, last[2] - first[2] + 1)
    return str(area) if first[0] == sheet else f"{quote_sheet(first[0])}!{area}"
