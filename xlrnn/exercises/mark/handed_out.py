"""An exercise as it was handed out: what all submissions of it are marked with.

It is kept for the next submission and never changed: where a student has moved blocks is known
by each submission itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from xlrnn.exercises.ask.choose_trials import chosen_for
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.trials import Array, Inputs, trials
from xlrnn.exercises.judge.rules import Rules
from xlrnn.exercises.make.book import exercise_book
from xlrnn.formula.place import Place
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.verify.subject.locate import locate
from xlrnn.xlsx.reading.read import Workbook

# The formulas of each block, row by row.
FormulaTexts: TypeAlias = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class HandedOut:
    """What is the same for all submissions of an exercise.

    Args:
        assignment: what was asked.
        rules: the lesson's expressions.
        places: where each block was handed out.
        given: the inputs as they were handed out.
        trials: the inputs of each trial.
    """

    assignment: Assignment
    rules: Rules
    places: Mapping[str, Place]
    given: Inputs
    trials: Sequence[Mapping[str, Array]]

    def texts_at(self, places: Mapping[str, Place], file: Workbook) -> FormulaTexts:
        """Return the formulas of the blocks that are marked, as they stand in a workbook.

        Args:
            places: where blocks stand in it, by name.
            file: the workbook.
        """
        if all(place == self.places[name] for name, place in places.items()):
            return self._texts
        moved = _book(self.assignment)
        locate(moved, file)
        for name, place in places.items():
            moved[name].place = place
        return _texts(moved)

    @cached_property
    def _texts(self) -> FormulaTexts:
        return _texts(self.rules.book)


def handed_out(assignment: Assignment) -> HandedOut:
    """Return an exercise as it was handed out; what is asked says all of it."""
    return _made(assignment.text)


@lru_cache(maxsize=8)
def _made(text: str) -> HandedOut:
    asked = Assignment.of(json.loads(text))
    lesson, book = asked.make_lesson(), _book(asked)
    given = lesson.inputs()
    numbers = asked.trials or chosen_for(asked, lesson, book).numbers
    tried = trials(book.blocks, given, asked.chance, numbers)
    places = {block.name: block.located() for block in book.blocks}
    return HandedOut(asked, Rules(book), places, given, tuple(tried))


def _book(assignment: Assignment) -> Book:
    return exercise_book(assignment.make_lesson(), assignment.questions)


def _texts(book: Book) -> FormulaTexts:
    marked = (
        block
        for block in book.blocks
        if block.rule is not None and block.role not in (Role.CHECK, Role.LABEL)
    )
    return {block.name: cell_texts(block) for block in marked}
