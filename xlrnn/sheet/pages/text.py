"""A page of tables whose columns are formulas: texts that are taken apart from top to bottom."""

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.table import Column, Table, TablePage
from xlrnn.sheet.pages.time.layout import MARKS
from xlrnn.sheet.pages.time.page import reference_block

PRINTED = 60
"""Of a longer list so many rows are printed: the rest is to be looked up, not to be read."""


class TextPage(TablePage):
    """Tables that are held against NumPy."""

    def _columns(self) -> list[Block]:
        columns = [column.cells for table in self.tables for column in table.columns]
        return [cells for cells in columns if isinstance(cells, Block)]

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        return [block for block in self._columns() if not block.constant]

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers and texts, in the same places."""
        assert isinstance(into, TextPage)
        found: dict[str, Block] = {}
        into.widths = self.widths
        for table in self.tables:
            columns = []
            for column in table.columns:
                cells = column.cells
                if isinstance(cells, Block):
                    found[cells.key] = reference_block(into.add, cells)
                    cells = found[cells.key]
                columns.append(Column(column.heading, cells))
            into.table(table.title, "", *columns)
        return found

    def lay_out(self) -> None:
        """Give every block its place, its mark below it, and draw the words around them."""
        super().lay_out()
        for block, mark in self.marks:
            place = block.located()
            self.place(mark, place.rows[-1] + 1, place.columns[0])
        if self.marks and self.view.print_area is not None:
            self.write(self.view.print_area.last.row, 2, MARKS, "hint_left")

    def _lay_out_table(self, table: Table, row: int) -> int:
        return super()._lay_out_table(table, row) + bool(self.marks)


class WordsPage(TextPage):
    """A long list of words, each with its number and its vector."""

    def lay_out(self) -> None:
        """Keep the headings in sight, and print the beginning."""
        super().lay_out()
        view, first = self.view, self._columns()[0].located().rows[0]
        assert view.print_area is not None
        view.freeze = Cell(first, 4)
        view.repeat_rows = first - 1
        words = view.print_area.last.row - first
        if words > PRINTED:
            view.not_printed = f"{PRINTED} of {words:,} words"
        last = first + min(words, PRINTED)
        view.print_area = Area(Cell(1, 1), Cell(last, len(self.widths)))
        view.portrait = False
