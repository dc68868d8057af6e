"""Formulas that read a result instead of calculating it.

NumPy's stored numbers, the same quantity in the other notation, a page that is no part of the
lesson: a cell that shows what stands there is right, and proves nothing.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.names import Role
from xlrnn.verify.doubts.formula_reads import FormulaReads
from xlrnn.verify.results.cell_verdicts import BORROWS, REWRITTEN
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import Subject
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook

# Blocks of more cells than this are asked at their edges what they read.
_MANY: Final = 200
# More helper cells than this nobody writes by hand: for one formula, and for all.
_MOST, _MOST_IN_ALL = 400, 100_000

_SHOWN: Final = (Role.CALCULATION, Role.STATE, Role.OUTPUT)
_RESULTS: Final = (*_SHOWN, Role.REFERENCE)


def mark_borrowed(
    formulas: Mapping[str, NDArray[Any]], file: Workbook, subject: Subject, plain: PlainReferences
) -> None:
    """Mark the changed formulas that read what their block does not follow from.

    A formula that stands as it was written reads what it should.

    Args:
        formulas: for each block, what stands in its cells; `REWRITTEN` becomes `BORROWS`.
        file: the workbook.
        subject: what must be in it.
        plain: who writes its formulas in plain references.
    """
    changed = [
        located
        for located in subject.blocks
        if located.block.role in _SHOWN
        and located.place is not None
        and (formulas[located.block.name] == REWRITTEN).any()
    ]
    if not changed or subject.reads is None:
        return
    found = _Borrowed(file, subject, FormulaReads(file, plain))
    for located in changed:
        state = formulas[located.block.name]
        for i, t in np.argwhere(state == REWRITTEN).tolist():
            if found.borrows(located, i, t):
                state[i, t] = BORROWS


class _Borrowed:
    """Tells whether a cell's formula fetches a result.

    Args:
        file: the workbook.
        subject: what must be in it.
        reads: finds what formulas read.
    """

    def __init__(self, file: Workbook, subject: Subject, reads: FormulaReads) -> None:
        self._file, self._subject, self._reads = file, subject, reads
        self._left = _MOST_IN_ALL
        self._by_sheet: dict[str, list[tuple[Area, Block]]] = {}
        for located in subject.blocks:
            if located.place is not None:
                there = self._by_sheet.setdefault(located.place.sheet, [])
                there.append((located.place.area, located.block))
        self._blocks = {located.block.name: located.block for located in subject.blocks}
        self.read_by, self.kin = cache(self._read_by), cache(self._kin)
        self.pages = cache(self._pages)

    def borrows(self, located: Located, i: int, t: int) -> bool:
        """Tell whether a cell reads what its block does not follow from."""
        place, block = located.place, located.block
        assert place is not None
        start = place.sheet, place.cell(i, t)
        return any(self._is_foreign(block, *read) for read in self._all_read(*start))

    def _all_read(self, sheet: str, cell: Cell) -> Iterator[tuple[str, Area]]:
        """Yield what the formula in a cell reads, and the helper cells that it reads."""
        waiting, seen = [(sheet, cell)], {(sheet, cell)}
        while waiting:
            for there, area in self._reads.of(*waiting.pop()):
                yield there, area
                for helper in self._helpers(there, area):
                    if helper not in seen and len(seen) < _MOST and self._left:
                        self._left -= 1
                        seen.add(helper)
                        waiting.append(helper)

    def _helpers(self, sheet: str, area: Area) -> Iterator[tuple[str, Cell]]:
        """Yield the cells with formulas in an area that belong to no block."""
        height, width = area.shape
        if height * width > _MOST or any(area.meets(a) for a, _ in self._by_sheet.get(sheet, ())):
            return
        formulas = self._file.sheets[sheet].formulas
        for cell in area.cells():
            if (cell.row, cell.column) in formulas:
                yield sheet, cell

    def _is_foreign(self, block: Block, sheet: str, area: Area) -> bool:
        """Tell whether an area holds what a block may not read."""
        there = self._by_sheet.get(sheet)
        if there is None:
            return True  # no page of the lesson
        return any(self._may_not_read(block, other) for place, other in there if area.meets(place))

    def _may_not_read(self, block: Block, other: Block) -> bool:
        if other is block or other.name in self.kin(block):
            return False
        if other.quantity == "mark":
            return False  # a sign beside the numbers, of which none can be made
        if other.role is Role.REFERENCE:
            return True
        if other.role in _SHOWN:
            return other.key == block.key or other.page not in self.pages(block)
        # An input, a label or a check: it depends on what that reads.
        read = (self._blocks[name] for name in self.kin(other))
        return any(self._may_not_read(block, one) for one in read if one.role in _RESULTS)

    def _kin(self, block: Block) -> frozenset[str]:
        """Return the names of the blocks from which a block follows."""
        found: set[str] = set()
        waiting = [block]
        while waiting:
            new = self.read_by(waiting.pop()) - found
            found |= new
            waiting += [self._blocks[name] for name in new]
        return frozenset(found)

    def _pages(self, block: Block) -> frozenset[str]:
        """Return the pages on which a block and what it follows from are calculated."""
        kin = (self._blocks[name] for name in self.kin(block))
        return frozenset({block.page, *(one.page for one in kin if one.role in _SHOWN)})

    def _read_by(self, block: Block) -> frozenset[str]:
        """Return the names of the blocks that the formulas of a block read as written."""
        reads = self._subject.reads
        assert reads is not None
        cells = _some_cells(block.shape)
        return frozenset(ref.block.name for i, t in cells for ref in reads(block, i, t))


def _some_cells(shape: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield all cells of a small block, and of a large one those at its edges."""
    height, width = shape
    if height * width <= _MANY:
        yield from np.ndindex(height, width)
        return
    rows, columns = ({0, 1, n // 2, n - 2, n - 1} & {*range(n)} for n in shape)
    yield from ((i, t) for i in rows for t in columns)
