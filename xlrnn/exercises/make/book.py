"""The book of an exercise: the lesson's own pages without what would tell the answers.

Left out are NumPy's numbers, the check page, the second notation, the first page, and whatever
depends on them; a page of instructions comes first, and where gradients are asked for, a page of
finite differences last.
"""

from xlrnn.errors import UsageError
from xlrnn.exercises.ask.kept_blocks import kept_blocks
from xlrnn.exercises.ask.questions import GUESS, Questions
from xlrnn.exercises.make.captions import fitting_words, lost_labels
from xlrnn.exercises.make.finite_differences_page import differences_page
from xlrnn.exercises.make.instructions import NOBODYS, Heading, InstructionsPage
from xlrnn.exercises.mistakes.misconceptions import variants
from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Operand, lift
from xlrnn.formula.walk import ancestors
from xlrnn.lessons import Lesson
from xlrnn.sheet.book import Book


def exercise_book(
    lesson: Lesson,
    questions: Questions,
    *,
    planted: bool = False,
    heading: Heading = NOBODYS,
    whole: Book | None = None,
) -> Book:
    """Return the pages of an exercise, laid out and without values.

    Args:
        lesson: the lesson.
        questions: what the student is asked.
        planted: whether the hidden mistake is in the formulas.
        heading: whose it is; that changes words alone, and no place.
        whole: the lesson's book, if it is made already; what is left out is taken out of it.
    """
    whole = whole or lesson.book()
    names = {name for name in questions.blanks if name != GUESS}
    kept = kept_blocks(lesson, whole, names)
    gone = sorted(names - {block.name for block in kept})
    if gone:
        raise UsageError(
            f"{', '.join(gone)} cannot be blank together with the others: what it follows from "
            "shows their results; choose other blocks with --blank"
        )
    unread = [label for page in whole.pages for label in lost_labels(page, kept)]
    kept = [block for block in kept if block not in unread or block.name in names]
    pages = [page for page in whole.pages if any(block in kept for block in page.blocks)]
    left_out = [page.name for page in whole.pages if page not in pages]
    for page in pages:
        page.charts = [chart for chart in page.charts if set(chart.reads()) <= set(kept)]
        page.flows = [flow for flow in page.flows if {flow.source, flow.target} <= set(kept)]
        page.fixtures = [
            fixture
            for fixture in fitting_words(page, kept, left_out)
            if (fixture.link is None or fixture.link in kept)
            and not str(fixture.text).startswith("✓")
        ]
    book = whole.kept(pages, kept)
    _name_columns(book, whole)
    if planted:
        plant_mistakes(book, questions)
    asked = [book[name] for name in questions.blanks if name in names and questions.level != 4]
    differences = differences_page(book, asked, names)
    instructions = InstructionsPage(book, "exercise", f"Exercise: {lesson.title}", lesson.told)
    instructions.heading = heading
    instructions.ask(questions, differences)
    instructions.lay_out()
    book.pages.insert(0, instructions)
    book.lead_back()
    return book


def plant_mistakes(book: Book, questions: Questions) -> None:
    """Let the rules of blocks make the mistakes that are hidden in an exercise."""
    for name, wrong in questions.planted.items():
        ancestors(book[name])  # of the right rule, while it is there
        book[name].rule = _wrong_rule(book[name], wrong)


def _name_columns(book: Book, whole: Book) -> None:
    """Let the names of the equations, such as x_1 and h_2, mean the columns that are there.

    So students may write a step as one array formula, as the lesson's page of equations does.
    """
    for name, prefix in whole.named_columns.items():
        for block in book.blocks:
            taken = any(f"{prefix}_{t + 1}" in book for t in range(block.shape[1]))
            if block.key == whole[name].key and block.shape == whole[name].shape and not taken:
                book.name_columns(block, prefix)
                break


def _wrong_rule(block: Block, wrong: str) -> Rule:
    right = block.rule
    assert right is not None, f"{block.name} has no rule"

    def rule(i: int, t: int) -> Operand:
        expression = lift(right(i, t))
        return next(variants(wrong, expression, block, i, t), expression)

    return rule
