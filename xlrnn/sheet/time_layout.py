"""Where everything stands on a page of bands, band by band downwards."""

from typing import TYPE_CHECKING

from xlrnn.names import Role
from xlrnn.sheet.band_words import lines_of, note, title
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.left import weight_title
from xlrnn.sheet.page import Fold
from xlrnn.sheet.time_charts import COLUMNS_BESIDE, TimeCharts
from xlrnn.sheet.time_columns import LEFT, TimeColumns

if TYPE_CHECKING:
    from xlrnn.sheet.time_page import Band, RowLabels, TimePage

TITLE, SUBTITLE, HEADER, LETTERS, HINTS, FIRST_BAND = 1, 2, 4, 5, 6, 8

# Of a block with more rows, the lower half can be folded away.
LONG = 10
# How many letters of a title a column of weights has room for.
CHARACTERS = 11
# The height of a row of large letters, in points.
TALL = 20.0
# A page with so many rows can be read when it is printed on one sheet of paper.
ONE_SHEET = 90

LEGEND = (
    (Role.INPUT, "input"),
    (Role.PARAMETER, "weight"),
    (Role.CALCULATION, "calculation"),
    (Role.STATE, "state"),
    (Role.OUTPUT, "output"),
)
MARKS = (
    "✓ this program agrees with NumPy     ✗ it differs     ↻ inputs changed     … not calculated"
)


