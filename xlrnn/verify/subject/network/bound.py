"""Cells that hold numbers of a network; and those of all epochs, which follow each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW
from xlrnn.formula.place import Place
from xlrnn.verify.subject.network.grids import Grid
from xlrnn.verify.subject.network.numbers import Index
from xlrnn.verify.subject.network.ranges import MOST_CELLS
from xlrnn.verify.subject.network.said import Training

GIVEN: Final = "given"
WEIGHT: Final = "weight"
CALCULATED: Final = "calculated"


@dataclass(frozen=True)
class Bound:
    """Cells that hold numbers of a network.

    Args:
        name: what reports call them.
        label: the quantity's name, without the layer's.
        kind: of the layer; "" of inputs, `loss` and `training`.
        role: `given`, `weight`, which is given, too, or `calculated`.
        place: the cells; the sheet is as the map writes it.
        index: the number of each, as the sheet lays them out.
        line: of the map.
    """

    name: str
    label: str
    kind: str
    role: str
    place: Place
    index: Index
    line: int = 0


def of_all_epochs(
    first: Bound, grid: Grid, training: Training | None, size: int
) -> Iterator[Bound]:
    """Yield the cells of the first epoch, and of those that follow.

    Weights are given in the first epoch alone: those of the others are calculated.

    Args:
        first: the cells of the first epoch.
        grid: their range, which tells whether they move.
        training: how many epochs there are, None if there is none.
        size: how many numbers an epoch has.

    Raises:
        UsageError: if epochs overlap, or are beyond the end of the sheet.
    """
    moves = _moves(grid, training)
    if training is None or moves is None:
        yield first
    elif first.role == WEIGHT:
        yield first
        later = _repeated(first, moves, range(1, training.epochs), size)
        yield replace(later, name=f"{first.name} updated", role=CALCULATED)
    else:
        yield _repeated(first, moves, range(training.epochs), size)


def _moves(grid: Grid, training: Training | None) -> tuple[int, int] | None:
    """Return by how many rows and columns cells move from epoch to epoch; None if not."""
    if training is None or training.epochs == 1:
        return None
    down = training.direction == "down"
    if grid.found.fixed_rows if down else grid.found.fixed_columns:
        return None
    return (training.every, 0) if down else (0, training.every)


def _repeated(bound: Bound, moves: tuple[int, int], epochs: Sequence[int], size: int) -> Bound:
    down, right = moves
    place = bound.place
    if len(epochs) * bound.index.size > MOST_CELLS:
        raise UsageError(f"all epochs have more than {MOST_CELLS} cells")
    rows, columns = place.rows, place.columns
    many = [bound.index + size * epoch for epoch in epochs]
    if down:
        rows = tuple(row + down * epoch for epoch in epochs for row in rows)
    else:
        columns = tuple(column + right * epoch for epoch in epochs for column in columns)
    if rows[-1] > MAX_ROW or columns[-1] > MAX_COLUMN:
        raise UsageError("the last epochs are beyond the end of the sheet")
    moved = rows if down else columns
    if [*moved] != sorted({*moved}):
        raise UsageError("epochs overlap: say every = how many rows or columns each has")
    index = np.vstack(many) if down else np.hstack(many)
    return replace(bound, place=Place(place.sheet, rows, columns), index=index)
