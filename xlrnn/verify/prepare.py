"""Get a workbook ready to be calculated: read it, find its blocks, plant wrong results."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.cell import Cell
from xlrnn.formula.writing.fill import fill_of
from xlrnn.names import Role
from xlrnn.verify.doubts.borrowed import mark_borrowed
from xlrnn.verify.doubts.defined_names import are_plain
from xlrnn.verify.doubts.doubts import doubts, notes
from xlrnn.verify.doubts.moved_names import mark_moved
from xlrnn.verify.doubts.rewritten import compare_formulas
from xlrnn.verify.doubts.withheld import undecided
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN, BORROWS, NO_FORMULA, REWRITTEN
from xlrnn.verify.subject.foreign import AnyMap, foreign_subject
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import Subject, lesson_subject
from xlrnn.xlsx.planting.calculation_copy import plain_references, write_calculation_copy
from xlrnn.xlsx.planting.copy_parts import LeftOut
from xlrnn.xlsx.reading.compact import SharedFill
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import Workbook, read

Array = NDArray[Any]


@dataclass(frozen=True)
class Prepared:
    """A workbook that has been read, ready to be calculated by any engine.

    Args:
        path: the file itself.
        file: what it holds.
        subject: what must be there.
        formulas: for each block, whether its cells hold the formulas as written.
        strays: the cells with formulas that belong to no block.
        ours: whether every formula and name is as we wrote it, so that it cannot do harm.
        copy: the calculation-only copy, with every stored result overwritten.
        left_out: the formulas and names that the copy does not have.
        undecided: the cells of which nothing can be said, since they follow from what is left out.
        doubts: why what a reader sees may not be what is verified.
        notes: what a reader should know.
    """

    path: Path
    file: Workbook
    subject: Subject
    formulas: dict[str, Array]
    strays: list[str]
    ours: bool
    copy: Path
    left_out: Sequence[LeftOut] = ()
    undecided: Collection[tuple[str, int, int]] = frozenset()
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def given_formulas(self) -> list[str]:
        """The cells of inputs and weights that hold a formula: NumPy starts from what they show."""
        return [
            f"{b.place.sheet}!{Cell(*cell)}"
            for b in self.subject.blocks
            if b.place is not None and b.block.role in GIVEN
            for cell in itertools.product(b.place.rows, b.place.columns)
            if cell in self.file.sheets[b.place.sheet].formulas
        ]

    @property
    def as_written(self) -> bool:
        """Whether every formula is the one that was written."""
        return not _any_rewritten(
            self.formulas[b.block.name]
            for b in self.subject.blocks
            if b.place is not None and b.block.role not in GIVEN
        )


def prepare(path: Path, copy: Path, mapped: AnyMap | None) -> Prepared:
    """Read a workbook and write the copy that engines calculate.

    Args:
        path: the workbook.
        copy: where to write the copy.
        mapped: says what its ranges hold, if xlrnn did not make it.

    Raises:
        UnreadableError: if nothing can be said about it.
    """
    with open_package(path) as package:
        plain = mapped is None and are_plain(package)
        file = read(package, results=False)
        subject = lesson_subject(file) if mapped is None else foreign_subject(file, mapped)
        formulas = {
            located.block.name: _formula_states(located, file, subject)
            for located in subject.blocks
            if located.place is not None
        }
        mark_moved(formulas, file, subject)
        strays = _strays(file, subject, mapped)
        ours = plain and not strays and not _any_rewritten(formulas.values())
        fills = _fills(subject, formulas) if ours else {}
        references = None if ours else plain_references(package, _cells_of(subject))
        if mapped is None and references is not None:
            mark_borrowed(formulas, file, subject, references)
        left_out = write_calculation_copy(package, copy, trusted=ours, fills=fills)
        doubtful = [] if mapped else doubts(package, file, subject)
        cells = undecided(file, left_out, references) if references else frozenset()
    known = [*subject.notes, *([] if mapped else notes(file, subject))]
    return Prepared(
        path, file, subject, formulas, strays, ours, copy, left_out, cells, doubtful, known
    )


def _cells_of(subject: Subject) -> set[tuple[str, tuple[int, int]]]:
    """Return the cells of all blocks, whose contents do not stay the same for ever."""
    places = [located.place for located in subject.blocks if located.place is not None]
    return {
        (place.sheet, cell)
        for place in places
        for cell in itertools.product(place.rows, place.columns)
    }


def _fills(subject: Subject, formulas: Mapping[str, Array]) -> dict[str, list[SharedFill]]:
    """Return where one formula fills a block, by sheet; each cell is known to hold it."""
    fills: dict[str, list[SharedFill]] = {}
    for located in subject.blocks:
        block, place = located.block, located.place
        if place is None or block.rule is None or block.array or located.transposed:
            continue
        if (formulas[block.name] != AS_WRITTEN).any():
            continue
        found = fill_of(block)
        if found is not None and len(found.rows) * len(found.columns) > 1:
            rows = [place.rows[i] for i in found.rows]
            columns = [place.columns[t] for t in found.columns]
            fills.setdefault(place.sheet, []).append(SharedFill(rows, columns))
    return fills


def _any_rewritten(states: Iterable[Array]) -> bool:
    return any(((state == REWRITTEN) | (state == BORROWS)).any() for state in states)


def _formula_states(located: Located, file: Workbook, subject: Subject) -> Array:
    """Say which cells hold the formula that they should; constants should hold none."""
    if located.block.role in GIVEN or located.block.role is Role.REFERENCE:
        state = compare_formulas(located, file, None)
        return np.where(state == NO_FORMULA, AS_WRITTEN, REWRITTEN).astype(np.uint8)
    texts = subject.as_written(located) if subject.as_written else None
    return compare_formulas(located, file, texts)


def _strays(file: Workbook, subject: Subject, mapped: AnyMap | None) -> list[str]:
    """Return the cells that hold a formula and belong to no block."""
    places = [located.place for located in subject.blocks if located.place is not None]
    sheets = {place.sheet for place in places} if mapped else set(file.sheets)
    left = {name: set(file.sheets[name].formulas) for name in sheets}
    for place in places:
        left[place.sheet].difference_update(itertools.product(place.rows, place.columns))
    return [f"{name}!{Cell(*cell)}" for name, cells in left.items() for cell in sorted(cells)]
