"""The cells of a quantity, and which number each of them holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.verify.subject.network import said
from xlrnn.verify.subject.network.axes import joined_down
from xlrnn.verify.subject.network.numbers import NONE, Index
from xlrnn.verify.subject.network.ranges import Range
from xlrnn.verify.subject.network.said import Cells
from xlrnn.verify.subject.network.units import extent


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells and their numbers.

    Args:
        found: the range.
        rows: the rows of the sheet.
        columns: its columns.
        index: the number of each, as the sheet lays them out.
    """

    found: Range
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    index: Index


@dataclass(frozen=True, eq=False)
class Matrix:
    """Numbers as a textbook lays them out, and what its rows and columns are, in words."""

    index: Index
    rows: str
    columns: str

    def turned(self) -> "Matrix":
        """Return rows as columns."""
        return Matrix(self.index.T, self.columns, self.rows)


def changing_grids(
    cells: Cells, index: Index, ranges: Sequence[Range], *, stepwise: bool, rows: str = "unit"
) -> list[Grid]:
    """Return the cells of what changes from step to step, or from sample to sample.

    Args:
        cells: where it stands.
        index: its numbers: unit, step, sample.
        ranges: of the place.
        stepwise: whether it has steps.
        rows: what its rows are, in words.

    Raises:
        UsageError: if the ranges are not as many, or not as large.
    """
    _, steps, samples = index.shape
    if cells.first_step > steps:
        raise UsageError(f"first_step is {cells.first_step}, expected 1 to {steps}: it has no more")
    index = index[:, cells.first_step - 1 :]
    since = f" from step {cells.first_step} on" if cells.first_step > 1 else ""
    if cells.each == said.STEP:
        each = [Matrix(index[:, t], rows, "sample") for t in range(index.shape[1])]
    elif cells.each == said.SAMPLE:
        each = [Matrix(index[:, :, b], rows, f"step{since}") for b in range(samples)]
    else:
        each = [_table(index, rows, since, stepwise=stepwise)]
    turned = cells.transposed or bool(cells.columns)
    laid = [matrix.turned() if turned else matrix for matrix in each]
    if cells.each not in (said.STEP, said.SAMPLE):
        return spread(cells, ranges, laid[0], turned=turned)
    if len(ranges) != len(laid):
        what = f"{cells.each}{since if cells.each == said.STEP else ''}"
        got = counted(len(ranges), "range")
        raise UsageError(f"there is {got}, expected {len(laid)}: one for each {what}")
    return [
        grid
        for found, matrix in zip(ranges, laid, strict=True)
        for grid in spread(cells, [found], matrix, turned=turned)
    ]


def _table(index: Index, rows: str, since: str, *, stepwise: bool) -> Matrix:
    _, steps, samples = index.shape
    if samples == 1 and stepwise:
        return Matrix(index[:, :, 0], rows, f"step{since}")
    if steps == 1:
        return Matrix(index[:, 0], rows, "sample")
    raise UsageError(
        f"there are {steps} steps and {samples} samples: say steps = [a range for each step] or "
        "samples = [a range for each sample]"
    )


def spread(cells: Cells, ranges: Sequence[Range], matrix: Matrix, *, turned: bool) -> list[Grid]:
    """Return the cells of a matrix that is laid out as the sheet has it.

    Args:
        cells: where it stands.
        ranges: of the place, which have parts of it.
        matrix: the numbers.
        turned: whether the ranges have rows of it, if nothing else says so.

    Raises:
        UsageError: if they have not as many cells.
    """
    index = matrix.index
    if cells.each == said.CELL:
        return _one_by_one(ranges, index)
    shape = extent(cells, ranges, turned=turned)
    if shape != index.shape and shape == index.shape[::-1] and 1 in shape:
        index = index.T  # a line is what it is, upright or not
    if shape != index.shape:
        raise UsageError(_misshapen(cells, ranges, shape, matrix))
    down, at, grids = joined_down(cells, ranges, turned=turned), 0, []
    if len(ranges) > 1 and shape[0] == 1:
        down = False
    for found in ranges:
        height, width = found.shape
        part = index[at : at + height] if down else index[:, at : at + width]
        at += height if down else width
        grids += _grid(found, part)
    return grids


def _one_by_one(ranges: Sequence[Range], index: Index) -> list[Grid]:
    """Let cell after cell have number after number, row by row."""
    count = sum(height * width for height, width in (found.shape for found in ranges))
    if count != index.size:
        raise UsageError(f"there are {count} cells, expected {index.size}: {_sides(index)}")
    flat, at, grids = index.ravel(), 0, []
    for found in ranges:
        size = found.shape[0] * found.shape[1]
        grids += _grid(found, flat[at : at + size].reshape(found.shape))
        at += size
    return grids


def _grid(found: Range, index: Index) -> list[Grid]:
    """Leave out the rows and columns that are no numbers of the network."""
    there = index != NONE
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    if not rows.size:
        return []
    place = found.place
    return [
        Grid(
            found,
            tuple(place.rows[row] for row in rows.tolist()),
            tuple(place.columns[column] for column in columns.tolist()),
            index[np.ix_(rows, columns)],
        )
    ]


def _misshapen(
    cells: Cells, ranges: Sequence[Range], shape: tuple[int, int], matrix: Matrix
) -> str:
    """Say which shape was got and which expected, in words that speak of the sheet."""
    place = ranges[0].place
    what = str(place.area) if len(ranges) == 1 else f"the {len(ranges)} ranges from {place.area} on"
    fits = shape == matrix.index.shape[::-1] and not (cells.rows or cells.columns)
    hint = f"; it fits with transposed = {str(not cells.transposed).lower()}" if fits else ""
    height, width = matrix.index.shape
    return (
        f"{what} has {shape[0]} × {shape[1]} cells, expected {height} × {width}: a row for each "
        f"{matrix.rows}, a column for each {matrix.columns}{hint}"
    )


def _sides(index: Index) -> str:
    return f"{index.shape[0]} × {index.shape[1]} numbers, row by row"


def merged(grids: Sequence[Grid]) -> list[Grid]:
    """Join grids that stand side by side in the same rows, or under each other."""
    joined: list[Grid] = []
    for grid in grids:
        both = _joined(joined[-1], grid) if joined else None
        if both is None:
            joined.append(grid)
        else:
            joined[-1] = both
    return joined


def _joined(one: Grid, other: Grid) -> Grid | None:
    left, right = one.found, other.found
    if left.place.sheet.casefold() != right.place.sheet.casefold():
        return None
    if (left.fixed_rows, left.fixed_columns) != (right.fixed_rows, right.fixed_columns):
        return None
    if one.rows == other.rows and one.columns[-1] < other.columns[0]:
        index = np.hstack([one.index, other.index])
        return Grid(left, one.rows, one.columns + other.columns, index)
    if one.columns == other.columns and one.rows[-1] < other.rows[0]:
        return Grid(left, one.rows + other.rows, one.columns, np.vstack([one.index, other.index]))
    return None
