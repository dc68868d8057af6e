"""Choose the trials of an exercise: those that tell the right formulas from wrong ones.

Many inputs are drawn. Of each asked cell every small change of its formula is calculated with all
of them, and so many are taken that each change shows another result somewhere. What none of them
shows is a formula that is right whatever the inputs are, or an exercise that cannot be marked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.fewest_trials import fewest
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.many_trials import Array, ManyTrials, TooManyError, no_value
from xlrnn.exercises.ask.trials import Inputs, trials
from xlrnn.exercises.mistakes.changes import SOMETIMES, Change, changes
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Expression
from xlrnn.formula.walk import cells_of, everything, references, rule_of
from xlrnn.lessons import Lesson
from xlrnn.sheet.book import Book
from xlrnn.xlsx.handout import Index

Blanks: TypeAlias = Mapping[str, Sequence[Index]]

POOL: Final = 64
"""Of so many inputs some are taken."""
_CELLS: Final = 8_000
"""Cells that follow from more than these are not looked at."""
_LOOKED_AT: Final = 48
"""Of a block of more cells, those at its edges and in its middle are looked at."""
_STEADY: Final = 1e-9
"""Inputs with which rounding changes a result by more than this are not taken."""
_APART, _VANISHING = 1e-4, 1e-9
"""A wrong result is a thousand times as far off as is allowed when marking."""


@dataclass(frozen=True)
class Wrong:
    """A changed formula of a cell, and which inputs tell it from the right one."""

    block: Block
    index: Index
    right: Expression
    change: Change
    told: Array

    @property
    def group(self) -> tuple[str, str, str]:
        """The same change, in any cell of the block."""
        return self.block.name, self.change.kind, self.change.place


@dataclass(frozen=True)
class ToldApart:
    """What the trials of an exercise tell of a block.

    Args:
        block: its name.
        kind: how its formulas were changed.
        changes: so many wrong formulas that makes.
        told: so many of them show another result in some trial.
        same: so many are right, whatever the inputs are.
    """

    block: str
    kind: str
    changes: int
    told: int
    same: int


@dataclass(frozen=True)
class Choice:
    """The chosen trials, by the numbers they are drawn with, and what they tell."""

    numbers: tuple[int, ...]
    lines: tuple[ToldApart, ...]


def chosen_for(assignment: Assignment, lesson: Lesson, book: Book) -> Choice:
    """Return the trials of an exercise.

    Args:
        assignment: what is asked.
        lesson: its lesson.
        book: its book.
    """
    unreached = defaults(assignment.lesson).unreached
    marked = assignment.questions.marked
    return choose_trials(book, marked, lesson.inputs(), assignment.chance, unreached)


def choose_trials(
    book: Book,
    blanks: Blanks,
    inputs: Inputs,
    seed: int,
    unreached: Collection[str] = (),
) -> Choice:
    """Choose trials that tell each wrong formula from the right one.

    Args:
        book: the book of the exercise.
        blanks: the cells that are asked.
        inputs: the given inputs.
        seed: of what is drawn.
        unreached: blocks whose rules guard against what no inputs bring about.

    Raises:
        UsageError: if a change cannot be told, whatever the inputs are.
    """
    numbers = range(1, POOL)
    pool = trials(book.blocks, inputs, seed, numbers)
    many, noisy = ManyTrials(pool, _CELLS), ManyTrials(pool, _CELLS, np.random.default_rng(seed))
    cells = [(book[name], index) for name in blanks for index in _looked_at(book, blanks, name)]
    steady = _steady(many, noisy, cells)
    wrong = [one for cell in cells for one in _wrong_formulas(many, *cell)]
    told = np.array([one.told & steady for one in wrong], dtype=bool).reshape(len(wrong), POOL)
    _refuse_what_cannot_be_told(wrong, told, many, unreached)
    taken = fewest(_needed(wrong, told), steady)
    return Choice(
        tuple(numbers[trial - 1] for trial in taken if trial),
        tuple(_lines(wrong, told, taken)),
    )


def _looked_at(book: Book, blanks: Blanks, name: str) -> Sequence[Index]:
    cells = blanks[name]
    if len(cells) <= _LOOKED_AT:
        return cells
    rows, columns = ({0, 1, n // 2, n - 2, n - 1} for n in book[name].shape)
    return [(i, t) for i, t in cells if i in rows and t in columns]


def _steady(many: ManyTrials, noisy: ManyTrials, cells: Sequence[tuple[Block, Index]]) -> Array:
    """Tell with which inputs rounding does no harm: other right formulas round otherwise.

    Finite differences are never steady; then what is not worse than the given inputs is taken.
    """
    off = np.zeros(many.count)
    for block, index in cells:
        try:
            one = many.cell(block, *index)
            noisy.take_texts(many)
            other = noisy.cell(block, *index)
        except TooManyError:
            continue
        if one.dtype == object or other.dtype == object:
            continue
        size = np.maximum(np.abs(one), 1e-12 * np.nanmax(np.abs(one), initial=1e-200))
        apart = np.where(no_value(one) & no_value(other), 0.0, np.abs(one - other) / size)
        off = np.maximum(off, np.where(np.isnan(apart), np.inf, apart))
    steady: Array = off <= max(_STEADY, 2 * off[0])
    return steady


def _wrong_formulas(many: ManyTrials, block: Block, index: Index) -> Iterator[Wrong]:
    """Yield the changed formulas of a cell; of what reads nothing there are none."""
    right = rule_of(block, *index)
    if not any(True for _ in references(right)):
        return
    try:
        known = many.values_of_parts(right)
    except TooManyError:
        return
    single = [part for part in everything(right) if isinstance(part, Ref) and part.shape == (1, 1)]
    given = [(part, known[id(part)][0]) for part in dict.fromkeys([right, *single])]
    for change in changes(right, block, *index, given):
        try:
            shown = many.value(change.expression, known)
        except TooManyError:
            continue
        yield Wrong(block, index, right, change, _differ(known[id(right)], shown))


def _differ(right: Array, wrong: Array) -> Array:
    """Tell in which trials a wrong result is far from the right one."""
    right, wrong = (side.reshape(len(side), -1)[:, 0] for side in (right, wrong))
    if right.dtype == object or wrong.dtype == object:
        pairs = zip(right, wrong, strict=True)
        return np.array([str(one).casefold() != str(other).casefold() for one, other in pairs])
    size = np.nanmax(np.abs(right), initial=0.0)
    far = np.abs(right - wrong) > np.maximum(_APART * np.abs(right), _VANISHING * size)
    return np.asarray(~np.isnan(right) & (far | np.isnan(wrong)))


def _needed(wrong: Sequence[Wrong], told: Array) -> Array:
    """Return what must be told: each change in each cell.

    What is wrong for some numbers alone must be told in one cell of its block.
    """
    sometimes: dict[tuple[str, str, str], Array] = {}
    each = []
    for one, by in zip(wrong, told, strict=True):
        if one.change.kind in SOMETIMES:
            sometimes[one.group] = sometimes.get(one.group, False) | by
        else:
            each.append(by)
    return np.array([*each, *sometimes.values()], dtype=bool).reshape(-1, told.shape[1])


def _refuse_what_cannot_be_told(
    wrong: Sequence[Wrong], told: Array, many: ManyTrials, unreached: Collection[str]
) -> None:
    """Refuse a block of which a change is told in no cell, though it is another formula.

    Raises:
        UsageError: if there is one.
    """
    seen = {one.group for one, by in zip(wrong, told, strict=True) if by.any()}
    free = _Free(many)
    for one in wrong:
        if one.group in seen or one.change.kind in SOMETIMES or one.block.name in unreached:
            continue
        if free.tells(one):
            raise UsageError(
                f"block {one.block.name} cannot be marked: whatever the inputs are, its right "
                f"formula and a wrong one ({one.change.kind}) show the same; choose other blocks "
                "with --blank or other options with --set"
            )


def _follows_from_nothing(block: Block, index: Index) -> bool:
    """Tell whether a cell is the same whatever the inputs are, as the number of a row is."""
    if block.constant:
        return False
    seen, waiting = {(block.name, index)}, [(block, index)]
    while waiting:
        one, (i, t) = waiting.pop()
        rule = rule_of(one, i, t)
        if any(ref.block.constant for ref in references(rule)):
            return False
        for before, cell in cells_of(rule):
            if (before.name, cell) not in seen:
                seen.add((before.name, cell))
                waiting.append((before, cell))
    return True


class _Free(ManyTrials):
    """The cells that a formula reads hold anything, but for those that no input changes."""

    def __init__(self, like: ManyTrials) -> None:
        super().__init__([{}] * like.count, 0)
        self._like, self._draw = like, np.random.default_rng(0)

    def tells(self, wrong: Wrong) -> bool:
        """Tell whether a change makes another formula, or the same in other words."""
        return bool(
            _differ(*(self.value(e, {}) for e in (wrong.right, wrong.change.expression))).any()
        )

    def cell(self, block: Block, i: int, t: int) -> Array:
        """Return any values of the kind that a cell holds."""
        key = block.name, i, t
        if key not in self._known:
            self._known[key] = self._any(block, i, t)
        return self._known[key]

    def _any(self, block: Block, i: int, t: int) -> Array:
        shown = self._like.cell(block, i, t)
        if _follows_from_nothing(block, (i, t)):
            return shown
        text = shown.dtype == object
        return self._draw.permutation(shown) if text else self._draw.uniform(-2, 2, self.count)


def _lines(wrong: Sequence[Wrong], told: Array, taken: Sequence[int]) -> Iterator[ToldApart]:
    """Yield a line for each block and each kind of change."""
    groups: dict[tuple[str, str], list[Array]] = {}
    for one, by in zip(wrong, told, strict=True):
        groups.setdefault((one.block.name, one.change.kind), []).append(by)
    for (block, kind), found in groups.items():
        by_any, by_taken = (
            np.array(found)[:, trials].any(axis=1) for trials in (slice(None), taken)
        )
        yield ToldApart(block, kind, len(found), int(by_taken.sum()), int((~by_any).sum()))
