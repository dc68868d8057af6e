"""A page of pictures: grids of cells side by side, as the places of a picture are.

Rows and columns of a grid are those of the picture, so a window of it is a window of cells. All
columns but the first ones are equally narrow. What is a single cell stands in a list on the left.
"""

from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.names import Role
from xlrnn.sheet import screen
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.columns import BOLD, GAP
from xlrnn.sheet.pages.time.layout import MARKS, SUBTITLE, TITLE
from xlrnn.sheet.pages.time.view import KEY

MARGIN, LIST, BESIDE, FIRST = 1, 2, 3, 4
"""The columns of the check marks of single cells, of these, a gap, and the first of the grids."""
FIRST_ROW: Final = 5
REFERENCE: Final = "ref_"
LISTED: Final = 24.0
"""How wide single cells are, in characters."""
PIXEL, NUMBER = 2.7, 4.7
"""How wide the cells of grids are, in characters: of letters and whole numbers, and of others."""
DECIMALS: Final = 2


@dataclass
class Group:
    """Grids side by side under a heading, and single cells to their left.

    Args:
        heading: the heading.
        note: a sentence under it.
        singles: single cells, below each other, each with its title.
        grids: the grids, each with its title.
    """

    heading: str
    note: str
    singles: list[tuple[str, Block]] = field(default_factory=list)
    grids: list[tuple[str, Block]] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows its cells need, with titles and numbers of columns."""
        grids = max((block.shape[0] + 2 for _, block in self.grids), default=0)
        return max(grids, 2 * len(self.singles))


class GridPage(Page):
    """Groups of grids under each other.

    Attributes:
        narrow: how wide the cells of its grids are, in characters.
        groups: the groups, as declared.
        row_names: what the rows of a grid are called, by its name, if they are not numbered.
        firsts: the number of the first row and column of a grid, by its name, if it is not 1.
    """

    decimals = DECIMALS

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.narrow = NUMBER
        self.groups: list[Group] = []
        self.row_names: dict[str, tuple[str, ...]] = {}
        self.firsts: dict[str, int] = {}

    def group(self, heading: str, note: str = "") -> None:
        """Begin a group."""
        self.groups.append(Group(heading, note))

    def single(self, quantity: str, name: str = "", *, title: str = "", **options: Any) -> Block:
        """Declare a single cell, in the list to the left of the group's grids.

        Args:
            quantity: the quantity it shows.
            name: its defined name behind the page's prefix, if not the quantity.
            title: what stands over it, if not the quantity's label.
            **options: as of `Page.add`.
        """
        block = self._declared(quantity, name or quantity, options)
        self.groups[-1].singles.append((title or block.entry.label, block))
        return block

    def grid(
        self,
        title: str,
        quantity: str,
        name: str = "",
        *,
        rows: tuple[str, ...] = (),
        first: int = 1,
        **options: Any,
    ) -> Block:
        """Declare a grid to the right of the ones before, its key being its name.

        Args:
            title: what stands over it.
            quantity: the quantity it shows.
            name: its defined name behind the page's prefix, if not the quantity.
            rows: what its rows are called, if they are not numbered.
            first: the number of its first row and column.
            **options: as of `Page.add`.
        """
        block = self._declared(quantity, name or quantity, options)
        self.groups[-1].grids.append((title, block))
        if rows:
            self.row_names[block.name] = rows
        self.firsts[block.name] = first
        return block

    def _declared(self, quantity: str, name: str, options: dict[str, Any]) -> Block:
        return self.add(quantity, **{"name": name, "key": f"{self.prefix}{name}", **options})

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        blocks = (block for group in self.groups for block in _blocks(group))
        return [block for block in blocks if not block.constant]

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, GridPage)
        found = {}
        into.narrow = self.narrow
        for group in self.groups:
            into.group(group.heading)
            for title, block in group.singles:
                found[block.key] = into.single(block.quantity, title=title, **_stored(block))
            for title, block in group.grids:
                rows, first = self.row_names.get(block.name, ()), self.firsts[block.name]
                found[block.key] = into.grid(
                    title, block.quantity, rows=rows, first=first, **_stored(block)
                )
        return found

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(TITLE, LIST, self.title, "title")
        self.write(SUBTITLE, LIST, self.subtitle, "subtitle")
        row, right, begins = FIRST_ROW, FIRST, []
        for group in self.groups:
            begins.append(row)
            self.write(row, LIST, group.heading, "section")
            row += 1
            if group.note:
                self.write(row, LIST, group.note, "note")
                row += 1
            self._lay_out_list(group.singles, row)
            right = max(right, self._lay_out_grids(group, row))
            row += group.height + 1
        self._place_marks()
        self._choose_look(row, right, begins)

    def _lay_out_list(self, singles: list[tuple[str, Block]], row: int) -> None:
        for number, (title, block) in enumerate(singles):
            words = block.numbered(title)
            self.write(row + 2 * number, LIST, words, "weights_title", about=block)
            self.place(block, row + 2 * number + 1, LIST)

    def _lay_out_grids(self, group: Group, row: int) -> int:
        """Place grids side by side, with their rows and columns numbered; return the last column.

        Behind each is a column for its check mark.
        """
        column = FIRST
        for title, block in group.grids:
            words = block.numbered(title)
            self.write(row, column, words, "weights_title", about=block)
            self._name_lines(block, row + 1, column)
            self.place(block, row + 2, column + 1)
            needed = ceil(len(words) * BOLD / self.narrow)
            column += max(block.shape[1] + 2, needed + 1)
        return column - 1

    def _name_lines(self, block: Block, row: int, column: int) -> None:
        height, width = block.shape
        names, first = self.row_names.get(block.name), self.firsts[block.name]
        for i in range(height):
            self.write(row + 1 + i, column, names[i] if names else first + i, "column_name")
        for k in range(width if width > 1 else 0):
            self.write(row, column + 1 + k, first + k, "column_name")

    def _place_marks(self) -> None:
        for block, mark in self.marks:
            place = block.located()
            listed = place.columns[0] == LIST  # a sentence may run over the columns to its right
            self.place(mark, place.rows[0], MARGIN if listed else place.columns[-1] + 1)
        if self.marks:
            self.write(KEY, FIRST, MARKS, "hint_left")

    def _choose_look(self, row: int, right: int, begins: list[int]) -> None:
        view = self.view
        view.widths = {MARGIN: GAP, LIST: LISTED, BESIDE: GAP}
        view.widths |= dict.fromkeys(range(FIRST, right + 1), self.narrow)
        view.zoom = screen.zoom(screen.pixels(view.widths.values()))
        # A picture is seen as a whole, be it small.
        view.one_page, view.one_wide = False, True
        if self.plain and len(begins) > 1:
            row, view.not_printed = begins[1] - 1, f"rows 1 to {begins[1] - 1} of {row}"
        view.print_area = Area(Cell(1, 1), Cell(row, right))


def _blocks(group: Group) -> list[Block]:
    return [block for _, block in (*group.singles, *group.grids)]


def _stored(block: Block) -> dict[str, Any]:
    """Return how NumPy's numbers of a block are declared."""
    return {
        "name": f"{REFERENCE}{block.name}",
        "dims": block.dims,
        "sizes": dict(zip(block.dims, block.shape, strict=True)),
        "role": Role.REFERENCE,
        "key": block.key,
    }
