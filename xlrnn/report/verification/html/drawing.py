"""A map as a drawing: small cells with their signs, the blocks with their names, lines' numbers."""

from collections.abc import Iterator
from typing import Final

from xlrnn.formula.cell import column_letters
from xlrnn.report.page import text
from xlrnn.report.verification.html.grid import Axis, Grid, Part, Rectangle
from xlrnn.report.verification.html.signs import SIGNS, SIZE

_LEFT: Final = 34
_TOP: Final = 16
"""Room for the numbers of rows and the letters of columns."""
_ROOM: Final = 6
"""So many small cells of room on the right, for names."""
_SIGN: Final = 6.1
"""How wide a letter of a name is, about."""
# Pixels for a small cell: narrow maps are drawn larger than wide ones.
_SCALE: Final = ((45, 1.35), (80, 1.1), (10_000, 0.95))


def drawing(grid: Grid, said: str) -> str:
    """Return the map.

    Args:
        grid: the sheet.
        said: what is on it, for who does not see it.
    """
    width = _LEFT + SIZE * (grid.columns.length + _ROOM)
    height = _TOP + SIZE * (grid.rows.length + 1)
    scale = next(scale for most, scale in _SCALE if grid.columns.length <= most)
    inside = "".join(
        [*_lines(grid), f"<g transform='translate({_LEFT} {_TOP})'>", *_cells(grid),
         *_outlines(grid), *_names(grid), "</g>"]
    )  # fmt: skip
    return (
        f"<div class='map'><svg role='img' aria-label='{text(said)}' width='{scale * width:.0f}' "
        f"height='{scale * height:.0f}' viewBox='0 0 {width} {height}'>{inside}</svg></div>"
    )


def _cells(grid: Grid) -> Iterator[str]:
    for code in SIGNS:
        path = "".join(
            f"M{SIZE * left} {SIZE * top}h{SIZE * width}v{SIZE * height}h-{SIZE * width}z"
            for top, left, height, width in grid.rectangles(code)
        )
        if path:
            yield f"<path d='{path}' fill='url(#v{int(code)})'/>"


def _outlines(grid: Grid) -> Iterator[str]:
    """Yield the edge of each block, which says what it is where a pointer rests on it."""
    for part in grid.parts:
        top, left, height, width = part.where
        yield (
            f"<rect x='{SIZE * left}' y='{SIZE * top}' width='{SIZE * width}' "
            f"height='{SIZE * height}' class='edge'>"
            f"<title>{text(part.name)} {text(part.range)}: {text(part.said)}</title></rect>"
        )
    if grid.first is not None:
        x, y, side = SIZE * grid.first.left - 2, SIZE * grid.first.top - 2, SIZE + 4
        yield f"<rect x='{x}' y='{y}' width='{side}' height='{side}' class='here'/>"


def _names(grid: Grid) -> Iterator[str]:
    """Yield the names of the blocks, as far as there is room beside them."""
    taken = [part.where for part in grid.parts]
    for part in sorted(grid.parts, key=lambda part: -part.weight):
        for where, anchor in _spots(part, grid):
            if not any(_meet(where, other) for other in taken):
                taken.append(where)
                yield _name(part.name, where, anchor)
                break


def _name(name: str, where: Rectangle, anchor: str) -> str:
    """Return a block's name at the beginning or the end of where it may stand."""
    edge = where.left + where.width * (anchor == "end")
    x = SIZE * edge + (-2 if anchor == "end" else 2)
    y = SIZE * where.top + SIZE - 2
    return f"<text x='{x}' y='{y}' text-anchor='{anchor}'>{text(name)}</text>"


def _spots(part: Part, grid: Grid) -> Iterator[tuple[Rectangle, str]]:
    """Yield where a block's name may stand: on its left, above it, on its right."""
    top, left, _, width = part.where
    long = int(len(part.name) * _SIGN // SIZE) + 1
    if long <= left:
        yield Rectangle(top, left - long, 1, long), "end"
    room = grid.columns.length + _ROOM
    if top and left + long <= room:
        yield Rectangle(top - 1, left, 1, long), "start"
    if left + width + long <= room:
        yield Rectangle(top, left + width, 1, long), "start"


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return (
        one.top < other.top + other.height
        and other.top < one.top + one.height
        and one.left < other.left + other.width
        and other.left < one.left + one.width
    )


def _lines(grid: Grid) -> Iterator[str]:
    """Yield letters above the columns and numbers beside the rows."""
    for spot, line in grid.columns.marks(_every(grid.columns, 3)):
        x = _LEFT + SIZE * spot + SIZE / 2
        yield f"<text x='{x:g}' y='{_TOP - 5}' class='line'>{column_letters(line)}</text>"
    for spot, line in grid.rows.marks(_every(grid.rows, 2)):
        y = _TOP + SIZE * spot + SIZE - 2
        yield f"<text x='{_LEFT - 5}' y='{y}' class='line row'>{line}</text>"


def _every(axis: Axis, least: int) -> int:
    return least if axis.length <= 60 else 5 * (1 + axis.length // 120)


def in_words(grid: Grid) -> str:
    """Return how many small cells of each kind there are, for who does not see them."""
    counts = {sign.name: int((grid.codes == code).sum()) for code, sign in SIGNS.items()}
    wrong = [part.name for part in grid.parts if part.weight > 1]
    listed = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{listed}; not as it should be: {', '.join(wrong)}" if wrong else listed
