"""The book of an exercise: the lesson's own pages without what would tell the answers.

Left out are NumPy's numbers, the check page, the second notation, the first page, and whatever
depends on them; a page of instructions comes first.
"""

import re
from collections.abc import Iterable

from xlrnn.exercises.misconceptions import variants
from xlrnn.exercises.page import InstructionsPage
from xlrnn.exercises.task import GUESS, Task
from xlrnn.exercises.walk import everything, rule_of
from xlrnn.lessons import Lesson
from xlrnn.names import Role
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.book import Book
from xlrnn.sheet.expression import Matrix, Operand, Ref, lift
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.page import Page


def exercise_book(lesson: Lesson, task: Task, *, planted: bool = False) -> Book:
    """Return the pages of an exercise, laid out and without values.

    Args:
        lesson: the lesson.
        task: what the student is asked.
        planted: whether the hidden mistake is in the formulas.
    """
    whole = lesson.book()
    names = [name for name in task.blanks if name != GUESS]
    kept = _kept(whole, {whole[name].quantity for name in names}, set(names))
    pages = [page for page in whole.pages if any(block in kept for block in page.blocks)]
    for page in pages:
        page.charts = [chart for chart in page.charts if set(chart.reads()) <= set(kept)]
        page.fixtures = [
            fixture
            for fixture in page.fixtures
            if (fixture.link is None or fixture.link in kept)
            and not str(fixture.text).startswith("✓")
        ]
    book = whole.kept(pages, kept)
    if planted:
        for name, wrong in task.planted.items():
            book[name].rule = _wrong_rule(book[name], wrong)
    instructions = InstructionsPage(book, "exercise", f"Exercise: {lesson.title}", lesson.summary)
    instructions.write_task(task)
    instructions.lay_out()
    book.pages.insert(0, instructions)
    return book


def _kept(book: Book, quantities: set[str], blank: set[str]) -> list[Block]:
    """Return the blocks that are in the exercise, in the order of the calculation."""
    pages = [page for page in book.pages if not _tells(page)]
    blocks = [block for page in pages for block in page.blocks]
    left = {
        block.name: block
        for block in book.blocks
        if block.name in blank
        or (block in blocks and block.quantity not in quantities and block.role is not Role.CHECK)
    }
    while True:
        lost = [name for name, block in left.items() if not _precedents(block, book) <= set(left)]
        if not lost:
            read = {name for block in left.values() for name in _precedents(block, book)}
            return [block for block in left.values() if not block.constant or block.name in read]
        for name in lost:
            del left[name]


def _tells(page: Page) -> bool:
    """Tell whether a page shows results in another way than the one that is asked for."""
    return isinstance(page, FirstPage) or any(
        block.role is Role.REFERENCE or block.equation is not None for block in page.blocks
    )


def _precedents(block: Block, book: Book) -> set[str]:
    """Return the names of the blocks that a block's formulas read."""
    if block.rule is None:
        return set()
    height, width = block.shape
    cells = {(i, t) for i in {0, height - 1} for t in {0, min(1, width - 1), width - 1}}
    parts = [part for i, t in cells for part in everything(rule_of(block, i, t))]
    read = {part.block.name for part in parts if isinstance(part, Ref)}
    texts = [part.formula for part in parts if isinstance(part, Matrix)]
    return read | set(_named(texts, book.blocks))


def _named(texts: Iterable[str], blocks: Iterable[Block]) -> Iterable[str]:
    """Return the blocks that formulas over names read."""
    words = {word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text)}
    return (block.name for block in blocks if block.name in words)


def _wrong_rule(block: Block, wrong: str) -> Rule:
    right = block.rule
    assert right is not None, f"{block.name} has no rule"

    def rule(i: int, t: int) -> Operand:
        expression = lift(right(i, t))
        return next(variants(wrong, expression, block, i, t), expression)

    return rule
