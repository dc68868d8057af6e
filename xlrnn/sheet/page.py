"""A page: one sheet of a workbook, with its blocks and everything else a reader sees."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, TypeAlias, Union

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block, Equation, Ref, Rule
from xlrnn.formula.cell import Cell, check_sheet_name
from xlrnn.formula.expression import Expression
from xlrnn.formula.place import Place
from xlrnn.formula.writing.equation import at_step, names_a_step
from xlrnn.names import NAMES, Role
from xlrnn.sheet.arrows import Flow
from xlrnn.sheet.shared import Shared
from xlrnn.sheet.sketch import Sketch
from xlrnn.sheet.switch import Switch

Target: TypeAlias = Union[Block, Ref, "Page"]
"""What a link leads to: a block, the row, column or cell of one, or the top of a page."""


class Fixture(NamedTuple):
    """A text that is part of the page and takes no part in the calculation.

    Args:
        cell: where it stands.
        text: what it says; a number is written as one.
        style: its style by name; `xlsx.style` knows how each looks.
        link: where it leads within this workbook.
        span: over how many columns it runs, merged if more than one.
        about: the block that it is about, if its place alone does not tell.
    """

    cell: Cell
    text: str | int
    style: str
    link: Target | None = None
    span: int = 1
    about: Block | None = None

    @property
    def destination(self) -> tuple[str, Area] | None:
        """The sheet and the cells that it leads to; None if it is no link."""
        if self.link is None:
            return None
        if isinstance(self.link, Page):
            return self.link.name, Area.at(1, 1, 1, 1)
        if isinstance(self.link, Block):
            return self.link.located().sheet, self.link.located().area
        ref, place = self.link, self.link.block.located()
        first = place.cell(ref.rows[0], ref.columns[0])
        return place.sheet, Area(first, place.cell(ref.rows[-1], ref.columns[-1]))


class ChartKind(enum.StrEnum):
    """How a chart shows its series."""

    COLUMNS = "columns"
    SHARES = "shares"
    LINES = "lines"


@dataclass(frozen=True)
class Chart:
    """A chart: one series for each row of its blocks, or for each column if they run downwards.

    Args:
        title: its heading.
        series: the blocks, each with the names of its series: a block, or texts, as many as
            are drawn.
        categories: the labels of the horizontal axis; None for 1, 2, 3 and so on.
        beside: the block that it stands beside; by default its first series.
        axes: what the horizontal and the vertical axis show.
        kind: columns, shares of a whole, or lines.
        logarithmic: whether the vertical axis counts powers of ten.
        from_zero: whether the vertical axis of columns begins at 0.
        bounds: where the vertical axis begins and ends, None where the numbers say it.
        downwards: whether a series is a column of a block.
        first_look: which look its first series has, so that a thing looks the same in two charts.
        cell: its upper left corner; the page decides if it is None.
        size: its width and height in pixels.
    """

    title: str
    series: tuple[tuple[Block, "Block | tuple[str, ...]"], ...]
    categories: Block | None = None
    beside: Block | None = None
    axes: tuple[str, str] = ("", "")
    kind: ChartKind = ChartKind.COLUMNS
    logarithmic: bool = False
    from_zero: bool = True
    bounds: tuple[float | None, float | None] = (None, None)
    downwards: bool = False
    first_look: int = 0
    cell: Cell | None = None
    size: tuple[int, int] = (420, 260)

    def reads(self) -> Iterator[Block]:
        """Yield every block that it shows: numbers, names and categories."""
        for block, names in self.series:
            yield block
            if isinstance(names, Block):
                yield names
        if self.categories is not None:
            yield self.categories


@dataclass(frozen=True)
class Fold:
    """Rows or columns that a reader can fold away."""

    first: int
    last: int
    folded: bool = False


@dataclass
class View:
    """How a page is shown and printed, apart from its cells.

    Nobody reads hundreds of sheets of paper, so `print_area` may be the first part of a page;
    `not_printed` says in the footer what is printed of how much. Percentages are of the usual size:
    `zoom` on the screen, `scale` in print, where `breaks` are the rows and
    `column_breaks` the columns that begin a new sheet.
    """

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    freeze: Cell | None = None
    folded_columns: list[Fold] = field(default_factory=list)
    folded_rows: list[Fold] = field(default_factory=list)
    repeat_rows: int = 0
    repeat_columns: int = 0
    print_area: Area | None = None
    not_printed: str = ""
    one_page: bool = True
    one_wide: bool = False
    portrait: bool = False
    zoom: int = 100
    scale: int = 0
    breaks: list[int] = field(default_factory=list)
    column_breaks: list[int] = field(default_factory=list)


class Page:
    """One sheet. Subclasses say how its blocks are arranged.

    `decimals` are those that its cells have room for at most.

    Args:
        book: the workbook that it belongs to.
        name: the name of the sheet.
        title: the heading of the page.
        subtitle: one sentence under the heading.

    Attributes:
        about: what the first page says of it.
        prefix: stands before the names of its blocks, as a layer's name does.
        sizes: how many there are of what it counts, where that differs from the book's.
        called: what it calls what rows and columns count, where that differs from the table's.
        plain: whether it holds NumPy's numbers, which need no words.
        small: whether its numbers are so small that they are shown as powers of ten.
        labelled: the block whose rows or columns a block of labels names, by that one's name.
        shares: the blocks whose numbers from 0 to 1 are coloured, whatever the switch says.
        quiet: a row of words, if columns without one are grey.
    """

    decimals: ClassVar[int] = 4

    def __init__(self, book: Shared, name: str, title: str, subtitle: str) -> None:
        self.book = book
        self.name = check_sheet_name(name)
        self.title = title
        self.subtitle = subtitle
        self.about = title
        self.prefix = ""
        self.sizes: dict[str, int] = {}
        self.called: dict[str, str] = {}
        self.plain = False
        self.small = False
        self.blocks: list[Block] = []
        self.fixtures: list[Fixture] = []
        self.charts: list[Chart] = []
        self.switches: list[Switch] = []
        self.flows: list[Flow] = []
        self.sketch: Sketch | None = None
        self.marks: list[tuple[Block, Block]] = []
        self.labelled: dict[str, Block] = {}
        self.shares: list[Block] = []
        self.quiet: Block | None = None
        self.view = View()

    def add(
        self,
        quantity: str,
        *,
        name: str = "",
        dims: tuple[str, str] | None = None,
        role: Role | None = None,
        rule: Rule | None = None,
        equation: str | Equation = "",
        notation: str = "",
        array: bool = False,
        sizes: Mapping[str, int] | None = None,
        key: str = "",
        slack: int = 1,
        vanishing: bool = False,
        choices: tuple[str, ...] = (),
    ) -> Block:
        """Declare a block; what is left out follows from the table of names.

        Args:
            quantity: the quantity it shows, an entry of the table.
            name: its defined name, if it is not that of the quantity behind the page's prefix.
            dims: what its rows and columns count.
            role: what it is for.
            rule: the formula of each cell.
            equation: the array formula of each column, with `_t`, `_(t-1)` and `_(t+1)`, or a
                function of the column; one that names no step fills the whole block at once.
            notation: its equation as a textbook writes it.
            array: whether each formula of the rule is entered as an array formula.
            sizes: how many there are of each thing counted, beside those of the book.
            key: where its values are in the trace, if not under the prefix and the quantity.
            slack: how many times the usual tolerance its numbers may be off; say why.
            vanishing: whether only relative distances count, however small its numbers are.
            choices: the texts that an input may hold, if not any.
        """
        entry = NAMES[quantity]
        rows, columns = (self.called.get(dim, dim) for dim in dims or entry.dims)
        known = {**self.book.sizes, **self.sizes, **(sizes or {})}
        block = Block(
            name=f"{self.prefix}{name or quantity}",
            quantity=quantity,
            page=self.name,
            shape=(known[rows], known[columns]),
            dims=(rows, columns),
            role=role or entry.role,
            rule=rule,
            equation=_each_step(equation) if isinstance(equation, str) else equation,
            at_once=isinstance(equation, str) and equation != "" and not names_a_step(equation),
            notation=notation or entry.notation,
            array=array,
            key=key or f"{self.prefix}{quantity}",
            slack=slack,
            vanishing=vanishing,
            choices=choices,
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
        link: Target | None = None,
        span: int = 1,
        about: Block | None = None,
    ) -> None:
        """Put a text onto the page."""
        self.fixtures.append(Fixture(Cell(row, column), text, style, link, span, about))

    def mark(self, block: Block, sign: Expression) -> None:
        """Put a check mark beside a block; a page that draws blocks places its marks, too."""
        prefix, self.prefix = self.prefix, ""
        mark = self.add("mark", name=f"mark_{block.name}", rule=lambda _, __: sign, array=True)
        self.prefix = prefix
        self.marks.append((block, mark))

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        return []

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        raise NotImplementedError

    def mirrored(self, into: "Page") -> dict[str, Block]:
        """Write the same blocks as plain numbers onto a page of the same kind.

        Returns:
            NumPy's references by the key of what they refer to.
        """
        raise NotImplementedError


def _each_step(equation: str) -> Equation | None:
    return (lambda t: at_step(equation, t + 1)) if equation else None
