"""A page of tables: a heading, then rows of texts and blocks side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.sheet import screen
from xlrnn.sheet.page import Page, Target


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere."""

    text: str
    to: Target


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading and its cells, which are texts or one block."""

    heading: str
    cells: Block | Sequence[str | Link]

    @property
    def width(self) -> int:
        """How many columns of the sheet it takes."""
        return self.cells.shape[1] if isinstance(self.cells, Block) else 1


@dataclass(frozen=True)
class Table:
    """A table with its heading and a sentence about it."""

    title: str
    note: str
    columns: tuple[Column, ...]

    @property
    def numbered(self) -> str:
        """Its title, behind the steps of the lesson that its blocks belong to."""
        blocks = [each.cells for each in self.columns if isinstance(each.cells, Block)]
        return next((b.numbered(self.title) for b in blocks if b.numbers), self.title)


class TablePage(Page):
    """Tables under each other."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.tables: list[Table] = []
        self.widths: tuple[float, ...] = (1.0, 24.0, 36.0, 15.0, 14.0)

    def table(self, title: str, note: str, *columns: Column) -> None:
        """Add a table below those already there."""
        self.tables.append(Table(title, note, columns))

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(1, 2, self.title, "title")
        self.write(2, 2, self.subtitle, "subtitle")
        row = 5
        for table in self.tables:
            row = self._lay_out_table(table, row) + 1
        view = self.view
        view.widths = dict(enumerate(self.widths, start=1))
        view.print_area = Area(Cell(1, 1), Cell(row, len(self.widths)))
        view.portrait, view.one_page = True, False
        view.scale = screen.print_scale(screen.pixels(self.widths), screen.STANDING)

    def _lay_out_table(self, table: Table, row: int) -> int:
        self.write(row, 2, table.numbered, "section")
        if table.note:
            self.write(row + 1, 2, table.note, "note")
            row += 1
        bottom = row + 2
        number = 2
        for column in table.columns:
            self.write(row + 1, number, column.heading, "header", span=column.width)
            bottom = max(bottom, self._lay_out_cells(column.cells, row + 2, number))
            number += column.width
        return bottom

    def _lay_out_cells(self, cells: Block | Sequence[str | Link], row: int, column: int) -> int:
        if isinstance(cells, Block):
            return self.place(cells, row, column).last.row + 1
        for offset, cell in enumerate(cells):
            if isinstance(cell, Link):
                self.write(row + offset, column, cell.text, "table_link", link=cell.to)
            else:
                self.write(row + offset, column, cell, "table_text")
        return row + len(cells)
