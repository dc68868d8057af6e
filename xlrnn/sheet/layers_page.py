"""A page of layers under each other: a layer's matrices, what they are multiplied by, the result.

From left to right stand the terms of the layer's equation, as on paper.
"""

from dataclasses import dataclass
from typing import Any

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.page import Page
from xlrnn.sheet.time_layout import MARKS

TITLE, SUBTITLE, FIRST_ROW, FIRST_COLUMN = 1, 2, 4, 2
REFERENCE = "ref_"
# The widths of a matrix's columns, of a single column, and of the gap behind them.
MATRIX, VECTOR, GAP = 9.5, 13.0, 3.0


@dataclass(frozen=True)
class Group:
    """A row of blocks with a heading, each with its title: one layer."""

    heading: str
    blocks: list[tuple[str, Block]]


class LayersPage(Page):
    """Rows of blocks side by side, each row with a heading."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.groups: list[Group] = []

    def group(self, heading: str) -> None:
        """Begin a row of blocks."""
        self.groups.append(Group(heading, []))

    def beside(self, title: str, quantity: str, name: str, **options: Any) -> Block:
        """Declare a block to the right of the ones before, its key being its name.

        Args:
            title: what stands over it.
            quantity: the quantity it shows.
            name: its defined name behind the page's prefix.
            **options: as of `Page.add`.
        """
        options = {"key": f"{self.prefix}{name}", **options}
        block = self.add(quantity, name=name, **options)
        self.groups[-1].blocks.append((title, block))
        return block

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        blocks = (block for group in self.groups for _, block in group.blocks)
        return [block for block in blocks if not block.constant]

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, LayersPage)
        found = {}
        for group in self.groups:
            into.group(group.heading)
            for title, block in group.blocks:
                found[block.key] = into.beside(
                    title,
                    block.quantity,
                    f"{REFERENCE}{block.name}",
                    dims=block.dims,
                    sizes=dict(zip(block.dims, block.shape, strict=True)),
                    role=Role.REFERENCE,
                    key=block.key,
                )
        return found

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(TITLE, FIRST_COLUMN, self.title, "title")
        self.write(SUBTITLE, FIRST_COLUMN, self.subtitle, "subtitle")
        row, right = FIRST_ROW, FIRST_COLUMN
        self.look.widths = {1: 2}
        for group in self.groups:
            self.write(row, FIRST_COLUMN, group.heading, "section")
            right = max(right, self._lay_out_row(group, row + 1))
            row += 3 + max(block.shape[0] for _, block in group.blocks)
        for block, mark in self.marks:
            place = block.located()
            self.place(mark, place.rows[0], place.columns[-1] + 1)
        if self.marks:
            self.write(row, FIRST_COLUMN, MARKS, "hint_left")
        self.look.print_area = Area(Cell(1, 1), Cell(row + 1, right + 1))

    def _widen(self, column: int, width: float) -> None:
        """Make a column wide enough, in which other rows may have other blocks."""
        self.look.widths[column] = max(self.look.widths.get(column, 0.0), width)

    def _lay_out_row(self, group: Group, row: int) -> int:
        """Place blocks side by side under their titles, with room for check marks between."""
        column = FIRST_COLUMN
        for title, block in group.blocks:
            width = block.shape[1]
            self.write(row, column, block.numbered(title), "weights_title")
            self.place(block, row + 1, column)
            each = MATRIX if width > 1 else VECTOR
            for inside in range(column, column + width):
                self._widen(inside, each)
            self._widen(column + width, GAP)
            column += width + 1
        return column - 1
