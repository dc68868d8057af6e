"""Where the charts of a page of bands stand: to the right of what drives them, or over all."""

from dataclasses import replace

from xlrnn.formula.cell import Cell
from xlrnn.sheet import screen
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.pages.time.columns import CHART, TimeColumns
from xlrnn.sheet.pages.time.declared import BandPage

# How many rows a chart covers beside the bands, as many as a gate has, and the row under charts
# that stand over the bands.
ROWS, GAP = 12, 1
# The row in which a drawing of the cell begins.
TOP = 6
# The gap between two charts, in pixels.
AIR = 6
# The heights of broad charts: a curve wants more of it than columns do.
CURVE, COLUMNS = 400, 320
# Side by side nobody could tell more columns apart.
MOST_COLUMNS = 64
# What a program without the widest font makes of a column's digit and of its padding, in pixels.
PER_CHARACTER, PADDING = 7, 5


class TimeCharts:
    """Places the charts of one page.

    Args:
        page: the page, with its bands placed.
        columns: where everything stands on it.
    """

    def __init__(self, page: BandPage, columns: TimeColumns) -> None:
        self.page, self.columns = page, columns
        self._taken: set[int] = set()

    def place(self, row: int) -> int:
        """Give every chart its place; return the first row under them and all else.

        Args:
            row: the first row under everything else.
        """
        if not self.columns.short:
            self.page.sketch = None  # there is no room beside many steps
            return self._under_each_other(row)
        if self.page.sketch is not None:
            self.page.sketch = replace(self.page.sketch, cell=Cell(TOP, self.columns.chart))
        return self._beside_bands(row)

    def _add(self, chart: Chart, cell: Cell, size: tuple[int, int]) -> None:
        self.page.charts.append(replace(chart, cell=cell, size=size, kind=self._kind(chart)))

    def _kind(self, chart: Chart) -> ChartKind:
        """Show many columns as shares of a whole."""
        columns = sum(block.shape[0] for block, _ in chart.series) * self.columns.steps
        many = chart.kind is ChartKind.COLUMNS and columns > MOST_COLUMNS
        return ChartKind.SHARES if many else chart.kind

    def _beside_bands(self, row: int) -> int:
        """Put each chart beside the band that it belongs to, or under the chart before it."""
        self._taken = self._rows_on_the_right() | self._rows_of_the_sketch()
        size = int(PER_CHARACTER * CHART + PADDING), ROWS * screen.ROW_HEIGHT - AIR
        for chart in self.page.charted:
            block = chart.beside or chart.series[0][0]
            start = self._title_of(block.located().rows[0])
            while not self._taken.isdisjoint(range(start, start + ROWS)):
                start += 1
            self._taken |= set(range(start, start + ROWS))
            self._add(chart, Cell(start, self.columns.chart), size)
            row = max(row, start + ROWS)
        return row

    def _rows_on_the_right(self) -> set[int]:
        """Return the rows in which something stands after the last step, with titles and gaps."""
        return {
            row + more
            for band in self.page.bands
            for block in band.right
            for row in block.located().rows
            for more in range(-2, 1)
        }

    def _rows_of_the_sketch(self) -> set[int]:
        sketch = self.page.sketch
        return set(range(TOP, TOP + sketch.height // screen.ROW_HEIGHT + 2)) if sketch else set()

    def _title_of(self, row: int) -> int:
        """Return the title row of the band in which a row lies."""
        return max((start for start in self.page.band_rows if start <= row), default=row)

    def _width(self, columns: range) -> int:
        return int(sum(PER_CHARACTER * w + PADDING for w in self.columns.shown(columns)))

    def place_above(self, row: int) -> int:
        """Put the charts side by side over the bands; return the first row under them."""
        charts, across = self.page.charted, self.columns.seen
        each = max(across // max(len(charts), 1), 1)
        for number, chart in enumerate(charts):
            first = self.columns.first_step + number * each
            width = self._width(range(first, first + each))
            self._add(chart, Cell(row, first), (width, ROWS * screen.ROW_HEIGHT))
        return row + ROWS + GAP

    def _under_each_other(self, row: int) -> int:
        """Make each chart as broad as the steps that are printed."""
        first, shown = self.columns.first_step, self.columns.printed
        width = self._width(range(first, first + shown))
        for chart in self.page.charted:
            height = CURVE if chart.kind is ChartKind.LINES else COLUMNS
            self._add(chart, Cell(row + 1, first), (width, height))
            row += height // screen.ROW_HEIGHT + 2
        return row
