"""In which columns blocks stand side by side, row under row, so that little room is lost.

Two ways are tried. Packed, each row begins at the left: best where rows have little in common.
In line, what counts the same stands under each other, units under units: best for gates, which
all have the same weights. The narrower one is taken.
"""

from collections.abc import Callable, Sequence

from xlrnn.formula.block import Block
from xlrnn.sheet.pages.time.beside import width

Row = Sequence[Block]
Offsets = dict[str, int]
Measure = Callable[[set[int], int], float]


def packed(rows: Sequence[Row]) -> Offsets:
    """Return where each block begins, from 0, if every row begins at the left."""
    found: Offsets = {}
    for row in rows:
        column = 0
        for block in row:
            found[block.name] = column
            column += block.shape[1] + 1
    return found


def in_line(rows: Sequence[Row]) -> Offsets:
    """Return where each block begins, from 0, if columns that count the same are in line."""
    slots: dict[tuple[str, int], int] = {}
    keys = [(_keys(row), row) for row in rows]
    for names, row in sorted(keys, key=lambda item: -len(item[1])):
        for key, block in zip(names, row, strict=True):
            slots[key] = max(slots.get(key, 0), block.shape[1])
    starts, column = {}, 0
    for key, across in slots.items():
        starts[key] = column
        column += across + 1
    return {
        block.name: starts[key]
        for names, row in keys
        for key, block in zip(names, row, strict=True)
    }


def best(rows: Sequence[Row], measure: Measure) -> Offsets:
    """Return the narrower of both.

    Args:
        rows: what stands side by side.
        measure: returns how wide columns are, by those that hold numbers and their count.
    """
    ways = [packed(rows), in_line(rows)]
    return min(ways, key=lambda offsets: measure(filled(rows, offsets), span(rows, offsets)))


def filled(rows: Sequence[Row], offsets: Offsets) -> set[int]:
    """Return the columns, from 0, in which a number stands in some row."""
    return {offsets[block.name] + k for row in rows for block in row for k in range(block.shape[1])}


def span(rows: Sequence[Row], offsets: Offsets) -> int:
    """Return how many columns there are, with the one for the last check mark."""
    return max(
        (offsets[row[-1].name] + width([row[-1]]) for row in rows if row),
        default=0,
    )


def _keys(row: Row) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    keys = []
    for block in row:
        counted = block.dims[1]
        counts[counted] = counts.get(counted, 0) + 1
        keys.append((counted, counts[counted]))
    return keys
