"""What one student is asked: which cells are blank, and which mistake is hidden.

Everything follows from lesson, level and a number, so that the key can be made again at any time.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.exercises.ask.calculated_again import (
    calculated_again,
    same_when_pasted,
    shows_results_again,
)
from xlrnn.exercises.ask.defaults import LEVELS, Defaults, defaults
from xlrnn.exercises.ask.dependencies import reads_of
from xlrnn.exercises.ask.kept_blocks import ASKED, kept_blocks
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.exercises.mistakes.same_value import same_value
from xlrnn.formula.block import Block
from xlrnn.formula.evaluating.evaluate import NoValueError, by_cell, evaluated
from xlrnn.formula.expression import Expression
from xlrnn.formula.value import Value
from xlrnn.formula.walk import by_rule, rule_of
from xlrnn.lessons import Lesson
from xlrnn.names import Role
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book, shown_by
from xlrnn.xlsx.handout import Index

GUESS = "guess"
# Single cells of a block that are blank at level 1.
SINGLE = 2
# The levels at which blocks are blank whose formulas could be copied.
COPIED = (2, 3, 5)
# Of a lesson that declares nothing, so many blocks are blank.
MOST = 12


@dataclass(frozen=True)
class Questions:
    """What one student is asked.

    Args:
        level: what kind of exercise it is.
        blanks: the blank cells of each block, as (row, column) from 0.
        planted: the misconception that a block is written with.
        predict: the block that the student predicts, "" if none.
    """

    level: int
    blanks: Mapping[str, Sequence[Index]]
    planted: Mapping[str, str] = field(default_factory=dict)
    predict: str = ""

    @property
    def marked(self) -> dict[str, Sequence[Index]]:
        """The cells whose formulas decide: where a mistake is hidden, those of its block."""
        return {
            name: cells
            for name, cells in self.blanks.items()
            if name != GUESS and (not self.planted or name in self.planted)
        }

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Questions":
        """Return the questions that a key keeps."""
        blanks = {
            name: [(int(i), int(t)) for i, t in cells] for name, cells in content["blanks"].items()
        }
        return cls(content["level"], blanks, dict(content["planted"]), content["predict"])


def choose_questions(
    lesson: Lesson,
    level: int,
    wanted: Sequence[str] = (),
    number: int = 0,
    book: Book | None = None,
) -> Questions:
    """Choose what a student is asked.

    Args:
        lesson: the lesson.
        level: what kind of exercise it is.
        wanted: the blocks that are blank; by default those that the lesson declares.
        number: makes the choice where there is one.
        book: the lesson's book, if it is made already.

    Raises:
        UsageError: if there is no such level, or a block cannot be blank.
    """
    if level not in LEVELS:
        known = ", ".join(f"{number} ({what})" for number, what in LEVELS.items())
        raise UsageError(f"there is no level {level}: expected {known}")
    book, declared = book or lesson.book(), defaults(lesson.name)
    able = {block: own for block, own in askable(book).items() if block not in declared.unasked}
    if not able:
        raise UsageError(f"lesson {lesson.name} has no block that could be blank: choose another")
    for name in wanted:
        if name in declared.unasked:
            raise UsageError(f"block {name!r} cannot be marked: {declared.unasked[name]}")
    names = [_checked(name, able) for name in wanted] or _by_default(level, declared, able)
    asked = able if level == 4 else names
    kept = {block.name for block in kept_blocks(lesson, book, asked)}
    if not wanted:  # those of which another one tells the results are not asked for
        names = [name for name in names if name in kept]
        if not names:
            raise UsageError(f"lesson {lesson.name} has no exercise of level {level}")
    if level in COPIED:
        names = _with_copies(book, names, kept)
        able = {block.name: block for block in fillable(book)}
    draw = random.Random(f"{lesson.name} {level} {number}")
    if level == 4:
        able = {name: block for name, block in able.items() if name in kept}
        return _with_mistake(lesson, declared, able, names if wanted else [], draw)
    if level == 1:
        return Questions(1, _single_cells(lesson, able, names, draw))
    blanks = {name: every_cell(able[name]) for name in names}
    predict = declared.predict if declared.predict in kept & {*able} else ""
    if level == 5:
        predict = predict or names[-1]
        return Questions(5, {GUESS: every_cell(able[predict]), **blanks}, {}, predict)
    return Questions(level, blanks)


def askable(book: Book) -> dict[str, Block]:
    """Return the blocks that can be blank: those that are calculated by a rule, once each."""
    reads = reads_of(book)
    found: dict[str, Block] = {}
    again: set[str] = set()
    for block in fillable(book):
        if block.name not in again:
            found[block.name] = block
            again |= calculated_again(book, block.name, reads)
    return found


def fillable(book: Book) -> list[Block]:
    """Return the blocks that students could fill."""
    pages = {page.name for page in book.pages if not shows_results_again(page)}
    return [
        block
        for block in book.blocks
        if block.role in ASKED
        and by_rule(block)
        and block.dims[1] != "shown"
        and block.page in pages
    ]


def every_cell(block: Block) -> list[Index]:
    """Return all cells of a block."""
    height, width = block.shape
    return [(i, t) for i in range(height) for t in range(width)]


def _checked(name: str, able: Mapping[str, Block]) -> str:
    if name not in able:
        raise UsageError(f"block {name!r} cannot be blank: expected one of {', '.join(able)}")
    return name


def _with_copies(book: Book, names: Sequence[str], kept: Collection[str]) -> list[str]:
    """Return the blank blocks and those that stay and whose formulas could be pasted there."""
    able = {block.name for block in fillable(book)} & {*kept}
    found = [*names]
    for name in found:  # which grows
        found += [
            copy for copy in same_when_pasted(book, name) if copy in able and copy not in found
        ]
    return [block.name for block in book.blocks if block.name in found]


def _by_default(level: int, declared: Defaults, able: Mapping[str, Block]) -> list[str]:
    """Return the blocks that a lesson declares, or else a few from the roles of its blocks."""
    names = [name for name in declared.blocks.get(level, ()) if name in able]
    if not names and level not in (1, 3):
        names = [name for name, block in able.items() if block.role is not Role.CALCULATION]
    return (names or list(able))[:MOST]


def _with_mistake(
    lesson: Lesson,
    declared: Defaults,
    able: Mapping[str, Block],
    wanted: Sequence[str],
    draw: random.Random,
) -> Questions:
    """Hide a mistake in one block; every calculated cell may be changed to find it."""
    pairs = [(name, wrong) for name, wrong in declared.planted if name in able]
    pairs = pairs or [(name, wrong) for name in able for wrong in CATALOGUE]
    pairs = [(name, wrong) for name, wrong in pairs if not wanted or name in wanted]
    values = lesson.expected(lesson.inputs())
    draw.shuffle(pairs)
    seen = (pair for pair in pairs if _can_be_seen(able[pair[0]], pair[1], values))
    name, wrong = next(seen, ("", ""))
    if not name:
        raise UsageError("no mistake can be hidden there: name other blocks with --blank")
    blanks = {block: every_cell(able[block]) for block in able}
    return Questions(4, blanks, {name: wrong})


def _can_be_seen(block: Block, wrong: str, values: Trace) -> bool:
    """Tell whether a mistake changes a number of a block."""

    def shows(expression: Expression) -> list[Value]:
        return [evaluated(expression)(by_cell(look), lambda *_: None)]

    def look(of: Block, i: int, t: int) -> Value:
        shown: Value = shown_by(of, values).tolist()[i][t]
        return shown

    for i, t in every_cell(block):
        right = rule_of(block, i, t)
        mistake = next(variants(wrong, right, block, i, t), right)
        try:
            if mistake is not right and not same_value(shows(right), shows(mistake)):
                return True
        except NoValueError:
            continue
    return False


def _single_cells(
    lesson: Lesson, able: Mapping[str, Block], names: Sequence[str], draw: random.Random
) -> dict[str, list[Index]]:
    """Choose cells whose answer stands nowhere else, as long as there are such."""
    values = lesson.expected(lesson.inputs())
    seen: dict[Any, int] = {}
    for name in able:
        for value in np.ravel(shown_by(able[name], values)).tolist():
            seen[value] = seen.get(value, 0) + 1
    chosen = {}
    for name in names:
        shown = shown_by(able[name], values)
        cells = every_cell(able[name])
        alone = [cell for cell in cells if seen[shown[cell]] == 1] or cells
        chosen[name] = sorted(draw.sample(alone, min(SINGLE, len(alone))))
    return chosen
