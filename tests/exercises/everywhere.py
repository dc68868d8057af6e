"""Submissions with known marks for any lesson, from its own rules: styles, slips, and the rest.

What a right formula is, the lesson says, and the tests of the lessons prove it with NumPy. What a
student makes of it, `ways` and the catalogue say; mistakes by hand are in `mistakes`.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.exercises.hands import Hand
from tests.exercises.known import Handed, Known
from tests.exercises.slips import Cells, Slips
from tests.exercises.styles import styles, written
from tests.exercises.submissions import Pupil, sheet_of
from tests.exercises.unseen import Overlooked
from tests.exercises.wrong_answers import MISTAKES, read
from xlrnn import lessons
from xlrnn.exercises.ask.defaults import LEVELS, defaults
from xlrnn.exercises.ask.kept_blocks import kept_blocks
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.ask.questions import GUESS, askable
from xlrnn.exercises.make.exercise import make
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.walk import rule_of
from xlrnn.formula.writing.fill import cell_texts

MIXED = 6
TOGETHER = 10  # so many blocks are blank at once
OPTIONS = {"hello-training": {"optimizer": "Adam"}}
FIND = 4  # the level at which a mistake is hidden
STYLE = "right, in a style of its own"
# Of many shares the smallest are next to 0, and IronCalc takes those for equal: it finds another
# one, and then no reason is given.
SMALLEST = "largest-for-smallest"
REPEATED = "first-step-repeated"
ADDRESS = re.compile(r"[A-Z]\$?\d")


@dataclass(frozen=True)
class Asked:
    """An exercise: a level of a lesson, or some of its blocks."""

    lesson: str
    level: int
    blanks: tuple[str, ...] = ()

    def hand_out(self, folder: Path) -> Handed:
        settings = OPTIONS.get(self.lesson, {}) if self.blanks else {}
        blank, *_ = make(
            self.lesson, folder, level=self.level, blanks=self.blanks, seed=3, settings=settings
        )
        return Handed(blank, read_key(folder).assignments[0], folder)


def exercises() -> list[Asked]:
    """Every lesson at every level; then its blocks, one of each form of formula."""
    found = []
    for name in lessons.LESSON_NAMES:
        found += [Asked(name, level) for level in LEVELS]
        found += [Asked(name, 2, tuple(group)) for group in groups(name)]
    return found


def groups(name: str) -> list[list[str]]:
    """Sort the blocks of a lesson into exercises: those that may be blank together."""
    declared = defaults(name)
    lesson = lessons.get(name).chosen({**declared.options, **OPTIONS.get(name, {})}, 3)
    book = lesson.book()
    found: list[list[str]] = []
    asked = {block for block, *_ in MISTAKES.get(name, ())}
    taken = {_form(book[block]) for block in asked}
    for block in askable(book).values():
        if (_form(block) in taken and block.name not in asked) or block.name in declared.unasked:
            continue
        taken.add(_form(block))
        for group in found:
            wanted = {*group, block.name}
            kept = {one.name for one in kept_blocks(lesson, book, wanted)}
            if wanted <= kept and len(wanted) <= TOGETHER:
                group.append(block.name)
                break
        else:
            found.append([block.name])
    return found


def _form(block: Block) -> str:
    """The last formula of a block without its addresses."""
    height, width = block.shape
    hand = Hand(block.page, lambda _, part: "·" if isinstance(part, Ref) else None)
    return hand.write(rule_of(block, height - 1, width - 1))


def fill(pupil: Pupil, others: Mapping[str, Cells] | None = None) -> None:
    """Fill all blanks as in the lesson, but for some blocks."""
    for name in pupil.asked:
        texts = cell_texts(pupil.sheet.book[name])
        for i, t in pupil.cells(name):
            cell = (others or {}).get(name)
            pupil.put(name, i, t, cell(i, t) if cell else texts[i][t])
    for i, t in pupil.cells(GUESS):
        pupil.type(GUESS, i, t, "x")


def submissions(handed: Handed, *, every_block: bool) -> Iterator[Known]:
    """All submissions of an exercise."""
    if handed.assignment.questions.level == FIND:
        yield from _find_the_mistake(handed)
    else:
        yield from _right(handed)
    if every_block:
        slips = Slips(handed.assignment)
        yield from _by_hand(handed)
        yield from _blocks(handed, slips)
        yield from _overlooked(handed, slips)
        yield from _mixed(handed, slips)


def _right(handed: Handed) -> Iterator[Known]:
    book = sheet_of(handed.assignment).book
    blanks = {n: cells for n, cells in handed.assignment.questions.blanks.items() if n != GUESS}
    seen: set[tuple[str, ...]] = set()
    for style in styles():
        cells = {name: _in_style(style, book[name], len(blanks[name])) for name in blanks}
        texts = tuple(cells[name](*cell) for name in blanks for cell in blanks[name])
        if texts not in seen:  # a style in which nothing of the lesson can be written is none
            seen.add(texts)
            yield Known(style, STYLE, handed, partial(fill, others=cells))
    first = next(iter(blanks))
    yield Known("forged", "right, stored results forged", handed, fill, forged=first)


def _in_style(style: str, block: Block, cells: int) -> Cells:
    """A block in a style; one formula for all of it only where all of it is blank."""
    height, width = block.shape

    def cell(i: int, t: int) -> str:
        text = written(style, block, i, t)
        return cell_texts(block)[i][t] if text.startswith("[") and cells < height * width else text

    return cell


def _find_the_mistake(handed: Handed) -> Iterator[Known]:
    """The hidden mistake is put right, or is still there."""
    yield Known("put right", "the mistake found", handed, fill)
    planted = dict(handed.assignment.questions.planted)
    yield Known("handed back", "the mistake not found", handed, lambda _: None, planted)


def _by_hand(handed: Handed) -> Iterator[Known]:
    book = sheet_of(handed.assignment).book
    for block, formula, says in MISTAKES.get(handed.assignment.lesson, ()):
        if block in handed.assignment.questions.blanks:
            cells = partial(read, book, block, formula)
            yield _wrong(
                handed, "a misconception, by hand", f"{block}: {formula}", block, cells, says
            )


def _wrong(
    handed: Handed,
    kind: str,
    name: str,
    block: str,
    cells: Cells,
    says: str | frozenset[str],
    *,
    forged: bool = False,
) -> Known:
    """One block is wrong, all others are as in the lesson."""
    filled = partial(fill, others={block: cells})
    return Known(name, kind, handed, filled, {block: says}, block if forged else "")


def _blocks(handed: Handed, slips: Slips) -> Iterator[Known]:
    """Each block wrong in every way."""
    for block in handed.assignment.questions.blanks:
        for says, cells in slips.of(block):
            i, t = slips.blank(block)
            may_be_said = _said(says, cells(i, t))
            yield _wrong(handed, "a misconception", f"{block}: {says}", block, cells, may_be_said)
        if slips.follows(block):
            yield from _without_formulas(handed, block, slips)


def _said(says: str, formula: str) -> str | frozenset[str]:
    """What must be said of a misconception, or what may be.

    Where the first step reads nothing, repeating it is right for the given inputs, too.
    """
    if says == SMALLEST:
        return frozenset({says, ""})
    repeats_a_constant = says == REPEATED and not ADDRESS.search(formula)
    return frozenset({says, "given-numbers-only"}) if repeats_a_constant else says


def _overlooked(handed: Handed, slips: Slips) -> Iterator[Known]:
    """Each block wrong in ways that are easily overlooked."""
    blanks = handed.assignment.questions.blanks
    ways = Overlooked(slips, blanks, handed.assignment.make_lesson())
    for block in blanks:
        for one in ways.of(block):
            filled = partial(fill, others={block: one.cells})
            yield Known(one.name, one.kind, handed, filled, {block: one.says})


def _without_formulas(handed: Handed, block: str, slips: Slips) -> Iterator[Known]:
    """Nothing, numbers, or the right formulas elsewhere, where formulas belong."""
    yield _wrong(
        handed, "wrong, stored results forged", f"{block}: 0", block, lambda i, t: "0*A1+0", "",
        forged=True,
    )  # fmt: skip
    yield _wrong(
        handed, "right only for the given numbers", f"{block}: its numbers", block,
        partial(slips.number, block), "given-numbers-only",
    )  # fmt: skip
    typed = "typed" if slips.mostly_shows(block) else ""
    for kind, says, leave in (
        ("numbers typed in", typed, partial(_type, slips)),
        ("in the wrong place", "wrong-place", _beside),
        ("left empty", "empty", _empty),
    ):
        yield Known(f"{block}: {kind}", kind, handed, partial(leave, block), {block: says})


def _type(slips: Slips, block: str, pupil: Pupil) -> None:
    fill(pupil)
    for i, t in pupil.cells(block):
        pupil.type(block, i, t, slips.shown(block, i, t))


def _empty(block: str, pupil: Pupil) -> None:
    fill(pupil)
    for i, t in pupil.cells(block):
        pupil.type(block, i, t, None)


def _beside(block: str, pupil: Pupil) -> None:
    """Write the right formulas far to the right of where they belong."""
    _empty(block, pupil)
    texts = cell_texts(pupil.sheet.book[block])
    for i, t in pupil.cells(block):
        pupil.put_beside(block, i, t, texts[i][t])


def _mixed(handed: Handed, slips: Slips) -> Iterator[Known]:
    """Each block in a style of its own, and none, one or two of them wrong."""
    draw = random.Random(f"{handed.blank.parent.name}")
    blanks = handed.assignment.questions.blanks
    wrong_ones = {block: slips.of(block) for block in blanks}
    able = [block for block, found in wrong_ones.items() if found]
    for number in range(MIXED):
        formulas = {
            block: _in_style(draw.choice(styles()), slips.book[block], len(blanks[block]))
            for block in blanks
        }
        wrong = {}
        for block in draw.sample(able, min(len(able), draw.choice([0, 1, 1, 2]))):
            says, cells = draw.choice(wrong_ones[block])
            formulas[block], wrong[block] = cells, _said(says, cells(*slips.blank(block)))
        yield Known(
            f"mixed {number}", f"mixed, {len(wrong)} blocks wrong", handed,
            partial(fill, others=formulas), wrong,
        )  # fmt: skip
