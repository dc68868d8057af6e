"""A page of layers under each other: a layer's matrices, what they are multiplied by, the result.

From left to right stand the terms of the layer's equation, as on paper. The names of rows stand
left of the first block, and once more before a block that counts something else.
"""

from dataclasses import dataclass
from typing import Any

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block, Rule
from xlrnn.formula.cell import Cell
from xlrnn.names import Role
from xlrnn.sheet import screen
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.beside import columns_named, rows_named
from xlrnn.sheet.pages.time.columns import BOLD, GAP, NUMBER
from xlrnn.sheet.pages.time.layout import MARKS, SUBTITLE, TITLE
from xlrnn.sheet.pages.time.view import KEY

FIRST_ROW, NAMES = 5, 2
REFERENCE = "ref_"


@dataclass(frozen=True)
class Group:
    """A row of blocks with a heading, each with its title: one layer."""

    heading: str
    blocks: list[tuple[str, Block]]

    @property
    def counted(self) -> str:
        """What the rows of the last block count that has several."""
        return next((b.dims[0] for _, b in reversed(self.blocks) if rows_named(b)), "")


class LayersPage(Page):
    """Rows of blocks side by side, each row with a heading."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.groups: list[Group] = []
        self.vocabulary: Block | None = None
        self._names: dict[tuple[str, int], Block] = {}
        self._filled: dict[int, float] = {}
        self._starts: set[int] = set()

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
        self._name_letters(block)
        self.groups[-1].blocks.append((title, block))
        return block

    def _name_letters(self, block: Block) -> None:
        """Declare what names rows and columns after the letters, whatever a reader puts there."""
        prefix, self.prefix = self.prefix, ""
        for axis, before in enumerate(("rows_", "columns_")):
            vocabulary = self.vocabulary
            if block.dims[axis] != "letter" or block.shape[axis] == 1 or vocabulary is None:
                continue
            if axis == 1 or self.groups[-1].counted != "letter":
                label = self.add(
                    "vocabulary",
                    name=f"{before}{block.name}",
                    role=Role.LABEL,
                    dims=("one", "letter") if axis else ("letter", "one"),
                    key=vocabulary.name,
                    rule=_letter(vocabulary),
                )
                self.labelled[label.name] = block
                self._names[block.name, axis] = label
        self.prefix = prefix

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        blocks = (block for group in self.groups for _, block in group.blocks)
        return [block for block in blocks if not block.constant]

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, LayersPage)
        found = {}
        if self.vocabulary is not None:
            into.vocabulary = self.book[f"{REFERENCE}{self.vocabulary.name}"]
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
        self.write(TITLE, NAMES, self.title, "title")
        self.write(SUBTITLE, NAMES, self.subtitle, "subtitle")
        row, right = FIRST_ROW, NAMES
        for group in self.groups:
            self.write(row, NAMES, group.heading, "section")
            right = max(right, self._lay_out_row(group, row + 3))
            row += 4 + max(block.shape[0] for _, block in group.blocks)
        for block, mark in self.marks:
            place = block.located()
            self.place(mark, place.rows[0], place.columns[-1] + 1)
        if self.marks:
            self.write(KEY, NAMES + 4, MARKS, "hint_left")
        self._choose_look(row, right)

    def _lay_out_row(self, group: Group, row: int) -> int:
        """Place blocks side by side under their titles, with room for check marks between."""
        column, counted = NAMES, ""
        for title, block in group.blocks:
            if rows_named(block) and block.dims[0] != counted:
                counted = block.dims[0]
                self._name_rows(block, row, column)
                self._widen(column, NUMBER)
                column += 1
            elif column == NAMES:
                column += 1
            self.write(row - 2, column, block.numbered(title), "weights_title", about=block)
            self.place(block, row, column)
            if columns_named(block):
                self._name_columns(block, row - 1, column)
            for inside in range(column, column + block.shape[1]):
                needed = len(title) * BOLD - GAP if block.shape[1] == 1 else 0
                self._widen(inside, max(NUMBER, needed))
            self._starts.add(column)
            column += block.shape[1] + 1
        return column - 1

    def _widen(self, column: int, width: float) -> None:
        self._filled[column] = max(self._filled.get(column, 0.0), width)

    def _name_rows(self, block: Block, row: int, column: int) -> None:
        label = self._names.get((block.name, 0))
        if label is not None:
            self.place(label, row, column)
            return
        for i in range(block.shape[0]):
            self.write(row + i, column, f"{block.dims[0]} {i + 1}", "row_label", about=block)

    def _name_columns(self, block: Block, row: int, column: int) -> None:
        label = self._names.get((block.name, 1))
        if label is not None:
            self.place(label, row, column)
            return
        for k in range(block.shape[1]):
            self.write(row, column + k, f"{block.dims[1]} {k + 1}", "column_name", about=block)

    def _choose_look(self, row: int, right: int) -> None:
        view, columns = self.view, range(NAMES, right + 1)
        view.widths = {1: 1} | {c: self._filled.get(c, GAP) for c in columns}
        width = screen.pixels(view.widths.values())
        view.zoom, view.scale = screen.zoom(width), screen.print_scale(width)
        view.one_page = False
        view.column_breaks = screen.column_breaks(sorted(self._starts), view.widths)
        if self.plain and view.column_breaks:
            right, view.column_breaks = view.column_breaks[0] - 1, []
            view.not_printed = "the first columns"
        view.print_area = Area(Cell(1, 1), Cell(row, right))


def _letter(vocabulary: Block) -> Rule:
    """Return the rule of labels that stand under each other, or side by side."""
    return lambda i, k: vocabulary[i + k, 0]
