"""Where everything stands on a page of bands, band by band downwards."""

from xlrnn.formula.block import Block
from xlrnn.names import Kind, Role
from xlrnn.sheet.page import Fold
from xlrnn.sheet.pages.time.band import Band, RowLabels
from xlrnn.sheet.pages.time.beside import columns_named, listed, rows_named, single, weight_title
from xlrnn.sheet.pages.time.charts import TimeCharts
from xlrnn.sheet.pages.time.columns import LABEL, LEFT, TimeColumns
from xlrnn.sheet.pages.time.declared import BandPage
from xlrnn.sheet.pages.time.view import HINTS, KEY, LETTERS, TimeView
from xlrnn.sheet.pages.time.words import lines_of, note, title

TITLE, SUBTITLE, HEADER, FIRST_BAND = 1, 2, 4, 8

# Of a block with more rows, the lower half can be folded away.
LONG = 10
# A legend needs a column of this width, in characters.
LEGEND_WIDTH = 7
# A line under a band goes on in another one, so often.
MOST_LINES = 3

LEGEND: tuple[tuple[Role | Kind, str], ...] = (
    (Role.INPUT, "input"),
    (Role.PARAMETER, "weight"),
    (Kind.WEIGHT, "calc. weight"),
    (Role.CALCULATION, "calculation"),
    (Role.STATE, "state"),
    (Role.OUTPUT, "output"),
    (Kind.GRADIENT, "gradient"),
)
MARKS = (
    "✓ this program agrees with NumPy     ✗ it differs     ↻ inputs changed     … not calculated"
)


