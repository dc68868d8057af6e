"""A block: a named rectangle of cells that holds one quantity, and how its cells are filled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from xlrnn.errors import FormulaError, ShapeError
from xlrnn.names import NAMES, Name, Role
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.expression import (
    Binary,
    Call,
    Expression,
    Matrix,
    Negative,
    Operand,
    Ref,
    lift,
)
from xlrnn.sheet.functions import check_portable
from xlrnn.sheet.template import Template, fill, fill_block, render
from xlrnn.sheet.watched import telling_cells

Rule: TypeAlias = Callable[[int, int], Operand]
Equation: TypeAlias = Callable[[int], str]


@dataclass(frozen=True)
class Place:
    """Where a block stands: a sheet, and the rows and columns of its cells.

    They are lists and not two corners, since a reader may have inserted a row in the middle.
    """

    sheet: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, sheet: str, area: Area) -> "Place":
        """Return the place that fills an area."""
        return cls(
            sheet,
            tuple(range(area.first.row, area.last.row + 1)),
            tuple(range(area.first.column, area.last.column + 1)),
        )

    @cached_property
    def area(self) -> Area:
        """The smallest area around it."""
        return Area(Cell(self.rows[0], self.columns[0]), Cell(self.rows[-1], self.columns[-1]))

    @cached_property
    def whole(self) -> bool:
        """Whether it has no gaps."""
        return self.area.shape == (len(self.rows), len(self.columns))

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell of an element, counted from 0."""
        return Cell(self.rows[row], self.columns[column])


class Filled(NamedTuple):
    """A formula, and the rows and columns of a block that it fills."""

    template: Template
    rows: range
    columns: range


@dataclass(frozen=True)
class Formula:
    """A formula as it is written into the workbook: its text, and the cells that it fills."""

    text: str
    area: Area
    array: bool


