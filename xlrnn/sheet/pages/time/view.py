"""How a page of bands looks on a screen and on paper: widths, zoom, what stays, where it breaks."""

from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.sheet import screen
from xlrnn.sheet.pages.time.charts import ROWS
from xlrnn.sheet.pages.time.columns import TimeColumns
from xlrnn.sheet.pages.time.declared import BandPage

KEY, LETTERS, HINTS = 3, 5, 6
# The heights of a row of large letters and of one with an equation over a line, in points.
TALL, TITLED = 20.0, 17.0
# So many columns of a note are printed at least, where notes stand in the title rows.
NOTED = 5


class TimeView:
    """Chooses the view of one page.

    Args:
        page: the page, with everything in its place.
        columns: where everything stands on it.
    """

    def __init__(self, page: BandPage, columns: TimeColumns) -> None:
        self.page, self.columns, self.steps = page, columns, page.steps

    def choose(self, last_row: int) -> None:
        """Choose it, for a page that ends in this row."""
        view, columns = self.page.view, self.columns
        view.widths = columns.widths
        view.folded_columns += columns.folds()
        view.heights = dict.fromkeys(self.page.band_rows, TITLED)
        view.heights |= ({LETTERS: TALL} if self.page.letters is not None else {}) | {
            block.located().rows[0]: TALL
            for block in self.page.blocks
            if block.quantity == "predicted" and block.place is not None
        }
        view.freeze = Cell(HINTS + 1 if self.page.hints else LETTERS + 1, columns.frozen)
        last = max(view.widths) if columns.short else columns.last_step
        seen = screen.pixels(columns.shown(range(1, last + 1)))
        view.zoom = screen.zoom(seen) if columns.short else screen.LONG
        view.repeat_rows = LETTERS
        all_steps = columns.printed == self.steps
        noted = 0 if columns.short or self.page.plain else columns.notes + NOTED
        last = max(last, columns.last, noted) if all_steps else columns.printed_step
        self._choose_print(last_row, last)

    def _choose_print(self, last_row: int, last: int) -> None:
        """Print all that is on a page, of NumPy's numbers and of many steps the first sheet."""
        view, columns = self.page.view, self.columns
        key = max((f.cell.column for f in self.page.fixtures if f.cell.row == KEY), default=1)
        last = max(last, key) if columns.short else last
        width = screen.pixels(columns.shown(range(1, last + 1)))
        if columns.short and self.page.charts and not screen.printable(width):
            last, view.not_printed = max(columns.last, key), "without the charts"
            width = screen.pixels(columns.shown(range(1, last + 1)))
        view.one_page, view.scale = False, screen.print_scale(width)
        rows, sheet = last_row, screen.rows_of_a_sheet(view.scale)
        if self.page.plain:
            rows = min(last_row, sheet)
        room = 100 * screen.LYING[0] / view.scale - width  # words may need all of the sheet
        more = max(0, int(room / screen.pixels([screen.USUAL]))) if columns.short else 0
        view.print_area = Area(Cell(1, 1), Cell(rows, last + more))
        # The first band stands under the head of the page, be it longer than a sheet.
        others = self.page.band_rows[1:]
        starts = [row for row in others if row <= rows and not self._cuts_a_chart(row)]
        view.breaks = screen.sheets(starts, rows + 1, sheet, LETTERS)
        if columns.printed < self.steps:
            view.not_printed = f"steps 1 to {columns.printed} of {self.steps}"
        elif rows < last_row:
            view.not_printed = f"rows 1 to {rows} of {last_row}"

    def _cuts_a_chart(self, row: int) -> bool:
        tops = [chart.cell.row for chart in self.page.charts if chart.cell is not None]
        return self.columns.short and any(top < row < top + ROWS for top in tops)
