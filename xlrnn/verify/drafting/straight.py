"""Put typed-in numbers into the one range in which they stand, though a formula reads another."""

from collections.abc import Iterator, Sequence
from typing import Final

from xlrnn.verify.drafting.graph import Graph, Spot
from xlrnn.verify.drafting.table import Cells

_MOST_CELLS: Final = 200


def straightened(graph: Graph, cells: Cells) -> tuple[Cells, list[int]]:
    """Return numbers that are typed in as they stand, though a formula reads another one.

    Args:
        graph: the workbook.
        cells: what the formulas read.

    Returns:
        The cells of the one range in which nearly all of them stand in order, and those that were
        read in the place of others.
    """
    if sum(map(len, cells)) > _MOST_CELLS or not _all_typed(graph, cells):
        return cells, []
    spots = [graph.spots[cell or 0] or ("", 0, 0) for row in cells for cell in row]
    for leave in (None, *range(len(spots))):
        inside = [spot for at, spot in enumerate(spots) if at != leave]
        for new in sorted(
            _rectangles(graph, cells, inside), key=lambda new: len(_others(cells, new))
        ):
            wrong = _others(cells, new)
            if not wrong or (2 * len(wrong) <= len(spots) and not _is_order(cells, new)):
                return new, wrong
    return cells, []


def _others(cells: Cells, new: Cells) -> list[int]:
    """Return the cells in whose place others stand."""
    both = (
        (a or 0, b)
        for old, row in zip(cells, new, strict=True)
        for a, b in zip(old, row, strict=True)
    )
    return [a for a, b in both if a != b]


def _is_order(cells: Cells, new: Cells) -> bool:
    """Tell whether whole columns, or rows, stand in another order, which is nobody's mistake."""
    columns = [[*column] for column in zip(*cells, strict=True)]
    for column, other in zip(columns, zip(*new, strict=True), strict=True):
        if all(a != b for a, b in zip(column, other, strict=True)):
            return True
    return any(
        {*row} != {*other} and all(a != b for a, b in zip(row, other, strict=True))
        for row, other in zip(cells, new, strict=True)
    )


def _rectangles(graph: Graph, cells: Cells, inside: Sequence[Spot]) -> Iterator[Cells]:
    """Yield the range around some cells as a quantity, as it lies and transposed, if it fits."""
    height, width = len(cells), len(cells[0])
    if len({spot[0] for spot in inside}) != 1:
        return
    sheet, row, column = inside[0][0], min(s[1] for s in inside), min(s[2] for s in inside)
    size = (max(s[1] for s in inside) - row + 1, max(s[2] for s in inside) - column + 1)
    for down, right in ((1, 0), (0, 1)):
        if size == ((height, width) if down else (width, height)):
            yield [
                [
                    graph.number((sheet, row + i * down + j * right, column + i * right + j * down))
                    for j in range(width)
                ]
                for i in range(height)
            ]


def _all_typed(graph: Graph, cells: Cells) -> bool:
    return all(cell is not None and not graph.is_formula(cell) for row in cells for cell in row)
