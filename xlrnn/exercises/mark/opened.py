"""Read a student's workbook: whose it is, where its blocks are, what it holds."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xlrnn.errors import UnreadableError
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import GUESS
from xlrnn.exercises.ask.trials import Array, Inputs
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.judge.strays import pieces, strays
from xlrnn.exercises.judge.submission import Submission
from xlrnn.exercises.mark.handed_out import FormulaTexts, HandedOut, handed_out
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place
from xlrnn.names import Role
from xlrnn.verify.subject.locate import find_blocks
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import Record, parse_record
from xlrnn.xlsx.planting.calculation_copy import plain_references, write_calculation_copy
from xlrnn.xlsx.planting.copy_parts import WHAT_IF
from xlrnn.xlsx.planting.reaching_out import TEXT_UNKNOWN, TOO_DEEP
from xlrnn.xlsx.reading.package import Limits, Package
from xlrnn.xlsx.reading.read import Workbook

# An exercise has some thousand cells; what is much larger is no honest submission.
LIMITS: Final = Limits(entries=2_000, part_bytes=64 * 2**20, total_bytes=128 * 2**20, cells=300_000)


@dataclass(frozen=True)
class Opened:
    """A student's workbook, ready to be calculated.

    Attributes:
        assignment: what the student was asked.
        submission: the blocks and formulas.
        rules: the lesson's expressions.
        texts: the formulas of the blocks as they were given, by block.
        inputs: the blocks of inputs.
        given: the inputs that the student was given.
        used: the last row and column of each sheet that holds anything.
        copy: the copy that engines calculate.
        trials: the inputs of each trial.
        notes: what a teacher should know.
        undecidable: the cells of which no engine can be given all that they lean on.
        outside: where formulas stand outside of the blocks, by sheet.
    """

    assignment: Assignment
    submission: Submission
    rules: Rules
    texts: FormulaTexts
    inputs: Sequence[Block]
    given: Inputs
    used: Mapping[str, Cell]
    copy: Path
    trials: Sequence[Mapping[str, Array]]
    notes: Sequence[str] = ()
    undecidable: frozenset[str] = frozenset()
    outside: Mapping[str, Sequence[Area]] = field(default_factory=dict)


def record_of(file: Workbook) -> Record | None:
    """Return what a workbook says about itself, None if its hidden sheet is gone.

    Raises:
        UnreadableError: if it says that it is no exercise.
    """
    cells = manifest.cells_of(file)
    return None if cells is None else parse_record(cells)


def open_submission(package: Package, file: Workbook, assignment: Assignment, copy: Path) -> Opened:
    """Find the blocks of an exercise in a student's workbook, and write the copy for engines.

    Raises:
        UnreadableError: if it cannot be marked.
    """
    exercise = handed_out(assignment)
    rules, notes = exercise.rules, list[str]()
    places = dict(_places(exercise, file, notes))
    blocks = rules.book.blocks
    inputs = [block for block in blocks if block.constant and block.name != GUESS]
    gone = [block.name for block in inputs if block.name not in places]
    if gone:
        pages = {exercise.places[name].sheet for name in gone} - file.sheets.keys()
        lost = f"with the page {', '.join(sorted(pages))}" if pages else "from the workbook"
        raise UnreadableError(
            f"the inputs {', '.join(gone)} are gone {lost}: go on in the file that was handed out, "
            "whose pages all stay"
        )
    plain = plain_references(package, _cells(places))
    left_out = write_calculation_copy(package, copy)
    notes += [f"{entry.place} {entry.why}: not followed" for entry in left_out]
    refused = {
        f"{one.sheet}!{one.address}": "too-deep" if one.why == TOO_DEEP else "reaches-out"
        for one in left_out
        if one.why not in (WHAT_IF, TEXT_UNKNOWN)
    }
    undecidable = {f"{one.sheet}!{one.address}" for one in left_out} - refused.keys()
    blanks = {name: cells_ for name, cells_ in assignment.questions.blanks.items() if name != GUESS}
    sheets = {place.sheet for place in places.values()}
    return Opened(
        assignment,
        Submission(file, places, refused, blanks, plain),
        rules,
        exercise.texts_at(places, file),
        inputs,
        exercise.given,
        {sheet: _last(file, sheet, places) for sheet in sheets},
        copy,
        exercise.trials,
        notes,
        frozenset(undecidable),
        {sheet: pieces(strays(file, places, sheet)) for sheet in sheets},
    )


def _cells(places: Mapping[str, Place]) -> set[tuple[str, tuple[int, int]]]:
    """Return the cells of all blocks: some are changed in trials, others put right."""
    return {
        (place.sheet, (row, column))
        for place in places.values()
        for row in place.rows
        for column in place.columns
    }


def _places(exercise: HandedOut, file: Workbook, notes: list[str]) -> Iterator[tuple[str, Place]]:
    """Yield where each block stands; where only its name was lost, where it used to stand."""
    found = find_blocks(exercise.rules.book, file)
    taken = [one.place for one in found if one.place is not None]
    for located in found:
        if located.block.role is Role.CHECK:  # nobody is marked on what checks
            continue
        name, place = located.block.name, located.place
        if place is None and name.casefold() not in file.names and not located.misshapen:
            old = exercise.places[name]
            free = not any(old.sheet == o.sheet and old.area.meets(o.area) for o in taken)
            if old.sheet in file.sheets and free:
                place = old
                notes.append(f"the name {name} is gone; taken where it was handed out")
        if place is None:
            notes.append(f"block {name}: {located.problem}")
        if place is not None:
            yield name, place


def _last(file: Workbook, sheet: str, places: Mapping[str, Place]) -> Cell:
    """Return the last row and column that hold anything, or could."""
    found = file.sheets[sheet]
    corners = [place.area.last for place in places.values() if place.sheet == sheet]
    ends = [(1, 1), *((corner.row, corner.column) for corner in corners)]
    ends += [*found.values, *found.formulas]
    return Cell(max(row for row, _ in ends), max(column for _, column in ends))


def fingerprint(path: Path) -> str:
    """Return what tells whether two files are the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