class TimeLayout:
    """Draws one page of bands.

    Args:
        page: the page, with its blocks declared and not yet placed.
    """

    def __init__(self, page: BandPage) -> None:
        self.page = page
        self.columns = TimeColumns(page)
        self.steps = page.steps

    def draw(self) -> None:
        """Give every block its place and draw the words around it."""
        self._draw_header()
        row = FIRST_BAND if self.page.letters is not None or self.page.hints else LETTERS + 1
        charts = TimeCharts(self.page, self.columns)
        if self.page.charts_above:
            row = charts.place_above(row)
        for number, band in enumerate(self.page.bands):
            if self.page.mirrored_from is not None:
                row = self.page.mirrored_from.band_rows[number]
            self.page.band_rows.append(row)
            row = self._lay_out_band(band, row) + 1
        self._place_marks()
        if not self.page.charts:
            row = charts.place(row)
        TimeView(self.page, self.columns).choose(row)

    def _place_marks(self) -> None:
        beside = {block.name for band in self.page.bands for block in band.beside}
        for block, mark in self.page.marks:
            place = block.located()
            behind = place.columns[-1] + 1 if block.name in beside else self.columns.mark
            self.page.place(mark, place.rows[0], behind)

    # The header.

    def _draw_header(self) -> None:
        page, columns = self.page, self.columns
        page.write(TITLE, LABEL, page.title, "title")
        page.write(SUBTITLE, LABEL, page.subtitle, "subtitle")
        self._draw_legend()
        if columns.left_width:
            self._draw_weights_header()
        if columns.right_width:
            span = 1 + columns.right_width
            page.write(HEADER, columns.names, page.right_heading, "header", span=span)
        page.write(HEADER, LABEL, page.axis, "header_right")
        for t in range(self.steps):
            page.write(HEADER, columns.first_step + t, page.heading_of(t), "header")
            if t < len(page.hints):
                page.write(HINTS, columns.first_step + t, page.hints[t], "hint")
        if page.letters is not None:
            page.place(page.letters, LETTERS, columns.first_step)
            page.write(LETTERS, LABEL, page.letters_called, "row_label")

    def _draw_weights_header(self) -> None:
        shown, heading = self.columns.left_shown, self.page.left_heading
        text = heading if shown >= 4 else heading.partition(" (")[0]
        self.page.write(HEADER, LEFT, text, "header", span=shown)
        if self.columns.wide:
            hidden = self.columns.left_width - shown
            text = f"{hidden} more columns: press + above"
            self.page.write(LETTERS, LEFT, text, "hint_left")

    def _draw_legend(self) -> None:
        """Say over the header what the colours and the marks mean."""
        seen = {block.entry.shown_as(block.role) for block in self.page.blocks}
        shown = [(look, text) for look, text in LEGEND if look in seen]
        hidden = {k for fold in self.columns.folds() for k in range(fold.first, fold.last + 1)}
        gaps = {k for k, width in self.columns.widths.items() if width < LEGEND_WIDTH}
        free = (k for k in range(LEFT, LEFT + 10**4) if k not in hidden | gaps)
        for look, text in shown:
            self.page.write(KEY, next(free), text, f"legend_{look}")
        if self.page.marks:
            self.page.write(KEY, next(free), MARKS, "hint_left")

    # The bands.

    def _lay_out_band(self, band: Band, row: int) -> int:
        """Place one band below its title row and return the first row after it."""
        if band.section:
            self.page.write(row, LABEL, band.section, "section")
            row += 2
        self._draw_band_title(band, row)
        first = row + 1 + any(columns_named(block) for block in band.beside)
        below = row
        for number, blocks in enumerate(band.right_rows):
            start = below + 2 + any(map(columns_named, blocks)) if number else first
            below = self._lay_out_beside(blocks, start, self.columns.right, band)
        row = self._lay_out_steps(band, first)
        upper, *lower = band.left_rows or [[]]
        if self._listed(upper):
            upper, lower = [], [upper, *lower]
        self._label_what_is_taller(band, upper, first)
        row = self._draw_notes(band, max(row, self._lay_out_beside(upper, first, LEFT, band)))
        for blocks in lower:
            row = self._lay_out_beside(blocks, self._next_row_of_left(blocks, row), LEFT, band)
        return max(row, below)

    def _lay_out_steps(self, band: Band, row: int) -> int:
        """Place what has a column a step, with its labels; return the row under it."""
        for block, labels in zip(band.blocks, band.labels, strict=True):
            self.page.place(block, row, self.columns.first_step)
            self._label_rows(block, labels, row, LABEL)
            self._fold_rows(row, block.shape[0])
            row += block.shape[0]
        if band.footer is not None:
            for t in range(self.steps):
                self._write(row, self.columns.first_step + t, band.footer(t), "hint", band)
            row += 1
        return row

    def _listed(self, left: list[Block]) -> bool:
        """Tell whether blocks left of a band stand as a list: also one with a long label."""
        room = self.columns.room(LEFT, LEFT + 2)
        alone = len(left) == 1 and single(left[0]) and len(left[0].entry.label) > room
        return alone or listed(left)

    def _next_row_of_left(self, blocks: list[Block], row: int) -> int:
        """Return where a further row of blocks begins, under its own titles, and label it."""
        if self._listed(blocks):
            return row + 1
        start = row + 2 + any(columns_named(block) for block in blocks)
        named = next((block for block in blocks if rows_named(block)), None)
        if named is not None:
            self._label_rows(named, None, start, LABEL)
        return start

    def _label_what_is_taller(self, band: Band, beside: list[Block], first: int) -> None:
        """Label the rows of what stands on the left that reach below the steps."""
        named = [block for block in beside if rows_named(block)]
        if not named or self._listed(beside):
            return
        tallest = max(named, key=lambda block: block.shape[0])
        names = self._row_names(tallest, tallest.dims[0], tallest.shape[0])
        for i in range(sum(block.shape[0] for block in band.blocks), tallest.shape[0]):
            self.page.write(first + i, LABEL, names[i], "row_label", about=tallest)

    def _write(self, row: int, column: int, text: str, style: str, band: Band) -> None:
        self.page.write(row, column, text, style, about=band.blocks[0])

    def _draw_band_title(self, band: Band, row: int) -> None:
        first, block = self.columns.first_step, band.blocks[0]
        self._write(row, LABEL, title(block), "band_title", band)
        self._write(row, first, block.notation, "equation", band)
        for column in range(first + 1, self.columns.last_step + 1):
            self._write(row, column, "", "band_rule", band)
        if not self.columns.short:
            room = self.columns.note_room()
            for line in lines_of(note(self.page, band), room, most=1):
                self._write(row, self.columns.notes, line, "band_note", band)

    def _draw_notes(self, band: Band, row: int) -> int:
        """Write under a band what is said about it, and the equations of what stands beside it."""
        mirrored, begin = self.page.mirrored_from, row
        if mirrored is not None:
            return row + mirrored.note_heights[len(self.page.band_rows) - 1]
        room = self.columns.note_room() if self.columns.short else 0
        about = [(note(self.page, band), band.blocks[0])] if room else []
        about += [
            (f"{block.name}  ={block.equation(0)}", block)
            for block in band.beside
            if room and block.equation is not None
        ]
        for text, block in about:
            for line in lines_of(text, room, MOST_LINES):
                self.page.write(row, LABEL, line, "note", about=block)
                row += 1
        self.page.note_heights.append(row - begin)
        return row

    def _lay_out_beside(self, blocks: list[Block], row: int, column: int, band: Band) -> int:
        """Place blocks side by side with their first row here; return the row under them."""
        if listed(blocks) or (column == LEFT and self._listed(blocks)):
            return self._lay_out_list(blocks, row, column)
        starts = [column + self.columns.offsets[block.name] for block in blocks]
        end = self.columns.mark if column == LEFT else self.columns.last + 1
        named = any(columns_named(block) for block in blocks)
        for block, start in zip(blocks, starts, strict=True):
            following = min([end, *(other for other in starts if other > start)])
            text = weight_title(block, self.page.prefix, self.columns.room(start, following))
            self.page.write(row - 1 - named, start, text, "weights_title", about=block)
            self.page.place(block, row, start)
            if columns_named(block):
                self._name_columns(block, band, row - 1, start)
        if column == self.columns.right and blocks and rows_named(blocks[0]):
            self._label_rows(blocks[0], band.names.get((blocks[0].name, 0)), row, column - 1)
        return row + max((block.shape[0] for block in blocks), default=0)

    def _lay_out_list(self, blocks: list[Block], row: int, column: int) -> int:
        """Place numbers under each other, each beside what it means."""
        names = LABEL if column == LEFT else self.columns.names
        for block in blocks:
            self.page.write(row, names, block.numbered(block.entry.label), "row_label", about=block)
            self.page.place(block, row, column)
            row += 1
        return row

    def _name_columns(self, block: Block, band: Band, row: int, column: int) -> None:
        label = band.names.get((block.name, 1))
        if label is not None:
            self.page.place(label, row, column)
            return
        names = self._row_names(block, block.dims[1], block.shape[1])
        for k, name in enumerate(names):
            self.page.write(row, column + k, name, "column_name", about=block)

    def _label_rows(self, block: Block, labels: RowLabels, row: int, column: int) -> None:
        if isinstance(labels, Block):
            self.page.place(labels, row, column)
            return
        names = labels or self._row_names(block, block.dims[0], block.shape[0])
        for i in range(block.shape[0]):
            self.page.write(row + i, column, names[i], "row_label", about=block)

    def _row_names(self, block: Block, counted: str, count: int) -> list[str]:
        names = self.page.row_names.get(counted)
        if names:
            return [*names]
        return [
            block.entry.label if counted == "one" else f"{counted} {i + 1}" for i in range(count)
        ]

    def _fold_rows(self, row: int, height: int) -> None:
        if height > LONG:
            self.page.view.folded_rows.append(Fold(row + LONG // 2, row + height - 1))
