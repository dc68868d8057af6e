"""A page on which time runs to the right: one column a step, weights on the left.

Blocks stand in bands, one under the other. A weight stands left of the rows that it produces,
so that the eye multiplies; what a column hands on is read by the next column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from xlrnn.names import Role
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.expression import Expression
from xlrnn.sheet.page import Chart, Fold, Page

MARGIN, LEFT = 1, 2
TITLE, SUBTITLE, HEADER, LETTERS, HINTS, FIRST_BAND = 1, 2, 4, 5, 6, 8

# Up to this many steps the notes stand to the right of the last one; beyond, they move into the
# title rows, where they can be read without scrolling.
NOTES_BESIDE = 8
# More columns of weights than this are folded away, all but the first few.
WIDE, ALWAYS_SHOWN = 8, 4
LONG = 10

LEGEND = (
    (Role.INPUT, "input"),
    (Role.PARAMETER, "weight"),
    (Role.CALCULATION, "calculation"),
    (Role.STATE, "state"),
    (Role.OUTPUT, "output"),
)
MARKS = "✓ this program agrees with NumPy     ✗ it differs     ↻ inputs changed"


@dataclass
class Band:
    """Blocks that stand together under one title, and the weights to their left."""

    blocks: list[Block]
    labels: list[Block | None]
    left: list[Block]
    footer: Callable[[int], str] | None = None
    rows: dict[str, int] = field(default_factory=dict)


class TimePage(Page):
    """A page of bands over a common time axis."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.bands: list[Band] = []
        self.letters: Block | None = None
        self.vocabulary: Block | None = None
        self.hints: Sequence[str] = ()
        self.notes_heading = "what happens"
        self._waiting: list[Block] = []
        self._marks: list[tuple[Block, Block]] = []
        self._chart: tuple[Block, str] | None = None

    @property
    def steps(self) -> int:
        """How many time steps the page shows."""
        return self.book.sizes["step"]

    def weights(
        self,
        quantity: str,
        dims: tuple[str, str] | None = None,
        name: str = "",
        role: Role | None = None,
    ) -> Block:
        """Declare constants that stand to the left of the next band."""
        block = self.add(quantity, name=name, dims=dims, role=role)
        self._waiting.append(block)
        return block

    def letters_in_header(
        self, name: str = "", rule: Rule | None = None, role: Role | None = None
    ) -> Block:
        """Declare the letters, which stand in the header over the steps."""
        self.letters = self.add("letter", name=name, rule=rule, role=role)
        return self.letters

    def band(
        self,
        quantity: str,
        *,
        rule: Rule | None = None,
        equation: str = "",
        notation: str = "",
        name: str = "",
        role: Role | None = None,
        array: bool = False,
        labels: Block | None = None,
        below: bool = False,
        footer: Callable[[int], str] | None = None,
    ) -> Block:
        """Declare a block with a column for each time step.

        Args:
            quantity: the quantity it shows.
            rule: the formula of each cell; or
            equation: the array formula of each column.
            notation: its equation in words, if it is not that of the table of names.
            name: its defined name, if it is not that of the quantity.
            role: what it is for.
            array: whether each formula of the rule is entered as an array formula.
            labels: a block to its left that names its rows; by default one is made.
            below: whether it continues the band above, without a title of its own.
            footer: a text under each column.
        """
        block = self.add(
            quantity,
            name=name,
            role=role,
            rule=rule,
            equation=equation,
            notation=notation,
            array=array,
        )
        labels = labels or self._label(block)
        if below:
            self.bands[-1].blocks.append(block)
            self.bands[-1].labels.append(labels)
        else:
            self.bands.append(Band([block], [labels], self._waiting, footer))
            self._waiting = []
        return block

    def mark(self, block: Block, sign: Expression) -> None:
        """Put a check mark beside a block."""
        mark = self.add("mark", name=f"mark_{block.name}", rule=lambda _, __: sign)
        self._marks.append((block, mark))

    def chart(self, block: Block, title: str) -> None:
        """Draw a block as a chart."""
        self._chart = block, title

    def _label(self, block: Block) -> Block | None:
        """Name the rows after the letters in the vocabulary, whatever a reader puts there."""
        vocabulary = self.vocabulary
        if block.dims[0] != "letter" or vocabulary is None:
            return None
        return self.add(
            "vocabulary",
            name=f"label_{block.name}",
            role=Role.LABEL,
            rule=lambda k, _: vocabulary[k, 0],
        )

    # Lay-out: columns first, then band by band downwards.

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self._choose_columns()
        self._draw_header()
        row = FIRST_BAND
        for band in self.bands:
            row = self._lay_out_band(band, row) + 1
        for block, mark in self._marks:
            self.place(mark, block.located().rows[0], self.mark_column)
        row = self._draw_legend(row)
        row = self._draw_chart(row)
        self._choose_look(row)

    def _choose_columns(self) -> None:
        self.left_width = max(_width(band.left) for band in self.bands)
        self.mark_column = LEFT + self.left_width
        self.label_column = self.mark_column + 1
        self.first_step = self.label_column + 1
        self.last_step = self.label_column + self.steps
        self.beside = self.steps <= NOTES_BESIDE
        self.notes_column = self.last_step + 2 if self.beside else self.first_step + 6

    def _draw_header(self) -> None:
        self.write(TITLE, LEFT, self.title, "title")
        self.write(SUBTITLE, LEFT, self.subtitle, "subtitle")
        if self.left_width:
            self._draw_weights_header()
        self.write(HEADER, self.label_column, "time step t", "header_right")
        for t in range(self.steps):
            self.write(HEADER, self.first_step + t, t + 1, "header")
            if t < len(self.hints):
                self.write(HINTS, self.first_step + t, self.hints[t], "hint")
        if self.beside:
            self.write(HEADER, self.notes_column, self.notes_heading, "header")
        if self.letters is not None:
            self.place(self.letters, LETTERS, self.first_step)
            self.write(LETTERS, self.label_column, "letter", "row_label")
            if self.beside and self.letters.constant:
                self.write(LETTERS, self.notes_column, self.letters.entry.note, "note")

    def _draw_weights_header(self) -> None:
        shown = min(self.left_width, ALWAYS_SHOWN) if self.left_width > WIDE else self.left_width
        text = "weights" if shown < 4 else "weights (blue: change them)"
        self.write(HEADER, LEFT, text, "header", span=shown)
        if shown < self.left_width:
            hidden = self.left_width - shown
            self.write(
                LETTERS,
                LEFT,
                f"{hidden} more columns of weights are folded: press + above",
                "hint_left",
            )

    def _lay_out_band(self, band: Band, row: int) -> int:
        """Place one band below its title row and return the first row after it."""
        self._draw_band_title(band, row)
        below_left = self._lay_out_left(band.left, row)
        row += 1
        for block, labels in zip(band.blocks, band.labels, strict=True):
            self.place(block, row, self.first_step)
            self._label_rows(block, labels, row)
            self._fold_rows(row, block.shape[0])
            row += block.shape[0]
        if band.footer is not None:
            for t in range(self.steps):
                self.write(row, self.first_step + t, band.footer(t), "hint")
            row += 1
        return max(row, below_left)

    def _draw_band_title(self, band: Band, row: int) -> None:
        block = band.blocks[0]
        entry = block.entry
        title = f"{entry.step}   {entry.label}" if entry.step else entry.label
        self.write(row, self.label_column, title, "band_title")
        for column in range(self.first_step, self.last_step + 1):
            style = "equation" if column == self.first_step else "band_rule"
            self.write(row, column, block.notation if column == self.first_step else "", style)
        note = f"={block.equation(0)}" if block.equation is not None else entry.note
        if note:
            self.write(row, self.notes_column, note, "note" if self.beside else "band_note")

    def _lay_out_left(self, left: list[Block], row: int) -> int:
        column, bottom = LEFT, row
        if self.left_width > WIDE:
            left = sorted(left, key=lambda block: block.shape[1])
        for block in left:
            height, width = block.shape
            size = f"({height}×{width})"
            label = (
                f"{block.name} {size}"
                if len(left) > 1
                else f"{block.name}  {block.entry.label} {size}"
            )
            self.write(row, column, label, "weights_title")
            self.place(block, row + 1, column)
            column += width + 1
            bottom = max(bottom, row + 1 + height)
        return bottom

    def _label_rows(self, block: Block, labels: Block | None, row: int) -> None:
        if labels is not None:
            self.place(labels, row, self.label_column)
        elif block.dims[0] == "one":
            self.write(row, self.label_column, block.entry.label, "row_label")
        else:
            for i in range(block.shape[0]):
                self.write(row + i, self.label_column, f"{block.dims[0]} {i + 1}", "row_label")

    def _fold_rows(self, row: int, height: int) -> None:
        if height > LONG:
            self.look.folded_rows.append(Fold(row + LONG // 2, row + height - 1))

    def _draw_legend(self, row: int) -> int:
        roles = {block.role for block in self.blocks}
        shown = [(role, text) for role, text in LEGEND if role in roles]
        for number, (role, text) in enumerate(shown):
            down, right = divmod(number, 1 + self.steps)
            self.write(row + down, self.label_column + right, text, f"legend_{role}")
        row += 1 + (len(shown) - 1) // (1 + self.steps)
        if self._marks:
            self.write(row, self.label_column, MARKS, "hint_left")
        return row + 1

    def _draw_chart(self, row: int) -> int:
        """Put the chart beside the bands if there is room, otherwise under them."""
        if self._chart is None or self.letters is None or self.vocabulary is None:
            return row
        block, title = self._chart
        few = self.steps * block.shape[0] <= 64
        if self.beside:
            cell, size = Cell(block.located().rows[0], self.notes_column), (420, 260)
            row = max(row, cell.row + 13)
        else:
            cell, size = Cell(row + 1, self.first_step), (max(900, min(78 * self.steps, 2400)), 320)
            row += 18
        self.charts.append(
            Chart(block, self.letters, self.vocabulary, title, cell, size, stacked=not few)
        )
        return row

    def _choose_look(self, last_row: int) -> None:
        look = self.look
        look.widths = {MARGIN: 2, self.mark_column: 3, self.label_column: 21}
        look.widths |= dict.fromkeys(range(LEFT, self.mark_column), 10.5)
        look.widths |= dict.fromkeys(range(self.first_step, self.last_step + 1), 10.5)
        if self.beside:
            look.widths |= {self.last_step + 1: 2, self.notes_column: 60}
        if self.left_width > WIDE:
            look.folded_columns.append(Fold(LEFT + ALWAYS_SHOWN, self.mark_column - 1, folded=True))
        look.heights = {LETTERS: 20.0} | {
            block.located().rows[0]: 20.0
            for block in self.blocks
            if block.quantity == "predicted" and block.place is not None
        }
        look.freeze = Cell(HINTS + 1 if self.hints else LETTERS + 1, self.first_step)
        look.repeat_rows, look.repeat_columns = LETTERS, self.label_column
        last_column = (
            self.notes_column if self.beside else max(self.last_step, self.notes_column + 4)
        )
        look.print_area = Area(Cell(1, 1), Cell(last_row, last_column))
        look.one_page = self.beside and last_row <= 90


def _width(left: list[Block]) -> int:
    """Return how many columns weights take, with a gap between them."""
    return sum(block.shape[1] for block in left) + max(len(left) - 1, 0)
