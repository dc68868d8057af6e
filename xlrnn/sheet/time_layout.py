"""Where everything stands on a page of bands: columns first, then band by band downwards."""

from dataclasses import replace
from typing import TYPE_CHECKING

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.left import small, weight_title, width
from xlrnn.sheet.page import Chart, ChartKind, Fold

if TYPE_CHECKING:
    from xlrnn.sheet.time_page import Band, RowLabels, TimePage

MARGIN, LEFT = 1, 2
TITLE, SUBTITLE, HEADER, LETTERS, HINTS, FIRST_BAND = 1, 2, 4, 5, 6, 8

# Up to this many steps the notes stand to the right of the last one; beyond, they move into the
# title rows, where they can be read without scrolling.
NOTES_BESIDE = 8
# So many steps are printed side by side, though small.
STEPS_OF_A_PAGE = 16
# More columns of weights than this are folded away, all but the first few.
WIDE, ALWAYS_SHOWN = 8, 4
LONG = 10
# The width of the column of labels, in characters, unless a title is longer.
LABELS = 21
# So many characters of a note fit beside the bands.
LONGEST_NOTE = 72
# The size of a chart beside the bands, in pixels.
BESIDE = (420, 260)
NARROWEST_NOTE, WIDEST_NOTE = 60, 150
# The same of charts under the bands, how many stand side by side, and the gap between them.
BELOW, BELOW_ACROSS, GAP = (460, 260), 3, 8
# The pixels of a column: so many for each character of its width, and some more.
PER_CHARACTER, PADDING = 7, 5
ROWS_BESIDE, COLUMNS_BESIDE = 13, 7
# How many letters of a title a column of weights has room for.
CHARACTERS = 11
MOST_COLUMNS = 64

LEGEND = (
    (Role.INPUT, "input"),
    (Role.PARAMETER, "weight"),
    (Role.CALCULATION, "calculation"),
    (Role.STATE, "state"),
    (Role.OUTPUT, "output"),
)
MARKS = "✓ this program agrees with NumPy     ✗ it differs     ↻ inputs changed"


