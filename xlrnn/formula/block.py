"""A block: a named rectangle of cells that holds one quantity; and what refers to cells of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from xlrnn.errors import FormulaError, ShapeError
from xlrnn.formula.expression import Expression, Matrix, Operand, lift
from xlrnn.formula.place import Place
from xlrnn.names import NAMES, Name, Role

Rule: TypeAlias = Callable[[int, int], Operand]
Equation: TypeAlias = Callable[[int], str]


@dataclass(eq=False)
class Block(Expression):
    """A named rectangle of cells with a role, a label and a rule.

    Exactly one of `rule` and `equation` is given for a block of formulas, neither for a block
    of constants. In a formula, `block[i, t]` is one cell, `block[:, t]` a column,
    `block[i:i + 3, t:t + 3]` a window, and a block of a single cell stands for that cell.

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
        of: the quantity of which it shows one step or one row, if `quantity` says only what such
            rows are.
        step: the time step that all of it belongs to, from 0; None if it is of none, or has a
            column for each.
        row: the row of a matrix that it shows, from 0.

    Attributes:
        ancestors: the blocks from which it follows, once `walk.ancestors` was asked for them.
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
    of: str = ""
    step: int | None = None
    row: int | None = None
    ancestors: "Mapping[str, Block] | None" = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.key = self.key or self.quantity

    def __getitem__(self, index: tuple[int | slice, int | slice]) -> "Ref":
        return Ref(self, self._lines(index[0]), self._lines(index[1]))

    def _lines(self, part: int | slice) -> "Lines":
        if not isinstance(part, slice):
            return part
        if part == slice(None):
            return None
        if part.start is None or part.stop is None or part.step is not None:
            raise ShapeError(
                f"{self.name}: take one row or column, as in [i, t], a few beside each other, as "
                "in [i : i + 3], or all, as in [:]"
            )
        few = range(part.start, part.stop)
        return part.start if len(few) == 1 else few

    def as_operand(self) -> "Ref":
        """Let a block of a single cell stand for that cell."""
        if self.shape != (1, 1):
            raise FormulaError(f"{self.name} is {self.shape}: say which cell, as in name[i, t]")
        return Ref(self, 0, 0)

    @property
    def entry(self) -> Name:
        """Its entry in the table of names."""
        return NAMES[self.quantity]

    @property
    def meaning(self) -> Name:
        """The entry of the quantity of which it shows all, one step or one row."""
        return NAMES[self.of or self.quantity]

    def showing(self, of: str = "", *, step: int | None = None, row: int | None = None) -> "Block":
        """Say of which quantity it shows one step, or one row; and return it."""
        self.of, self.step, self.row = of, step, row
        return self

    def step_at(self, column: int) -> int | None:
        """Return the time step of a column, from 0; None if it is of none."""
        return column if self.stepwise else self.step

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
        return self.array or isinstance(lift(self.rule(0, 0)), Matrix)

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


Lines: TypeAlias = int | range | None
"""Which rows or columns of a block, from 0: one, a few beside each other, or with None all."""


@dataclass(eq=False)
class Ref(Expression):
    """One cell of a block, one row, one column, a window, or all of it.

    Args:
        block: the block.
        row: which row, from 0, or which few; None for all of them.
        column: which column, from 0, or which few; None for all of them.
        fixed: whether both stay when the formula is filled, as in a sum that is written out.
    """

    block: Block
    row: Lines
    column: Lines
    fixed: tuple[bool, bool] = (False, False)

    def __post_init__(self) -> None:
        height, width = self.block.shape
        self._check("row", self.row, height)
        self._check("column", self.column, width)

    def _check(self, what: str, lines: "Lines", size: int) -> None:
        if lines is None:
            return
        for index in (lines[0], lines[-1]) if isinstance(lines, range) else (lines,):
            if not 0 <= index < size:
                raise self._outside(what, index, size)

    def _outside(self, what: str, index: int, size: int) -> ShapeError:
        return ShapeError(
            f"{self.block.name} has {size} {what}s, and {what} {index} (from 0) is not one"
        )

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it covers."""
        height, width = self.block.shape
        return _count(self.row, height), _count(self.column, width)

    @property
    def rows(self) -> range:
        """The rows that it covers."""
        return _range(self.row, self.block.shape[0])

    @property
    def columns(self) -> range:
        """The columns that it covers."""
        return _range(self.column, self.block.shape[1])

    @property
    def fix(self) -> tuple[bool, bool]:
        """Whether row and column stay fixed when the formula is filled down and to the right.

        Whatever is taken whole is fixed, and so is the only row or column that there is; a
        running index moves with the formula.
        """
        height, width = self.block.shape
        return (
            self.row is None or height == 1 or self.fixed[0],
            self.column is None or width == 1 or self.fixed[1],
        )

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield the row and the column of each of its cells, from 0."""
        return ((row, column) for row in self.rows for column in self.columns)

    def moved(self, down: int, right: int) -> "Ref | None":
        """Return what lies so many rows and columns away, None if that is off the block."""
        (height, width), lines = self.block.shape, (self.row, self.column)
        row, column = (_moved(each, by) for each, by in zip(lines, (down, right), strict=True))
        if not (_inside(row, height) and _inside(column, width)):
            return None
        return Ref(self.block, row, column, self.fixed)

    def pinned(self) -> "Ref":
        """Return the same, staying where it is when the formula is filled."""
        return Ref(self.block, self.row, self.column, (True, True))


def _count(lines: Lines, size: int) -> int:
    if lines is None:
        return size
    return len(lines) if isinstance(lines, range) else 1


def _range(lines: Lines, size: int) -> range:
    if isinstance(lines, range):
        return lines
    return range(size) if lines is None else range(lines, lines + 1)


def _moved(lines: Lines, by: int) -> Lines:
    if isinstance(lines, range):
        return range(lines.start + by, lines.stop + by)
    return None if lines is None else lines + by


def _inside(lines: Lines, size: int) -> bool:
    among = _range(lines, size)
    return among[0] >= 0 and among[-1] < size


@dataclass(frozen=True, eq=False)
class Drifted(Expression):
    """The cells of a reference, so many rows and columns away, be it off the block."""

    ref: Ref
    rows: int
    columns: int
