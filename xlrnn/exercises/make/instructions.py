"""The first page of an exercise: what to do, how far it is, and checks that tell no answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from xlrnn.exercises.ask.defaults import LEVELS
from xlrnn.exercises.ask.properties import PROPERTIES, SUM_TO_ONE
from xlrnn.exercises.ask.questions import GUESS, Questions, every_cell
from xlrnn.exercises.make.finite_differences import Difference
from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Call, Expression, Matrix, Number, Operand, Text
from xlrnn.formula.functions import equal, greater, is_number, less_equal, max_, sum_, where
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.xlsx.handout import Index

HOLDS, BROKEN, WAITING = "✓ holds", "✗ does not hold", "… fill it first"
MANY = 60
# The columns of the table: where each begins. An equation runs over the columns up to the next,
# which what is expected of the first steps needs one by one.
BLOCK, EQUATION, FILLED, ALL, CHECK, SAYING = 2, 3, 7, 8, 9, 10
# In characters: together they fit a screen of 1,366 pixels. What is expected goes on behind them.
WIDTHS = {1: 1.5, 2: 30, **dict.fromkeys(range(3, 7), 8.25), 7: 7.5, 8: 5.5, 9: 14, 10: 29.5}
BEHIND = 9
LETTER, LINE = 0.82, 15  # the width of a letter, where a digit is 1; the height of a line in points
_WHAT_TO_DO = {
    1: "Fill each dashed cell with a formula. Its neighbours in the block show how they do it.",
    2: "Fill each dashed block with formulas: write one, then fill it down and to the right.",
    3: "Write the equation for all time steps: the dashed blocks, from the first step to the last.",
    4: "One block is calculated wrongly. Find it and write the right formulas in its place.",
    5: "First type what you expect into the dashed cells below, then fill each dashed block.",
}
_WHERE = "A click on a block's name below leads to it; other calculations are locked."
_MARKED = {
    4: "Change no other block: one that was right and is not any more may cost points.",
    5: "What you expect counts if it is there, true or not. After that only formulas count.",
}
_FORMULAS = "Only formulas count: a typed number is not marked, even the right one."
_RULES = (
    "Any right formula is right: sums, SUMPRODUCT, array formulas, helper cells on page scratch.",
    "Change yellow and blue cells as you like: right formulas follow, and marking uses others.",
    "Each cell is marked on your own earlier cells, so one mistake costs one mark.",
)
_NO_PROOF = (
    f"{HOLDS} is a sign and no proof: all right numbers have it, and some wrong ones have it, too."
)
_HOW_FAR = "How far are you? Where xlrnn is installed, type in a terminal: xlrnn check {file}"


@dataclass(frozen=True)
class Heading:
    """Whose an exercise is, and what its file is called.

    Args:
        whose: name and id, "" if it is everybody's.
        file: the name of the file, "" if it is the usual one.
    """

    whose: str = ""
    file: str = ""


NOBODYS = Heading()


class InstructionsPage(Page):
    """What to do, and a table with a line for each block that is asked for.

    Attributes:
        heading: whose it is.
    """

    heading: Heading = NOBODYS

    def __init__(self, book: Book, name: str, title: str, subtitle: str) -> None:
        super().__init__(book, name, title, subtitle)
        self._pages = book.pages

    def ask(self, questions: Questions, differences: Mapping[str, Difference]) -> None:
        """Declare the blocks of the page.

        Args:
            questions: what the student is asked.
            differences: the gradients that are compared with finite differences, by name.
        """
        book = self.book
        self._questions, self._differences = questions, differences
        self._asked = [book[name] for name in questions.blanks if name != GUESS]
        self._guess: Block | None = None
        if questions.predict:
            asked = book[questions.predict]
            sizes = dict(zip(asked.dims, asked.shape, strict=True))
            self._guess = self.add(
                asked.quantity, name=GUESS, role=Role.INPUT, dims=asked.dims, sizes=sizes
            )
        self._shown = [] if questions.level == 4 else self._asked
        rows = {"row": len(self._shown)}
        if not self._shown:
            return
        self._filled = self.add(
            "filled",
            rule=lambda i, _: filled(self._shown[i], self._cells(i), at_once=self._all_blank()),
            sizes=rows,
        )
        # An array formula, as some of the counts that it reads: LibreOffice calculates those anew
        # when it opens a file that it saved, and tells only its own kind.
        self._checks = self.add(
            "self_check", rule=lambda i, _: self._check(i), sizes=rows, array=True
        )

    def _check(self, number: int) -> Operand:
        missing = greater(len(self._cells(number)), self._filled[number, 0])
        block = self._shown[number]
        if difference := self._differences.get(block.name):
            return agrees(difference, missing)
        return self_check(block, missing)

    def _all_blank(self) -> bool:
        """Tell whether every block is blank as a whole: then one array formula counts each."""
        return all(
            len(self._cells(number)) == len(every_cell(block))
            for number, block in enumerate(self._shown)
        )

    def _cells(self, number: int) -> Sequence[Index]:
        return self._questions.blanks[self._shown[number].name]

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(1, 2, self.title, "title")
        self.write(2, 2, self.subtitle, "subtitle")
        if self.heading.whose:
            self.write(3, 2, f"for {self.heading.whose}", "note")
        level = self._questions.level
        self.write(4, 2, f"Level {level}: {LEVELS[level]}", "section")
        row = 5
        marked = _MARKED.get(level, _FORMULAS)
        for text in (_WHAT_TO_DO[level], _WHERE, marked, *_RULES, *self._about_names()):
            self.write(row, 2, f"•  {text}", "text")
            row += 1
        self._last = SAYING
        row = self._lay_out_guess(row + 1)
        row = self._lay_out_table(row)
        file = self.heading.file or file_name(self.book.lesson, level)
        if self._shown:
            self.write(row, 2, _NO_PROOF, "note")
        self.write(row + 1, 2, _HOW_FAR.format(file=file), "note")
        self.view.widths = {**dict.fromkeys(range(1, self._last + 1), BEHIND), **WIDTHS}
        self.view.print_area = Area(Cell(1, 1), Cell(row + 2, self._last))

    def _about_names(self) -> Sequence[str]:
        """Return an example of the names of columns, if there are any of steps."""
        for name, prefix in self.book.named_columns.items():
            block = self.book[name]
            if block.stepwise and block.shape[1] > 1 and not block.constant:
                return (
                    "Blocks and steps have names, for equations in one array formula: "
                    f"{name} is all of it, {prefix}_2 its column of step 2. Ctrl+Shift+Enter "
                    "enters one.",
                )
        return ()

    def _lay_out_guess(self, row: int) -> int:
        if self._guess is None:
            return row
        asked, (height, width) = self.book[self._questions.predict], self._guess.shape
        self.write(row, 2, "Before you calculate", "section")
        stepwise = asked.stepwise and width > 1
        each = [asked.dims[0]] * (height > 1) + ["step"] * stepwise
        question = f"What do you expect in the block {asked.name} ({asked.entry.label})? Type "
        question += f"a guess for each {' and '.join(each)}." if each else "a guess."
        self.write(row + 1, 2, question, "table_link", link=asked)
        for t in range(width) if stepwise else ():
            self.write(row + 2, EQUATION + t, f"step {t + 1}", "hint")
        for i, name in enumerate(self._rows_of(asked) if height > 1 else ()):
            self.write(row + 3 + i, 2, name, "row_label")
        area = self.place(self._guess, row + 3, EQUATION)
        self._last = max(SAYING, area.last.column)
        return row + 4 + height

    def _rows_of(self, block: Block) -> Sequence[str]:
        """Return what the rows of a block are called on its own page."""
        (page,) = (page for page in self._pages if block in page.blocks)
        names: Mapping[str, Sequence[str]] = getattr(page, "row_names", {})
        numbered = [f"{block.dims[0]} {i + 1}" for i in range(block.shape[0])]
        return names.get(block.dims[0], numbered)

    def _lay_out_table(self, row: int) -> int:
        self.write(row, 2, "What is asked", "section")
        self.write(row + 1, BLOCK, "block", "header")
        self.write(row + 1, EQUATION, "equation", "header", span=FILLED - EQUATION)
        if self._shown:
            self.write(row + 1, FILLED, "filled", "header")
            self.write(row + 1, ALL, "of", "header")
            self.write(row + 1, CHECK, "self-check", "header")
            self.write(row + 1, SAYING, "✓ if this is true", "header")
            self.place(self._filled, row + 2, FILLED)
            self.place(self._checks, row + 2, CHECK)
        for number, block in enumerate(self._asked):
            self._lay_out_line(row + 2 + number, number, block)
        return row + 2 + len(self._asked)

    def _lay_out_line(self, row: int, number: int, block: Block) -> None:
        """Write what is asked of one block, in as many lines as its longest text needs."""
        equation = sum(WIDTHS[column] for column in range(EQUATION, FILLED))
        needs = [(_called(block), WIDTHS[BLOCK]), (block.notation, equation)]
        self.write(row, BLOCK, _called(block), "row_link", link=block)
        self.write(row, EQUATION, block.notation, "row_text", span=FILLED - EQUATION)
        if self._shown:
            needs.append((self._saying(block), WIDTHS[SAYING]))
            self.write(row, ALL, len(self._cells(number)), "row_number")
            self.write(row, SAYING, self._saying(block), "row_text")
        lines = max(ceil(LETTER * len(text) / width) for text, width in needs)
        if lines > 1:
            self.view.heights[row] = lines * LINE

    def _saying(self, block: Block) -> str:
        if block.name in self._differences:
            return "finite differences agree"
        if block.quantity in SUM_TO_ONE and block.shape[1] <= MANY:
            return "each column sums to 1"
        return PROPERTIES.get(block.quantity, ("every cell shows a result", ""))[0]


def file_name(lesson: str, level: int, whose: str = "", what: str = "") -> str:
    """Return what the file of an exercise is called.

    Args:
        lesson: the lesson.
        level: what kind of exercise it is.
        whose: the student's id, "" if it is everybody's.
        what: what it is if it is not the student's file: the solution.

    Example:
        >>> file_name("hello-forward", 2, "s1", "solution")
        'hello-forward-level-2-s1-solution.xlsx'
    """
    parts = filter(None, (lesson, f"level-{level}", whose, what))
    return f"{'-'.join(parts)}.xlsx"


def _called(block: Block) -> str:
    return f"{block.name}: {block.entry.label}"


def filled(block: Block, cells: Sequence[Index], *, at_once: bool) -> Operand:
    """Count the blank cells that show something; at once if they are all of the block."""
    if at_once:
        there = f'EXACT({block.name},"")'
        return Matrix(f"SUM(IF({there},0,1))")
    return sum_(*(where(_empty(block[i, t]), 0, 1) for i, t in cells))


def _empty(cell: Expression) -> Expression:
    return Call("EXACT", (cell, Text("")))


def self_check(block: Block, missing: Expression) -> Operand:
    """Say whether a block is as right numbers are, without saying which they are.

    Args:
        block: the block.
        missing: whether some of its cells are still empty.
    """
    name = block.name
    if block.quantity in SUM_TO_ONE and block.shape[1] <= MANY:
        return where(missing, WAITING, _sums_to_one(block))
    _, formula = PROPERTIES.get(block.quantity, ("", ""))
    count = block.shape[0] * block.shape[1]
    shows = f'SUM(IF(EXACT({name},""),0,1))'
    if formula:
        holds = f'IF({formula.format(name=name)},"{HOLDS}","{BROKEN}")'
        filled_in = f'IF({shows}<{count},"{WAITING}",{holds})'
        return Matrix(f'IF(ISNUMBER(SUM(1*{name})),{filled_in},"{WAITING}")')
    return Matrix(f'IF({shows}<{count},"{WAITING}","{HOLDS}")')


def agrees(difference: Difference, missing: Expression) -> Expression:
    """Say whether a gradient agrees with finite differences, without saying what these are."""
    off = difference.off()
    verdict = where(less_equal(off, difference.allowed()), HOLDS, BROKEN)
    return where(missing, WAITING, where(is_number(off), verdict, WAITING))


def _sums_to_one(block: Block) -> Expression:
    """Compare the sum of each column with 1, to nine decimals."""
    off = max_(*(Call("ABS", (sum_(block[:, t]) - 1,)) for t in range(block.shape[1])))
    rounded = Call("ROUND", (off, Number(9)))
    holds = where(equal(rounded, 0), HOLDS, BROKEN)
    return where(is_number(rounded), holds, BROKEN)
