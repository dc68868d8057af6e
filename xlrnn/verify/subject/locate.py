"""Find the blocks of a lesson in a workbook that may have been changed since it was written.

A defined name says where a block is: spreadsheets move it when rows are inserted or a sheet is
renamed. A block whose name is gone is missing, whatever its old address now holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.sheet.book import Book
from xlrnn.xlsx.reading.read import Sheet, Workbook

# A block that was pulled apart by more than this is looked for no further.
_MOST_CELLS = 1_000_000


@dataclass(frozen=True)
class Located:
    """A block and where it stands; or why it was not found.

    Args:
        block: the block.
        place: its cells, None if it is missing.
        problem: why it is missing.
        misshapen: whether it is there, in a shape that does not fit.
        home: where it stood when the workbook was written, None if nobody knows.
        counts: tells which unit, step or sample a cell of the block is, where its rows and
            columns alone do not.
        ranks: when each cell is calculated, compared with those of other blocks; None where
            sheets and steps tell.
        transposed: whether its rows run where the block's columns do.
        first_step: the time step of its first column.
    """

    block: Block
    place: Place | None
    problem: str = ""
    transposed: bool = False
    first_step: int = 1
    misshapen: bool = False
    home: Place | None = None
    counts: Callable[[int, int], Mapping[str, int]] | None = None
    ranks: NDArray[Any] | None = None


def locate(book: Book, file: Workbook) -> list[Located]:
    """Find every block of a book, and let the book's formulas follow to where the blocks are.

    The book belongs to the workbook from now on: no other one is looked at with it.
    """
    found = find_blocks(book, file)
    for located in found:
        if located.place is not None:
            located.block.place = located.place
    return found


def find_blocks(book: Book, file: Workbook) -> list[Located]:
    """Find every block of a book; the book stays as it is."""
    found = [replace(_locate(block, file), home=block.located()) for block in book.blocks]
    return _refuse_overlaps(found)


def _locate(block: Block, file: Workbook) -> Located:
    target = file.area(block.name)
    if target is None:
        old = block.located()
        gone = "" if old.sheet in file.sheets else f", and there is no sheet {old.sheet!r}"
        return Located(block, None, f"the name {block.name} is gone or points nowhere{gone}")
    sheet, area = target
    if area.shape == block.shape:
        return Located(block, Place.of(sheet, area))
    place = _without_empty_lines(sheet, area, file.sheets[sheet])
    if place is None or (len(place.rows), len(place.columns)) != block.shape:
        problem = f"{sheet}!{area} has shape {area.shape}, expected {block.shape}"
        return Located(block, None, problem, misshapen=True)
    return Located(block, place)


def _without_empty_lines(name: str, area: Area, sheet: Sheet) -> Place | None:
    """Leave out the rows and columns that were inserted inside a block: they are empty.

    None if nothing is left, or if the range is larger than anybody's insertions make it.
    """
    height, width = area.shape
    if height * width > _MOST_CELLS:
        return None
    filled = [cell for cell in sheet.values.keys() | sheet.formulas.keys() if Cell(*cell) in area]
    if not filled:
        return None
    rows, columns = {row for row, _ in filled}, {column for _, column in filled}
    return Place(name, tuple(sorted(rows)), tuple(sorted(columns)))


def _refuse_overlaps(found: list[Located]) -> list[Located]:
    """Refuse a name that points at another block's cells: it would be checked by that block."""
    checked: list[Located] = []
    taken: dict[str, list[tuple[Area, str]]] = {}
    for located in found:
        place = located.place
        if place is not None:
            area, others = place.area, taken.setdefault(place.sheet, [])
            owner = next((name for other, name in others if area.meets(other)), None)
            if owner is None:
                others.append((area, located.block.name))
            else:
                problem = f"its name points at {place.sheet}!{area}, where {owner} is"
                located = Located(located.block, None, problem)
        checked.append(located)
    return checked
