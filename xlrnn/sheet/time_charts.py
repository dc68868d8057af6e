"""Where the charts of a page of bands stand: beside their bands if there is room, or below all."""

from dataclasses import replace
from typing import TYPE_CHECKING

from xlrnn.sheet.cell import Cell
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.time_columns import LEFT, TimeColumns

if TYPE_CHECKING:
    from xlrnn.sheet.time_page import TimePage

# The size of a chart beside the bands, in pixels, and how many rows and columns it covers.
BESIDE, ROWS_BESIDE, COLUMNS_BESIDE = (420, 260), 13, 7
# The same of charts under the bands, how many stand side by side, and the gap between them.
BELOW, ROWS_BELOW, BELOW_ACROSS, GAP = (460, 260), 14, 3, 8
# The heights of broad charts under the bands: a curve wants more of it than columns do.
CURVE, COLUMNS = 400, 320
ROW_PIXELS = 20
# Side by side nobody could tell more columns apart.
MOST_COLUMNS = 64


class TimeCharts:
    """Places the charts of one page.

    Args:
        page: the page, with its bands placed.
        columns: where everything stands on it.
    """

    def __init__(self, page: "TimePage", columns: TimeColumns) -> None:
        self.page, self.columns = page, columns

    def place(self, row: int) -> int:
        """Give every chart its place; return the first row under them and all else.

        Args:
            row: the first row under everything else.
        """
        if not self.columns.beside:
            return self._under_each_other(row)
        return self._side_by_side(row) if self.page.charts_below else self._beside_bands(row)

    def _add(self, chart: Chart, cell: Cell, size: tuple[int, int]) -> None:
        self.page.charts.append(replace(chart, cell=cell, size=size, kind=self._kind(chart)))

    def _kind(self, chart: Chart) -> ChartKind:
        """Show many columns as shares of a whole."""
        columns = sum(block.shape[0] for block, _ in chart.series) * self.columns.steps
        many = chart.kind is ChartKind.COLUMNS and columns > MOST_COLUMNS
        return ChartKind.SHARES if many else chart.kind

    def _beside_bands(self, row: int) -> int:
        for chart in self.page.charted:
            block = chart.beside or chart.series[0][0]
            cell = self._beside(block.located().rows[0])
            self._add(chart, cell, BESIDE)
            row = max(row, cell.row + ROWS_BESIDE)
        return row

    def _beside(self, top: int) -> Cell:
        """Return where a chart beside its band begins: under its note, or right of others'."""
        column = self.columns.notes
        notes = {f.cell.row for f in self.page.fixtures if f.cell.column == column}
        if notes.isdisjoint(range(top, top + ROWS_BESIDE)):
            return Cell(top, column)
        self.columns.charts_right = True
        return Cell(top, column + 2)

    def _side_by_side(self, row: int) -> int:
        """Put the charts side by side, as many as fit, and the next ones under them."""
        starts = [self._column_at(across * (BELOW[0] + GAP)) for across in range(BELOW_ACROSS)]
        for number, chart in enumerate(self.page.charted):
            down, across = divmod(number, BELOW_ACROSS)
            self._add(chart, Cell(row + 1 + ROWS_BELOW * down, starts[across]), BELOW)
        return row + 1 + ROWS_BELOW * -(-len(self.page.charted) // BELOW_ACROSS)

    def _column_at(self, pixels: float) -> int:
        """Return the first column that begins so far to the right of the margin, or farther."""
        columns = range(LEFT, self.columns.notes)
        wide_enough = (k for k in columns if self.columns.pixels(range(LEFT, k)) >= pixels)
        return next(wide_enough, self.columns.notes)

    def _under_each_other(self, row: int) -> int:
        """Make each chart as broad as the steps that are printed."""
        first, shown = self.columns.first_step, self.columns.printed
        width = int(self.columns.pixels(range(first, first + shown)))
        for chart in self.page.charted:
            height = CURVE if chart.kind is ChartKind.LINES else COLUMNS
            self._add(chart, Cell(row + 1, first), (width, height))
            row += height // ROW_PIXELS + 2
        return row