@dataclass(eq=False)
class Block(Expression):
    """A named rectangle of cells with a role, a label and a rule.

    Exactly one of `rule` and `equation` is given for a block of formulas, neither for a block
    of constants. In a formula, `block[i, t]` is one cell, `block[:, t]` a column, and a block
    of a single cell stands for that cell.

    Args:
        name: the defined name, unique in the book.
        quantity: which quantity of the trace it shows.
        page: the sheet that it is written on.
        shape: its rows and columns.
        dims: what rows and columns count.
        role: what it is for.
        rule: the formula of cell (i, t), in the symbols of the maths.
        equation: the array formula of column t, over defined names.
        at_once: whether the equation is one array formula for all columns together.
        notation: the equation as a textbook writes it.
        array: whether each formula of the rule is entered as an array formula of its own.
        key: where its values are in the trace; by default under its quantity.
        slack: how many times the usual tolerance its numbers may be off, where rounding is made
            larger by the maths, as in finite differences.
        vanishing: whether its numbers may be so small that only relative distances count.
        choices: the texts that an input may hold, if not any.
        measure: a row that says how large each column is, for the check page to compare with;
            by default numbers that vanish are compared with themselves.
        numbers: the steps of the lesson that it belongs to.
    """

    name: str
    quantity: str
    page: str
    shape: tuple[int, int]
    dims: tuple[str, str]
    role: Role
    rule: Rule | None = None
    equation: Equation | None = None
    notation: str = ""
    array: bool = False
    key: str = ""
    slack: int = 1
    vanishing: bool = False
    at_once: bool = False
    choices: tuple[str, ...] = ()
    measure: "Block | None" = field(default=None, repr=False)
    numbers: tuple[int, ...] = ()
    place: Place | None = field(default=None, repr=False)
    values: np.ndarray[Any, Any] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.key = self.key or self.quantity

    def __getitem__(self, index: tuple[int | slice, int | slice]) -> Ref:
        if any(isinstance(part, slice) and part != slice(None) for part in index):
            raise ShapeError(
                f"{self.name}: take one row or column, as in [i, t], or all, as in [:]"
            )
        row, column = (None if isinstance(part, slice) else part for part in index)
        return Ref(self, row, column)

    def as_operand(self) -> Ref:
        """Let a block of a single cell stand for that cell."""
        if self.shape != (1, 1):
            raise FormulaError(f"{self.name} is {self.shape}: say which cell, as in name[i, t]")
        return Ref(self, 0, 0)

    @property
    def entry(self) -> Name:
        """Its entry in the table of names."""
        return NAMES[self.quantity]

    def numbered(self, title: str) -> str:
        """Return a title of it with the numbers of its steps before it."""
        return "   ".join([*filter(None, [", ".join(map(str, self.numbers))]), title])

    @property
    def constant(self) -> bool:
        """Whether it holds numbers or letters that were typed in, and no formulas."""
        return self.rule is None and self.equation is None

    @cached_property
    def enters_arrays(self) -> bool:
        """Whether its formulas are entered as array formulas."""
        if self.rule is None:
            return self.equation is not None
        return self.array or isinstance(self._expression(0, 0), Matrix)

    @property
    def stepwise(self) -> bool:
        """Whether its columns are time steps."""
        return self.dims[1] == "step"

    def located(self) -> Place:
        """Return its place.

        Raises:
            FormulaError: if the page has not been laid out yet.
        """
        if self.place is None:
            raise FormulaError(f"block {self.name} has no place yet: lay its page out first")
        return self.place

    def fill_values(self, array: np.ndarray[Any, Any]) -> None:
        """Keep the values that are stored in its cells, or beside its formulas."""
        if array.shape != self.shape:
            raise ShapeError(f"{self.name}: values of shape {array.shape}, expected {self.shape}")
        self.values = array

    def texts(self) -> list[list[str]]:
        """Return the formula of each cell; each cell of an array formula shows that formula."""
        height, width = self.shape
        if self.equation is not None:
            line = [check_portable(self.equation(t)) for t in range(width)]
            return [line] * height
        filled = self.filled() if self.shape != (1, 1) else None
        if filled is None:
            return [[self._text(i, t) for t in range(width)] for i in range(height)]
        place, (template, rows, columns) = self.located(), filled
        across = [place.columns[t] for t in columns]
        inside = fill_block(template, [place.rows[i] for i in rows], across)
        texts: list[list[str]] = []
        for i in range(height):
            line = inside[i - rows.start] if i in rows else [self._text(i, t) for t in columns]
            before = [self._text(i, t) for t in range(columns.start)]
            texts.append([*before, *line, *(self._text(i, t) for t in range(columns.stop, width))])
        return texts

    def filled(self) -> Filled | None:
        """Return the formula that fills the block, and which rows and columns it fills.

        A first column may be different: it reads the state before the first step; so may a last
        one, on the way back, and a first row, of training. None if it is no fill of one formula.
        """
        assert self.rule is not None, f"{self.name} holds no formulas of its own"
        height, width = self.shape
        for rows, columns in (
            (range(height), range(width)),
            (range(height), range(1, width)),
            (range(height), range(width - 1)),
            (range(1, height), range(width)),
        ):
            template = self._pattern(self.rule, rows, columns) if rows and columns else None
            if template is not None:
                return Filled(template, rows, columns)
        return None

    def formulas(self) -> Iterator[Formula]:
        """Yield its formulas in A1 notation, row by row (an array formula once)."""
        if self.constant:
            return
        place = self.located()
        if self.equation is not None and self.at_once:
            yield Formula(self.texts()[0][0], place.area, array=True)
            return
        if self.equation is not None:
            for text, column in zip(self.texts()[0], place.columns, strict=True):
                area = Area(Cell(place.rows[0], column), Cell(place.rows[-1], column))
                yield Formula(text, area, array=True)
            return
        for row, texts in zip(place.rows, self.texts(), strict=True):
            for column, text in zip(place.columns, texts, strict=True):
                yield Formula(text, Area.at(row, column, 1, 1), self.enters_arrays)

    def _expression(self, i: int, t: int) -> Expression:
        assert self.rule is not None
        return lift(self.rule(i, t))

    def _text(self, i: int, t: int) -> str:
        """Return the formula of one cell."""
        expression = self._expression(i, t)
        if isinstance(expression, Matrix):
            return expression.formula
        cell = self.located().cell(i, t)
        return fill(render(expression, cell, self.located().sheet), cell)

    def _pattern(self, rule: Rule, rows: range, columns: range) -> Template | None:
        """Return the formula of the first cell if filling it gives all the others.

        That is how a person writes a block: one formula, filled down and to the right. It
        holds if the formulas of the four corners are the same but for the shift, and so are those
        of every cell that may be a case of its own.

        Args:
            rule: the formula of each cell.
            rows: the rows to look at.
            columns: the columns to look at.
        """
        place = self.located()
        (top, bottom), (left, right) = ((side[0], side[-1]) for side in (rows, columns))
        pattern: Template | None = None
        # Corners across from each other first: they are the likeliest to differ.
        corners = dict.fromkeys([(top, left), (bottom, right), (top, right), (bottom, left)])
        for i, t in chain(corners, telling_cells(rule, rows, columns)):
            expression = lift(rule(i, t))
            if isinstance(expression, Matrix) or not _without_gaps(expression):
                return None
            template = render(expression, place.cell(i, t), place.sheet)
            if template != (pattern or template):
                return None
            pattern = template
        return pattern if place.whole else None


def _without_gaps(expression: Expression) -> bool:
    """Tell whether every block in an expression stands in one piece, as filling requires."""
    match expression:
        case Ref():
            return expression.block.located().whole
        case Binary():
            return _without_gaps(expression.left) and _without_gaps(expression.right)
        case Call():
            return all(map(_without_gaps, expression.arguments))
        case Negative():
            return _without_gaps(expression.operand)
        case _:
            return True
