"""An exercise as a file: which cells are blank, and what the file says about itself.

The record on the hidden sheet says which lesson it is, how large, which cells are blank and whose
it is. It has no seed and no values, so that no answer follows from it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from xlrnn.errors import UnreadableError
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.value import Value
from xlrnn.names import Role
from xlrnn.xlsx import manifest
from xlrnn.xlsx.reading.read import Workbook

SCHEMA: Final = "xlrnn/exercise/1"

# Locked cells are a courtesy against slips: there is no password, and looks may be changed.
PROTECTION: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}

# The state of a cell whose block is not found.
MISSING: Final = "missing"

# The page that is a student's own.
SCRATCH: Final = "scratch"

Index = tuple[int, int]
Cells = Mapping[tuple[int, int], Value]


@dataclass(frozen=True)
class Handout:
    """What makes an exercise of a book.

    Args:
        blanks: the blank cells of each block, as (row, column) from 0.
        free: the blocks whose cells may be changed beside the inputs.
        lines: the record, cut into lines.
    """

    blanks: Mapping[str, Sequence[Index]]
    free: frozenset[str] = frozenset()
    lines: Sequence[str] = ()

    def may_change(self, block: Block) -> bool:
        """Tell whether a student may change what stands in a block."""
        return block.name in self.free or block.role in (Role.INPUT, Role.PARAMETER)

    def blank_cells(self, block: Block) -> Iterator[Cell]:
        """Yield the blank cells of a block."""
        for index in self.blanks.get(block.name, ()):
            yield block.located().cell(*index)


@dataclass(frozen=True)
class Record:
    """What an exercise says about itself.

    Args:
        lesson: the lesson.
        options: its options, without the seed from which the weights were drawn.
        level: what kind of exercise it is.
        blanks: the blank cells of each block.
        tells: what `xlrnn check` may tell: states, verdicts or reasons.
        student: whose it is, "" if it is anybody's.
        signature: proves that this student was given this exercise.
        predict: the block that the student predicts, "" if none.
    """

    lesson: str
    options: Mapping[str, Any]
    level: int
    blanks: Mapping[str, Sequence[Index]]
    tells: str = "verdicts"
    student: str = ""
    signature: str = field(default="", repr=False)
    predict: str = ""

    def lines(self) -> list[str]:
        """Return the record, cut into lines that fit into a cell."""
        return manifest.cut(json.dumps({"schema": SCHEMA, **asdict(self)}))


def is_exercise(cells: Cells | None) -> bool:
    """Tell whether the cells of the sheet called `xlrnn` are those of an exercise."""
    try:
        schema = manifest.read_content(cells).get("schema")
    except UnreadableError:
        return False
    return isinstance(schema, str) and schema.startswith("xlrnn/exercise/")


def parse_record(cells: Cells | None) -> Record:
    """Read the record from the cells of the sheet called `xlrnn`.

    Raises:
        UnreadableError: if it is absent or damaged, or another workbook's.
    """
    content = manifest.read_content(cells)
    if content.pop("schema", None) != SCHEMA:
        raise UnreadableError("this is no exercise of xlrnn: hand in the file that you were given")
    try:
        record = Record(**content)
        blanks = {
            str(name): [(int(i), int(t)) for i, t in indices]
            for name, indices in record.blanks.items()
        }
        options = dict(record.options)
        texts = record.lesson, record.tells, record.student, record.signature, record.predict
    except (TypeError, ValueError, AttributeError):
        raise UnreadableError("the exercise's record on its hidden sheet is damaged") from None
    if not all(isinstance(text, str) for text in texts) or not isinstance(record.level, int):
        raise UnreadableError("the exercise's record on its hidden sheet is damaged")
    lesson, tells, *others = texts
    return Record(lesson, options, record.level, blanks, tells, *others)


def refuse_exercise(file: Workbook, cells: Cells | None) -> None:
    """Refuse an exercise where a whole workbook is expected, and say how far it is.

    Raises:
        UnreadableError: if it is an exercise.
    """
    if not is_exercise(cells):
        return
    record = parse_record(cells)
    if record.level == 4:  # nothing was blank
        raise UnreadableError("this is an exercise: xlrnn check says more")
    states = [state for row in states_of(file, record).values() for state in row]
    raise UnreadableError(
        f"this is an exercise: of {len(states)} blank cells {states.count('formula')} hold a "
        f"formula, {states.count('typed')} a typed value and {states.count('empty')} nothing. "
        "xlrnn check says more"
    )


def states_of(file: Workbook, record: Record) -> dict[str, list[str]]:
    """Return the state of each blank cell by block: formula, typed, empty or missing."""
    return {
        name: [_state(file, file.area(name), index) for index in indices]
        for name, indices in record.blanks.items()
    }


def _state(file: Workbook, place: Any, index: Index) -> str:
    if place is None:
        return MISSING
    sheet, area = place
    return state_of(file, sheet, area.first.row + index[0], area.first.column + index[1])


def state_of(file: Workbook, sheet: str, row: int, column: int) -> str:
    """Return the state of a cell that is to be filled: formula, typed or empty."""
    if (row, column) in file.sheets[sheet].formulas:
        return "formula"
    return "empty" if file.sheets[sheet].values.get((row, column)) is None else "typed"
