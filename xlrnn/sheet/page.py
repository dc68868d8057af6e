"""A page: one sheet of a workbook, with its blocks and everything else a reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlrnn.names import NAMES, Role
from xlrnn.sheet.block import Block, Equation, Place, Rule
from xlrnn.sheet.cell import Area, Cell, check_sheet_name
from xlrnn.sheet.equation import at_step

if TYPE_CHECKING:
    from xlrnn.sheet.book import Book


@dataclass(frozen=True)
class Fixture:
    """A text that is part of the page and takes no part in the calculation.

    Args:
        cell: where it stands.
        text: what it says; a number is written as one.
        style: its style by name; `xlsx.style` knows how each looks.
        link: a block of this workbook to go to.
        span: over how many columns it runs, merged if more than one.
    """

    cell: Cell
    text: str | int
    style: str
    link: Block | None = None
    span: int = 1


@dataclass(frozen=True)
class Chart:
    """A chart: one series for each row of a block, over the labels of the steps."""

    block: Block
    categories: Block
    names: Block
    title: str
    cell: Cell
    size: tuple[int, int]
    stacked: bool


@dataclass(frozen=True)
class Fold:
    """Rows or columns that a reader can fold away."""

    first: int
    last: int
    folded: bool = False


@dataclass
class Look:
    """How a page is shown and printed, apart from its cells."""

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    freeze: Cell | None = None
    folded_columns: list[Fold] = field(default_factory=list)
    folded_rows: list[Fold] = field(default_factory=list)
    repeat_rows: int = 0
    repeat_columns: int = 0
    print_area: Area | None = None
    one_page: bool = True
    portrait: bool = False


class Page:
    """One sheet. Subclasses say how its blocks are arranged.

    Args:
        book: the workbook that it belongs to.
        name: the name of the sheet.
        title: the heading of the page.
        subtitle: one sentence under the heading.
    """

    def __init__(self, book: "Book", name: str, title: str, subtitle: str) -> None:
        self.book = book
        self.name = check_sheet_name(name)
        self.title = title
        self.subtitle = subtitle
        self.blocks: list[Block] = []
        self.fixtures: list[Fixture] = []
        self.charts: list[Chart] = []
        self.look = Look()

    def add(
        self,
        quantity: str,
        *,
        name: str = "",
        dims: tuple[str, str] | None = None,
        role: Role | None = None,
        rule: Rule | None = None,
        equation: str = "",
        notation: str = "",
        array: bool = False,
        sizes: Mapping[str, int] | None = None,
    ) -> Block:
        """Declare a block; what is left out follows from the table of names.

        Args:
            quantity: the quantity it shows, an entry of the table.
            name: its defined name, if it is not that of the quantity.
            dims: what its rows and columns count.
            role: what it is for.
            rule: the formula of each cell.
            equation: the array formula of each column, with `_t` and `_(t-1)`.
            notation: its equation as a textbook writes it.
            array: whether each formula of the rule is entered as an array formula.
            sizes: how many there are of each thing counted, beside those of the book.
        """
        entry = NAMES[quantity]
        rows, columns = dims or entry.dims
        known = {**self.book.sizes, **(sizes or {})}
        block = Block(
            name=name or quantity,
            quantity=quantity,
            page=self.name,
            shape=(known[rows], known[columns]),
            dims=(rows, columns),
            role=role or entry.role,
            rule=rule,
            equation=_each_step(equation) if equation else None,
            notation=notation or entry.notation,
            array=array,
        )
        self.book.register(block)
        self.blocks.append(block)
        return block

    def place(self, block: Block, row: int, column: int) -> Area:
        """Put the upper left cell of a block at (row, column)."""
        area = Area.at(row, column, *block.shape)
        block.place = Place.of(self.name, area)
        return area

    def write(
        self,
        row: int,
        column: int,
        text: str | int,
        style: str,
        *,
        link: Block | None = None,
        span: int = 1,
    ) -> None:
        """Put a text onto the page."""
        self.fixtures.append(Fixture(Cell(row, column), text, style, link, span))

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        raise NotImplementedError


def _each_step(equation: str) -> Equation:
    return lambda t: at_step(equation, t + 1)