class TimeLayout:
    """Draws one page of bands.

    Args:
        page: the page, with its blocks declared and not yet placed.
    """

    def __init__(self, page: "TimePage") -> None:
        self.page = page
        self.steps = page.steps
        left = [row for band in page.bands for row in band.left_rows]
        self.left_width = max(map(width, left), default=0)
        self.wide = self.left_width > page.widest
        self.always_shown = max([ALWAYS_SHOWN, *(width(row) for row in left if small(row, WIDE))])
        self.mark_column = LEFT + self.left_width
        self.label_column = self.mark_column + 1
        self.first_step = self.label_column + 1
        self.last_step = self.label_column + self.steps
        self.beside = self.steps <= NOTES_BESIDE
        self.charts_right = False
        self.notes_column = self.last_step + 2 if self.beside else self.first_step + 6
        self.notes_width = NARROWEST_NOTE

    def draw(self) -> None:
        """Give every block its place and draw the words around it."""
        self._draw_header()
        row = FIRST_BAND if self.page.letters is not None or self.page.hints else LETTERS + 1
        for band in self.page.bands:
            row = self._lay_out_band(band, row) + 1
        left = {block.name for band in self.page.bands for block in band.left}
        for block, mark in self.page.marks:
            rows, columns = block.located().rows, block.located().columns
            # What stands left of a band has its mark below it: the column of marks is the band's.
            beside = (rows[0], self.mark_column)
            self.page.place(mark, *((rows[-1] + 1, columns[0]) if block.name in left else beside))
        row = self._draw_legend(row)
        row = self._draw_charts(row)
        self._choose_look(row)

    def _draw_header(self) -> None:
        self.page.write(TITLE, LEFT, self.page.title, "title")
        self.page.write(SUBTITLE, LEFT, self.page.subtitle, "subtitle")
        if self.left_width:
            self._draw_weights_header()
        self.page.write(HEADER, self.label_column, self.page.axis, "header_right")
        for t in range(self.steps):
            self.page.write(HEADER, self.first_step + t, self.page.heading_of(t), "header")
            if t < len(self.page.hints):
                self.page.write(HINTS, self.first_step + t, self.page.hints[t], "hint")
        if self.beside:
            self.page.write(HEADER, self.notes_column, self.page.notes_heading, "header")
        if self.page.letters is not None:
            self.page.place(self.page.letters, LETTERS, self.first_step)
            self.page.write(LETTERS, self.label_column, self.page.letters_called, "row_label")
            if self.beside and self.page.letters.constant:
                self.page.write(LETTERS, self.notes_column, self.page.letters.entry.note, "note")

    def _draw_weights_header(self) -> None:
        shown = self.always_shown if self.wide else self.left_width
        text = self.page.left_heading if shown >= 4 else self.page.left_heading.partition(" (")[0]
        self.page.write(HEADER, LEFT, text, "header", span=shown)
        if shown < self.left_width:
            hidden = self.left_width - shown
            self.page.write(
                LETTERS,
                LEFT,
                f"{hidden} more columns of weights are folded: press + above",
                "hint_left",
            )

    def _lay_out_band(self, band: "Band", row: int) -> int:
        """Place one band below its title row and return the first row after it."""
        if band.section:
            self.page.write(row, self.label_column, band.section, "section")
            row += 2
        self._draw_band_title(band, row)
        below_left = row
        for blocks in band.left_rows:
            below_left = self._lay_out_left(blocks, below_left + (below_left > row))
        row += 1
        for block, labels in zip(band.blocks, band.labels, strict=True):
            self.page.place(block, row, self.first_step)
            self._label_rows(block, labels, row)
            self._fold_rows(row, block.shape[0])
            row += block.shape[0]
        if band.footer is not None:
            for t in range(self.steps):
                self.page.write(row, self.first_step + t, band.footer(t), "hint")
            row += 1
        return max(row, below_left)

    def _title(self, block: Block) -> str:
        """Return what a band is called: the steps of the article or equations, and its label.

        A layer of any other network does not follow the article's steps.
        """
        entry = block.entry
        numbered = entry.step and not self.page.prefix
        return f"{entry.step}   {entry.label}" if numbered else entry.label

    def _draw_band_title(self, band: "Band", row: int) -> None:
        block = band.blocks[0]
        entry = block.entry
        self.page.write(row, self.label_column, self._title(block), "band_title")
        for column in range(self.first_step, self.last_step + 1):
            style = "equation" if column == self.first_step else "band_rule"
            self.page.write(row, column, block.notation if column == self.first_step else "", style)
        note = self.page.notes.get(block.quantity, entry.note)
        if block.equation is not None:
            note = f"={block.equation(0)}"
        most = WIDEST_NOTE if self.page.prefix else LONGEST_NOTE
        if len(note) > most:
            note = note[:most] + " …"
        if self.page.prefix:
            self.notes_width = max(self.notes_width, len(note))
        if note:
            self.page.write(row, self.notes_column, note, "note" if self.beside else "band_note")
        whole = [left for left in band.left if left.equation is not None]
        room = max(block.shape[0] for block in (*band.blocks, *band.left))
        for number, left in enumerate(whole[:room] if self.beside else [], start=1):
            text = f"{left.name}  ={left.equation(0)}" if left.equation else ""
            self.page.write(row + number, self.notes_column, text, "note")

    def _lay_out_left(self, left: list[Block], row: int) -> int:
        column, bottom = LEFT, row
        if self.wide:
            left = sorted(left, key=lambda block: block.shape[1])
        for block in left:
            height, width = block.shape
            room = CHARACTERS * (self.mark_column - column) + 3
            title = weight_title(block, self.page.prefix, room, alone=len(left) == 1)
            self.page.write(row, column, title, "weights_title")
            self.page.place(block, row + 1, column)
            column += width + 1
            bottom = max(bottom, row + 1 + height)
        return bottom

    def _label_rows(self, block: Block, labels: "RowLabels", row: int) -> None:
        if isinstance(labels, Block):
            self.page.place(labels, row, self.label_column)
        elif labels is not None:
            for i, text in enumerate(labels):
                self.page.write(row + i, self.label_column, text, "row_label")
        elif block.dims[0] == "one":
            self.page.write(row, self.label_column, block.entry.label, "row_label")
        else:
            counted = block.dims[0]
            names = self.page.row_names.get(counted)
            for i in range(block.shape[0]):
                text = names[i] if names else f"{counted} {i + 1}"
                self.page.write(row + i, self.label_column, text, "row_label")

    def _fold_rows(self, row: int, height: int) -> None:
        if height > LONG:
            self.page.look.folded_rows.append(Fold(row + LONG // 2, row + height - 1))

    def _draw_legend(self, row: int) -> int:
        roles = {block.role for block in self.page.blocks}
        shown = [(role, text) for role, text in LEGEND if role in roles]
        for number, (role, text) in enumerate(shown):
            down, right = divmod(number, 1 + self.steps)
            self.page.write(row + down, self.label_column + right, text, f"legend_{role}")
        row += 1 + (len(shown) - 1) // (1 + self.steps)
        if self.page.marks:
            self.page.write(row, self.label_column, MARKS, "hint_left")
        return row + 1

    def _draw_charts(self, row: int) -> int:
        """Put each chart beside its bands if there is room, otherwise under all of them."""
        if self.beside and self.page.charts_below:
            return self._draw_charts_below(row)
        for chart in self.page.charted:
            if self.beside:
                block = chart.beside or chart.series[0][0]
                cell, size = self._beside(block.located().rows[0]), BESIDE
                row = max(row, cell.row + ROWS_BESIDE)
            else:
                cell, size = Cell(row + 1, self.first_step), self._broad(chart)
                row += size[1] // 20 + 2
            self.page.charts.append(replace(chart, cell=cell, size=size, kind=self._kind(chart)))
        return row

    def _draw_charts_below(self, row: int) -> int:
        """Put the charts side by side, as many as fit, and the next ones under them."""
        columns, widths = [], self._widths()
        for edge in range(BELOW_ACROSS):
            column, pixels = LEFT, 0.0
            while pixels < edge * (BELOW[0] + GAP) and column < self.notes_column:
                pixels += PER_CHARACTER * widths[column] + PADDING
                column += 1
            columns.append(column)
        for number, chart in enumerate(self.page.charted):
            down, across = divmod(number, BELOW_ACROSS)
            cell = Cell(row + 1 + 14 * down, columns[across])
            kind = self._kind(chart)
            self.page.charts.append(replace(chart, cell=cell, size=BELOW, kind=kind))
        return row + 1 + 14 * -(-len(self.page.charted) // BELOW_ACROSS)

    def _beside(self, top: int) -> Cell:
        """Return where a chart beside its band begins: under its note, or right of others'."""
        covered = range(top, top + ROWS_BESIDE)
        notes = {f.cell.row for f in self.page.fixtures if f.cell.column == self.notes_column}
        if notes.isdisjoint(covered):
            return Cell(top, self.notes_column)
        self.charts_right = True
        return Cell(top, self.notes_column + 2)

    def _broad(self, chart: Chart) -> tuple[int, int]:
        """Return the size of a chart under the bands, in pixels; a curve is seen at a glance."""
        if chart.kind is ChartKind.LINES:
            return 940, 400
        return max(900, min(78 * self.steps, 2400)), 320

    def _kind(self, chart: Chart) -> ChartKind:
        """Show many columns as shares of a whole: side by side nobody could tell them apart."""
        columns = sum(block.shape[0] for block, _ in chart.series) * self.steps
        many = chart.kind is ChartKind.COLUMNS and columns > MOST_COLUMNS
        return ChartKind.SHARES if many else chart.kind

    def _widths(self) -> dict[int, float]:
        """Return the width of each column, in characters."""
        longest = max(len(self._title(band.blocks[0])) for band in self.page.bands)
        labels = LABELS if longest <= LABELS else longest + 2
        widths: dict[int, float] = {MARGIN: 2, self.mark_column: 3, self.label_column: labels}
        widths |= dict.fromkeys(range(LEFT, self.mark_column), 10.5)
        widths |= dict.fromkeys(range(self.first_step, self.last_step + 1), 10.5)
        return widths | (
            {self.last_step + 1: 2, self.notes_column: self.notes_width} if self.beside else {}
        )

    def _choose_look(self, last_row: int) -> None:
        look = self.page.look
        look.widths = self._widths()
        if self.wide:
            look.folded_columns.append(
                Fold(LEFT + self.always_shown, self.mark_column - 1, folded=True)
            )
        look.heights = ({LETTERS: 20.0} if self.page.letters is not None else {}) | {
            block.located().rows[0]: 20.0
            for block in self.page.blocks
            if block.quantity == "predicted" and block.place is not None
        }
        look.freeze = Cell(HINTS + 1 if self.page.hints else LETTERS + 1, self.first_step)
        look.repeat_rows, look.repeat_columns = LETTERS, self.label_column
        last_column = (
            self.notes_column if self.beside else max(self.last_step, self.notes_column + 4)
        )
        if self.charts_right:
            look.widths[self.notes_column + 1] = 2
            last_column += 1 + COLUMNS_BESIDE
        look.print_area = Area(Cell(1, 1), Cell(last_row, last_column))
        fits = self.steps <= STEPS_OF_A_PAGE
        look.one_page = (self.beside and last_row <= 90) or (fits and last_row <= 50)
        look.one_wide = (self.beside and not self.wide) or fits
