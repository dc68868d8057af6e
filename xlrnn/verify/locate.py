"""Find the blocks of a lesson in a workbook that may have been changed since it was written.

A defined name says where a block is: spreadsheets move it when rows are inserted or a sheet is
renamed. A block whose name is gone is missing, whatever its old address now holds.
"""

from dataclasses import dataclass

from xlrnn.sheet.block import Block, Place
from xlrnn.sheet.book import Book
from xlrnn.sheet.cell import Area
from xlrnn.xlsx.read import Sheet, Workbook


@dataclass(frozen=True)
class Located:
    """A block and where it stands; or why it was not found.

    Args:
        block: the block.
        place: its cells, None if it is missing.
        problem: why it is missing.
        transposed: whether its rows run where the block's columns do.
    """

    block: Block
    place: Place | None
    problem: str = ""
    transposed: bool = False


def locate(book: Book, file: Workbook) -> list[Located]:
    """Find every block of a book, and let the book's formulas follow to where the blocks are."""
    found = [_locate(block, file) for block in book.blocks]
    found = _refuse_overlaps(found)
    for located in found:
        if located.place is not None:
            located.block.place = located.place
    return found


def _locate(block: Block, file: Workbook) -> Located:
    target = file.area(block.name)
    if target is None:
        old = block.located()
        gone = "" if old.sheet in file.sheets else f", and there is no sheet {old.sheet!r}"
        return Located(block, None, f"the name {block.name} is gone or points nowhere{gone}")
    sheet, area = target
    place = Place.of(sheet, area)
    if area.shape != block.shape:
        place = _without_empty_lines(place, file.sheets[sheet])
    if (len(place.rows), len(place.columns)) != block.shape:
        return Located(
            block, None, f"{sheet}!{area} has shape {area.shape}, expected {block.shape}"
        )
    return Located(block, place)


def _without_empty_lines(place: Place, sheet: Sheet) -> Place:
    """Leave out the rows and columns that were inserted inside a block: they are empty."""
    filled = [
        (row, column)
        for row in place.rows
        for column in place.columns
        if (row, column) in sheet.values or (row, column) in sheet.formulas
    ]
    rows, columns = {row for row, _ in filled}, {column for _, column in filled}
    if not filled:
        return place
    return Place(place.sheet, tuple(sorted(rows)), tuple(sorted(columns)))


def _refuse_overlaps(found: list[Located]) -> list[Located]:
    """Refuse a name that points at another block's cells: it would be checked by that block."""
    checked: list[Located] = []
    for located in found:
        place = located.place
        other = next(
            (seen for seen in checked if place and seen.place and _overlap(place, seen.place)), None
        )
        if other is not None and place is not None:
            problem = f"its name points at {place.sheet}!{place.area}, where {other.block.name} is"
            located = Located(located.block, None, problem)
        checked.append(located)
    return checked


def _overlap(left: Place, right: Place) -> bool:
    if left.sheet != right.sheet:
        return False
    a, b = left.area, right.area
    return _meet(a, b)


def _meet(a: Area, b: Area) -> bool:
    return (
        a.first.row <= b.last.row
        and b.first.row <= a.last.row
        and a.first.column <= b.last.column
        and b.first.column <= a.last.column
    )
