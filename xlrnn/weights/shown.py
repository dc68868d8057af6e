"""What an engine shows of a workbook that xlrnn wrote, block by block.

The engine gets a copy without stored results, as in `verify`, so that a weight that is a formula
is calculated and not read from where somebody stored it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import engines
from xlrnn.engines.base import Engine
from xlrnn.errors import InputError, UnreadableError, UsageError, XlrnnError
from xlrnn.formula.value import Value
from xlrnn.lessons import Lesson
from xlrnn.names import Role
from xlrnn.scratch import scratch_folder
from xlrnn.verify.compare import read_blocks
from xlrnn.verify.doubts.withheld import refuse_unknown_inputs
from xlrnn.verify.prepare import Prepared, prepare
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN
from xlrnn.verify.subject.inputs import GIVEN, input_array
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import lesson_of
from xlrnn.xlsx import handout, manifest
from xlrnn.xlsx.garbage import without_collection
from xlrnn.xlsx.planting.calculation_copy import PLANT
from xlrnn.xlsx.reading.read import read

Array = NDArray[Any]

CALCULATES_NOTHING = (
    "the engine cached calculates nothing: weights and outputs are calculated anew, so name "
    "another, or leave it out"
)


@dataclass(frozen=True)
class Shown:
    """A workbook as an engine calculates it.

    Args:
        lesson: what wrote it.
        engine: who calculated it, with its version.
        prepared: the workbook, and where its blocks are.
        values: what each block shows, by its name.
    """

    lesson: Lesson
    engine: str
    prepared: Prepared
    values: Mapping[str, Sequence[Sequence[Value]]]

    def block(self, key: str) -> Located:
        """Return the block of a key.

        Raises:
            UnreadableError: if it is not there; the message says why.
        """
        found = [b for b in self.prepared.subject.blocks if b.block.key == key]
        if not found:
            raise UnreadableError(f"the workbook has no block {key}: build or export it again")
        there = next((b for b in found if b.place is not None), None)
        if there is None:
            raise _lost(found[0])
        return there

    def named(self, name: str) -> Located:
        """Return a block by its name.

        Raises:
            UnreadableError: if it is not there.
        """
        found = next(b for b in self.prepared.subject.blocks if b.block.name == name)
        if found.place is None:
            raise _lost(found)
        return found

    def numbers(self, key: str) -> Array:
        """Return the numbers of a block, as they stand there.

        Raises:
            UnreadableError: if it is not there.
            InputError: if a cell holds no finite number, or was not calculated; with the cell.
        """
        return self.numbers_of(self.block(key))

    def numbers_of(self, located: Located) -> Array:
        """Return the numbers of a block that was found, likewise."""
        array = input_array(located, self.values[located.block.name])
        if array.dtype != object:
            for i, t in np.argwhere((array == PLANT) & self.formulas_of(located)):
                raise InputError(
                    f"{cell_of(located, i, t)} ({located.block.name}) holds a formula that "
                    f"{self.engine} did not calculate: try another engine"
                )
        return array

    def calculated(self, located: Located) -> Array:
        """Return the numbers of a block of formulas.

        Raises:
            InputError: if a cell holds something else than a formula, or shows no finite number.
        """
        for i, t in np.argwhere(~self.formulas_of(located)):
            raise InputError(
                f"{cell_of(located, i, t)} ({located.block.name}) holds no formula any more, so "
                "there is no result to compare the model with: build or export the workbook again"
            )
        return self.numbers_of(located)

    def row(self, located: Located, row: int, *, calculated: bool = False) -> Array:
        """Return the numbers of one row of a block, whatever the others hold.

        Args:
            located: the block.
            row: which one, from 0.
            calculated: whether its cells must hold formulas.

        Raises:
            InputError: likewise.
        """
        values, formulas = self.values[located.block.name][row], self.formulas_of(located)[row]
        for t, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            sound = isinstance(value, float) and np.isfinite(value)
            if not sound or (formula and value == PLANT) or (calculated and not formula):
                shown = "empty" if value is None else value if formula else f"{value!r}, typed"
                raise InputError(
                    f"{cell_of(located, row, t)} ({located.block.name}) is {shown}: expected a "
                    f"finite number{' from a formula' * calculated}"
                )
        return np.array(values)

    def formulas_of(self, located: Located) -> NDArray[np.bool_]:
        """Tell which cells of a block hold formulas."""
        place = located.place
        assert place is not None
        formulas = self.prepared.file.sheets[place.sheet].formulas
        there = np.array([[(row, column) in formulas for column in place.columns]
                          for row in place.rows])  # fmt: skip
        return there.T if located.transposed else there

    def changed(self) -> Iterator[str]:
        """Yield the cells whose formulas are not as they were written."""
        for located in self.prepared.subject.blocks:
            role = located.block.role
            if located.place is None or role in (*GIVEN, Role.REFERENCE, Role.CHECK, Role.LABEL):
                continue
            states = self.prepared.formulas[located.block.name]
            for i, t in np.argwhere(states != AS_WRITTEN):
                yield cell_of(located, i, t)


def expect_calculating(name: str | None) -> None:
    """Refuse an engine that is none, or calculates nothing.

    Raises:
        UsageError: with those there are.
    """
    if name is not None and not engines.get(name).recalculates:
        raise UsageError(CALCULATES_NOTHING)


def shown_by(
    path: Path, lesson: Lesson, name: str | None = None, *, unconfined: bool = False
) -> Shown:
    """Let an engine calculate a workbook, and return what it shows.

    Args:
        path: the workbook.
        lesson: what wrote it.
        name: the engine; by default the first embedded one.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.

    Raises:
        UnreadableError: if it lacks a weight.
        InputError: if a weight follows from what cannot be calculated.
        EngineError: if the engine is not here, or fails.
    """
    with engines.get(name or engines.first_embedded()) as engine, scratch_folder() as folder:
        engine.start()
        with without_collection():
            prepared = prepare(path, folder / "copy.xlsx", None)
            _expect_weights(prepared)
            values = _values(engine, prepared, unconfined=unconfined)
        return Shown(lesson, f"{engine.name} {engine.version()}", prepared, values)


def _values(
    engine: Engine, prepared: Prepared, *, unconfined: bool
) -> Mapping[str, Sequence[Sequence[Value]]]:
    runner = engine if prepared.ours else engines.guarded(engine, unconfined=unconfined)
    with runner.load(prepared.copy) as sheets:
        sheets.calculate()
        return read_blocks(sheets, prepared.subject.blocks)


def lesson_in(path: Path) -> Lesson:
    """Return what wrote a workbook.

    Raises:
        UnreadableError: if xlrnn did not, or it is an exercise.
    """
    file = read(path, results=False)
    cells = manifest.cells_of(file)
    if cells is None:
        raise UnreadableError(
            f"{path} has no manifest, so xlrnn did not write it, or its hidden sheet was deleted: "
            "expected a workbook of xlrnn export or xlrnn build; the weights of another sheet have "
            "to be carried over by hand, with set_weights of a model"
        )
    if handout.is_exercise(cells):
        raise UnreadableError(
            f"{path} is an exercise, whose cells are a student's: take the weights from the "
            "lesson's own workbook (xlrnn build)"
        )
    try:
        return lesson_of(file)
    except XlrnnError as error:
        raise UnreadableError(f"{path}: {error}") from None


def _expect_weights(prepared: Prepared) -> None:
    """Refuse a workbook that has lost weights, or where nobody knows what they are."""
    for located in prepared.subject.blocks:
        block = located.block
        if located.place is None and block.role is Role.PARAMETER and block.key != "tolerance":
            raise _lost(located)
    if prepared.left_out:
        refuse_unknown_inputs(prepared.subject.blocks, prepared.undecided, prepared.left_out)


def _lost(located: Located) -> UnreadableError:
    return UnreadableError(
        f"{located.block.name} ({located.block.entry.label}) is not there: {located.problem}. "
        "Restore it, or build or export the workbook again"
    )


def cell_of(located: Located, i: Any, t: Any) -> str:
    """Return a cell of a block as users read it."""
    place = located.place
    assert place is not None
    row, column = (t, i) if located.transposed else (i, t)
    return f"{place.sheet}!{place.cell(int(row), int(column))}"
