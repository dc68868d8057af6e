"""The formulas that no engine gets, and the cells of which nothing can be said for that reason."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import product
from typing import Final

import numpy as np

from xlrnn.errors import InputError
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.shapes import UInt8
from xlrnn.verify.doubts.formula_reads import FormulaReads
from xlrnn.verify.results.verdict import WRONG, Verdict
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.verify.subject.locate import Located
from xlrnn.xlsx.planting.copy_parts import LeftOut
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.reading.read import Workbook

# Beyond that many cells that are read nobody waits to hear which follow from a left-out one.
_MOST: Final = 2_000_000

Place = tuple[str, int, int]
Codes = UInt8[np.ndarray, "rows columns"]


def undecided(
    file: Workbook, left_out: Sequence[LeftOut], plain: PlainReferences
) -> Collection[Place]:
    """Return the cells that have no formula in the copy, and all that follow from them."""
    found = {_place(entry) for entry in left_out if entry.sheet}
    if not found:
        return found
    readers = _readers(file, plain)
    if readers is None:
        return {(name, *place) for name, sheet in file.sheets.items() for place in sheet.formulas}
    waiting = list(found)
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in found:
                found.add(reader)
                waiting.append(reader)
    return found


def refuse_unknown_inputs(
    blocks: Sequence[Located], cells: Collection[Place], left_out: Sequence[LeftOut]
) -> None:
    """Refuse inputs and weights that follow from a formula that is left out.

    Raises:
        InputError: if there are any, as NumPy would start from numbers that stand for nothing.
    """
    for located in blocks:
        place = located.place
        if place is None or located.block.role not in GIVEN:
            continue
        for row, column in product(place.rows, place.columns) if cells else ():
            if (place.sheet, row, column) in cells:
                reasons = "; ".join(f"{entry.place} {entry.why}" for entry in left_out[:3])
                raise InputError(
                    f"{place.sheet}!{Cell(row, column)} ({located.block.name}) follows from a "
                    f"formula that is not followed: {reasons}"
                )


def without_blame(located: Located, codes: Codes, cells: Collection[Place]) -> Codes:
    """Return the verdicts of a block in which nothing is said of the cells of which nothing can."""
    place = located.place
    if not cells or place is None:
        return codes
    blamed = np.isin(codes, [int(verdict) for verdict in WRONG - {Verdict.CONSTANT}])
    for i, t in np.argwhere(blamed).tolist():
        cell = place.cell(*((t, i) if located.transposed else (i, t)))
        if (place.sheet, cell.row, cell.column) in cells:
            codes[i, t] = Verdict.UNVERIFIED
    return codes


def _place(entry: LeftOut) -> Place:
    cell = Cell.parse(entry.address)
    return entry.sheet, cell.row, cell.column


def _readers(file: Workbook, plain: PlainReferences) -> dict[Place, list[Place]] | None:
    """Return which cells read each cell; None if very many are read."""
    reads = FormulaReads(file, plain)
    readers: dict[Place, list[Place]] = defaultdict(list)
    left = _MOST
    for name, sheet in file.sheets.items():
        for row, column in sheet.formulas:
            for other, area in reads.of(name, Cell(row, column)):
                left -= area.shape[0] * area.shape[1]
                if left < 0:
                    return None
                for cell in product(_rows(area), _columns(area)):
                    readers[other, *cell].append((name, row, column))
    return readers


def _rows(area: Area) -> range:
    return range(area.first.row, area.last.row + 1)


def _columns(area: Area) -> range:
    return range(area.first.column, area.last.column + 1)