class TimeLayout:
    """Draws one page of bands.

    Args:
        page: the page, with its blocks declared and not yet placed.
    """

    def __init__(self, page: "TimePage") -> None:
        self.page = page
        self.columns = TimeColumns(page)
        self.steps = page.steps

    def draw(self) -> None:
        """Give every block its place and draw the words around it."""
        self._draw_header()
        row = FIRST_BAND if self.page.letters is not None or self.page.hints else LETTERS + 1
        for band in self.page.bands:
            row = self._lay_out_band(band, row) + 1
        self._place_marks()
        row = self._draw_legend(row)
        row = TimeCharts(self.page, self.columns).place(row)
        self._choose_look(row)

    def _place_marks(self) -> None:
        left = {block.name for band in self.page.bands for block in band.left}
        for block, mark in self.page.marks:
            rows, columns = block.located().rows, block.located().columns
            # What stands left of a band has its mark below it: the column of marks is the band's.
            beside = (rows[0], self.columns.mark)
            self.page.place(mark, *((rows[-1] + 1, columns[0]) if block.name in left else beside))

    def _draw_header(self) -> None:
        page, columns = self.page, self.columns
        page.write(TITLE, LEFT, page.title, "title")
        page.write(SUBTITLE, LEFT, page.subtitle, "subtitle")
        if columns.left_width:
            self._draw_weights_header()
        page.write(HEADER, columns.label, page.axis, "header_right")
        for t in range(self.steps):
            page.write(HEADER, columns.first_step + t, page.heading_of(t), "header")
            if t < len(page.hints):
                page.write(HINTS, columns.first_step + t, page.hints[t], "hint")
        noted = columns.beside and not page.plain
        if noted:
            page.write(HEADER, columns.notes, page.notes_heading, "header")
        if page.letters is not None:
            page.place(page.letters, LETTERS, columns.first_step)
            page.write(LETTERS, columns.label, page.letters_called, "row_label")
            if noted and page.letters.constant:
                page.write(LETTERS, columns.notes, page.letters.entry.note, "note")

    def _draw_weights_header(self) -> None:
        shown, heading = self.columns.left_shown, self.page.left_heading
        text = heading if shown >= 4 else heading.partition(" (")[0]
        self.page.write(HEADER, LEFT, text, "header", span=shown)
        if self.columns.wide:
            hidden = self.columns.left_width - shown
            text = f"{hidden} more columns of weights are folded: press + above"
            self.page.write(LETTERS, LEFT, text, "hint_left")

    def _lay_out_band(self, band: "Band", row: int) -> int:
        """Place one band below its title row and return the first row after it."""
        if band.section:
            self.page.write(row, self.columns.label, band.section, "section")
            row += 2
        self._draw_band_title(band, row)
        self._draw_notes(band, row)
        below_left = row
        for blocks in band.left_rows:
            below_left = self._lay_out_left(blocks, below_left + (below_left > row))
        row += 1
        for block, labels in zip(band.blocks, band.labels, strict=True):
            self.page.place(block, row, self.columns.first_step)
            self._label_rows(block, labels, row)
            self._fold_rows(row, block.shape[0])
            row += block.shape[0]
        if band.footer is not None:
            for t in range(self.steps):
                self.page.write(row, self.columns.first_step + t, band.footer(t), "hint")
            row += 1
        return max(row, below_left)

    def _draw_band_title(self, band: "Band", row: int) -> None:
        first, block = self.columns.first_step, band.blocks[0]
        self.page.write(row, self.columns.label, title(self.page, block), "band_title")
        self.page.write(row, first, block.notation, "equation")
        for column in range(first + 1, self.columns.last_step + 1):
            self.page.write(row, column, "", "band_rule")

    def _draw_notes(self, band: "Band", row: int) -> None:
        """Write what is said about a band, and the equations of what stands left of it."""
        column, room = self.columns.notes, self.columns.note_room
        text = note(self.page, band)
        if not self.columns.beside:
            for line in lines_of(text, room(text), most=1):
                self.page.write(row, column, line, "band_note")
            return
        rows = sum(block.shape[0] for block in band.blocks)
        lines = lines_of(text, room(text), most=1 + rows)
        for left in band.left:
            if left.equation is not None and not self.page.plain:
                equation = f"{left.name}  ={left.equation(0)}"
                lines += lines_of(equation, room(equation), most=1)
        height = max([rows, *(block.shape[0] for block in band.left)])
        for number, line in enumerate(lines[: 1 + height]):
            self.page.write(row + number, column, line, "note")

    def _lay_out_left(self, left: list[Block], row: int) -> int:
        column, bottom = LEFT, row
        if self.columns.wide:
            left = sorted(left, key=lambda block: block.shape[1])
        for number, block in enumerate(left, start=1):
            height, width = block.shape
            last = number == len(left)
            room = CHARACTERS * (self.columns.after_shown - column if last else width + 1)
            self.page.write(
                row, column, weight_title(block, self.page.prefix, room), "weights_title"
            )
            self.page.place(block, row + 1, column)
            column += width + 1
            bottom = max(bottom, row + 1 + height)
        return bottom

    def _label_rows(self, block: Block, labels: "RowLabels", row: int) -> None:
        column = self.columns.label
        if isinstance(labels, Block):
            self.page.place(labels, row, column)
            return
        counted = block.dims[0]
        names = labels or self.page.row_names.get(counted)
        for i in range(block.shape[0]):
            usual = block.entry.label if counted == "one" else f"{counted} {i + 1}"
            self.page.write(row + i, column, names[i] if names else usual, "row_label")

    def _fold_rows(self, row: int, height: int) -> None:
        if height > LONG:
            self.page.look.folded_rows.append(Fold(row + LONG // 2, row + height - 1))

    def _draw_legend(self, row: int) -> int:
        roles = {block.role for block in self.page.blocks}
        shown = [(role, text) for role, text in LEGEND if role in roles]
        label = self.columns.label
        for number, (role, text) in enumerate(shown):
            down, right = divmod(number, 1 + self.steps)
            self.page.write(row + down, label + right, text, f"legend_{role}")
        row += 1 + (len(shown) - 1) // (1 + self.steps)
        if self.page.marks:
            self.page.write(row, label, MARKS, "hint_left")
        return row + 1

    def _choose_look(self, last_row: int) -> None:
        look, columns = self.page.look, self.columns
        look.widths = columns.widths()
        look.folded_columns += columns.folds()
        look.heights = ({LETTERS: TALL} if self.page.letters is not None else {}) | {
            block.located().rows[0]: TALL
            for block in self.page.blocks
            if block.quantity == "predicted" and block.place is not None
        }
        look.freeze = Cell(HINTS + 1 if self.page.hints else LETTERS + 1, columns.frozen)
        look.repeat_rows = LETTERS
        look.one_page = self.page.plain or (columns.beside and last_row <= ONE_SHEET)
        look.one_wide = True
        rows = min(last_row, ONE_SHEET) if self.page.plain else last_row
        look.print_area = Area(Cell(1, 1), Cell(rows, self._last_printed()))
        if columns.printed < self.steps:
            look.left_out = f"steps 1 to {columns.printed} of {self.steps}"
        elif rows < last_row:
            look.left_out = f"rows 1 to {rows} of {last_row}"

    def _last_printed(self) -> int:
        columns = self.columns
        if not columns.beside:
            return columns.first_step + columns.printed - 1
        if self.page.plain:
            return columns.last_step
        return columns.notes + (1 + COLUMNS_BESIDE if columns.charts_right else 0)
