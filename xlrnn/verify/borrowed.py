"""Formulas that read a result instead of calculating it.

NumPy's stored numbers, the same quantity in the other notation, a page that is no part of the
lesson: a cell that shows what stands there is right, and proves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area
from xlrnn.verify.formula_reads import FormulaReads
from xlrnn.verify.inputs import GIVEN
from xlrnn.verify.judge import BORROWS, REWRITTEN
from xlrnn.verify.locate import Located
from xlrnn.verify.subject import Subject
from xlrnn.xlsx.read import Workbook

# Blocks of more cells than this are asked at their edges what they read.
_MANY: Final = 200
# More helper cells than this nobody writes by hand.
_MOST: Final = 400

_SHOWN: Final = (Role.CALCULATION, Role.STATE, Role.OUTPUT)


def mark_borrowed(formulas: Mapping[str, NDArray[Any]], file: Workbook, subject: Subject) -> None:
    """Mark the changed formulas that read what their block does not follow from.

    A formula that stands as it was written reads what it should.

    Args:
        formulas: for each block, what stands in its cells; `REWRITTEN` becomes `BORROWS`.
        file: the workbook.
        subject: what must be in it.
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
    found = _Borrowed(file, subject)
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
    """

    def __init__(self, file: Workbook, subject: Subject) -> None:
        self._file, self._subject = file, subject
        self._reads = FormulaReads(file)
        self._by_sheet: dict[str, list[tuple[Area, Block]]] = {}
        for located in subject.blocks:
            if located.place is not None:
                there = self._by_sheet.setdefault(located.place.sheet, [])
                there.append((located.place.area, located.block))
        self.kin = cache(self._kin)

    def borrows(self, located: Located, i: int, t: int) -> bool:
        """Tell whether a cell reads what its block does not follow from."""
        place, block = located.place, located.block
        assert place is not None
        cell = place.cell(i, t)
        formula = self._file.sheets[place.sheet].formulas[cell.row, cell.column]
        return any(self._is_foreign(block, *read) for read in self._all_read(place.sheet, formula))

    def _all_read(self, sheet: str, formula: str) -> Iterator[tuple[str, Area]]:
        """Yield what a formula reads, and what the helper cells read that it reads."""
        waiting, seen = [(sheet, formula)], {(sheet, formula)}
        while waiting:
            for there, area in self._reads.of(*waiting.pop()):
                yield there, area
                for helper in self._helpers(there, area):
                    if helper not in seen and len(seen) < _MOST:
                        seen.add(helper)
                        waiting.append(helper)

    def _helpers(self, sheet: str, area: Area) -> Iterable[tuple[str, str]]:
        """Yield the formulas in an area that belong to no block."""
        height, width = area.shape
        if height * width > _MOST or any(area.meets(a) for a, _ in self._by_sheet.get(sheet, ())):
            return
        formulas = self._file.sheets[sheet].formulas
        for cell in area.cells():
            if (cell.row, cell.column) in formulas:
                yield sheet, formulas[cell.row, cell.column]

    def _is_foreign(self, block: Block, sheet: str, area: Area) -> bool:
        """Tell whether an area holds what a block may not read."""
        there = self._by_sheet.get(sheet)
        if there is None:
            return True  # no page of the lesson
        return any(self._may_not_read(block, other) for place, other in there if area.meets(place))

    def _may_not_read(self, block: Block, other: Block) -> bool:
        if other is block or other.name in self.kin(block):
            return False
        if other.role is Role.REFERENCE:
            return True
        if other.role in GIVEN:
            return False
        return other.page != block.page or (other.role in _SHOWN and other.key == block.key)

    def _kin(self, block: Block) -> frozenset[str]:
        """Return the names of the blocks from which a block follows."""
        reads = self._subject.reads
        assert reads is not None
        found: set[str] = set()
        waiting = [block]
        while waiting:
            one = waiting.pop()
            for i, t in _some_cells(one.shape):
                for ref in reads(one, i, t):
                    if ref.block.name not in found:
                        found.add(ref.block.name)
                        waiting.append(ref.block)
        return frozenset(found)


def _some_cells(shape: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield all cells of a small block, and of a large one those at its edges."""
    height, width = shape
    if height * width <= _MANY:
        yield from np.ndindex(height, width)
        return
    rows, columns = ({0, 1, n // 2, n - 2, n - 1} & {*range(n)} for n in shape)
    yield from ((i, t) for i in rows for t in columns)
