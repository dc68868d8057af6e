"""A block: a named rectangle of cells that holds one quantity, and how its cells are filled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from xlrnn.errors import FormulaError, ShapeError
from xlrnn.names import NAMES, Name, Role
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.expression import Expression, Matrix, Operand, Ref, lift
from xlrnn.sheet.functions import check_portable
from xlrnn.sheet.template import Template, fill, fill_block, render

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
        notation: the equation as a textbook writes it.
        array: whether each formula of the rule is entered as an array formula of its own.
        uneven: whether its rule has cases, so that the corners do not tell of the cells between.
        key: where its values are in the trace; by default under its quantity.
        slack: how many times the usual tolerance its numbers may be off, where rounding is made
            larger by the maths, as in finite differences.
        vanishing: whether its numbers may be so small that only relative distances count.
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
    uneven: bool = False
    key: str = ""
    slack: int = 1
    vanishing: bool = False
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

    @property
    def constant(self) -> bool:
        """Whether it holds numbers or letters that were typed in, and no formulas."""
        return self.rule is None and self.equation is None

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
            columns = [check_portable(self.equation(t)) for t in range(width)]
            return [columns] * height
        filled = self.filled()
        if filled is None:
            return [[self._text(i, t) for t in range(width)] for i in range(height)]
        pattern, single = filled
        place = self.located()
        rows = fill_block(pattern, place.rows, place.columns[single:])
        return [[self._text(i, t) for t in range(single)] + row for i, row in enumerate(rows)]

    def filled(self) -> tuple[Template, int] | None:
        """Return the formula that fills the block, and the first column that it fills.

        A first column may be different: it reads the state before the first step. None if the
        cells are no fill of one formula.
        """
        assert self.rule is not None, f"{self.name} holds no formulas of its own"
        if self.uneven:
            return None
        for single in range(min(self.shape[1], 2)):
            pattern = self._pattern(self.rule, single)
            if pattern is not None:
                return pattern, single
        return None

    def formulas(self) -> Iterator[Formula]:
        """Yield its formulas in A1 notation, row by row (an array formula once)."""
        if self.constant:
            return
        place = self.located()
        if self.equation is not None:
            for text, column in zip(self.texts()[0], place.columns, strict=True):
                area = Area(Cell(place.rows[0], column), Cell(place.rows[-1], column))
                yield Formula(text, area, array=True)
            return
        array = self.array or isinstance(self._expression(0, 0), Matrix)
        for row, texts in zip(place.rows, self.texts(), strict=True):
            for column, text in zip(place.columns, texts, strict=True):
                yield Formula(text, Area.at(row, column, 1, 1), array)

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

    def _pattern(self, rule: Rule, left: int) -> Template | None:
        """Return the formula of the first cell if filling it gives all the others.

        That is how a person writes a block: one formula, filled down and to the right. It
        holds if the formulas of the four corners are the same but for the shift.

        Args:
            rule: the formula of each cell.
            left: the first column to look at.
        """
        place = self.located()
        height, width = self.shape
        corners = {(i, t) for i in (0, height - 1) for t in {left, width - 1} if t >= left}
        templates = set()
        for i, t in corners:
            expression = lift(rule(i, t))
            if isinstance(expression, Matrix) or not _without_gaps(expression):
                return None
            templates.add(render(expression, place.cell(i, t), place.sheet))
        return templates.pop() if len(templates) == 1 and place.whole else None


def _without_gaps(expression: Expression) -> bool:
    """Tell whether every block in an expression stands in one piece, as filling requires."""
    if isinstance(expression, Ref):
        return expression.block.located().whole
    parts = [getattr(expression, name, None) for name in ("left", "right", "operand")]
    parts += list(getattr(expression, "arguments", ()))
    return all(_without_gaps(part) for part in parts if part is not None)
