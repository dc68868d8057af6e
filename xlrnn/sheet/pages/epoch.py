"""A page on which time is training: one epoch a row, from the weights to their next values.

Blocks stand side by side, in sections with a title, each column under its own label. A row reads
the row above it, so the last one can be filled down to train on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Expression
from xlrnn.names import Role
from xlrnn.sheet import screen
from xlrnn.sheet.page import Fold, Page
from xlrnn.sheet.pages.time.page import REFERENCE

TITLE, SUBTITLE, SECTION, NAME, LABELS, FIRST_ROW = 1, 2, 4, 5, 6, 7
LEFT = 2
# The widths of a column of numbers and of the one between two sections.
WIDTH, GAP = 8.0, 2.0
# So many rows fill a printed page; of NumPy's numbers so many columns are printed.
PRINTED, PLAIN_PRINTED = 34, 12


@dataclass(frozen=True)
class Part:
    """A block of the page, its title and the label of each of its columns."""

    block: Block
    title: str
    labels: Sequence[str]


class EpochPage(Page):
    """A page of sections side by side, an epoch a row.

    Attributes:
        sections: the title and the blocks of each, in the order of the calculation.
        folded: the titles of those that are folded away.
        ahead: blocks that stand in the first section wherever they are calculated, because they
            are what all is about.
    """

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.sections: list[tuple[str, list[Part]]] = []
        self.folded: set[str] = set()
        self.ahead: list[Block] = []
        self._gaps: dict[int, float] = {}

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return self.book.sizes["epoch"]

    def section(self, title: str, *, folded: bool = False) -> None:
        """Begin a section, which a reader can fold away."""
        self.sections.append((title, []))
        if folded:
            self.folded.add(title)

    def column(
        self, quantity: str, labels: Sequence[str], *, title: str = "", **options: Any
    ) -> Block:
        """Declare a block with a row for each epoch, to the right of those already there.

        Args:
            quantity: the quantity it shows.
            labels: what its columns are called; there are as many of them.
            title: stands over the labels; by default the label of the quantity.
            **options: as of `Page.add`.
        """
        sizes = {**options.pop("sizes", {}), "source": len(labels)}
        block = self.add(quantity, sizes=sizes, **options)
        self.sections[-1][1].append(Part(block, title or block.entry.label, labels))
        return block

    def mark(self, block: Block, sign: Expression) -> None:
        """Leave the marks to the check page: there is no room beside these columns."""

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, from left to right."""
        return [part.block for _, parts in self.sections for part in parts]

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(TITLE, LEFT, self.title, "title")
        self.write(SUBTITLE, LEFT, self.subtitle, "subtitle")
        column = LEFT
        for title, parts in self._in_order():
            first = column
            for part in parts:
                column = self._lay_out_part(part, column)
            blocks = (part.block for part in parts)
            numbered = next((b.numbered(title) for b in blocks if b.numbers), title)
            self.write(SECTION, first, numbered, "header_left")
            for blank in range(first + 1, column):
                self.write(SECTION, blank, "", "header_left")
            if title in self.folded:
                self.view.folded_columns.append(Fold(first + 1, column - 1, folded=True))
            self._gaps[column] = GAP
            column += 1
        self._choose_look(column - 2)

    def _in_order(self) -> list[tuple[str, list[Part]]]:
        """Return the sections as they stand from left to right."""
        ahead = [part for _, parts in self.sections for part in parts if part.block in self.ahead]
        (title, first), *others = self.sections
        rest = [(name, [part for part in parts if part not in ahead]) for name, parts in others]
        return [(title, [*first, *ahead]), *((name, parts) for name, parts in rest if parts)]

    def _lay_out_part(self, part: Part, column: int) -> int:
        self.write(NAME, column, part.title, "weights_title")
        self.place(part.block, FIRST_ROW, column)
        for label in part.labels:
            self.write(LABELS, column, label, "column_label")
            column += 1
        return column

    def _choose_look(self, last: int) -> None:
        view = self.view
        ahead = [*(part.block for part in self.sections[0][1]), *self.ahead]
        still = LEFT + sum(block.shape[1] for block in ahead)
        view.widths = {1: 1} | dict.fromkeys(range(LEFT, last + 1), WIDTH) | self._gaps
        view.freeze = Cell(FIRST_ROW, still)
        view.repeat_rows, view.repeat_columns = LABELS, still - 1
        view.one_page, view.zoom, view.scale = False, screen.LONG, screen.SMALLEST_PRINT
        printed = min(self.epochs, PRINTED)
        columns = min(last, LEFT + PLAIN_PRINTED) if self.plain else last
        view.print_area = Area(Cell(1, 1), Cell(FIRST_ROW + printed - 1, columns))
        if printed < self.epochs:
            view.not_printed = f"epochs 1 to {printed} of {self.epochs}"
        elif columns < last:
            view.not_printed = "the first columns"

    def mirrored(self, into: Page) -> dict[str, Block]:
        """Write the same blocks as plain numbers, in the same places."""
        assert isinstance(into, EpochPage)
        found = {}
        for title, parts in self.sections:
            into.section(title, folded=title in self.folded)
            for part in parts:
                block = part.block
                found[block.key] = into.column(
                    block.quantity,
                    part.labels,
                    title=part.title,
                    name=f"{REFERENCE}{block.name}",
                    role=Role.REFERENCE,
                    dims=block.dims,
                    sizes=dict(zip(block.dims, block.shape, strict=True)),
                    key=block.key,
                    slack=block.slack,
                    vanishing=block.vanishing,
                )
        into.ahead = [found[block.key] for block in self.ahead]
        return found
