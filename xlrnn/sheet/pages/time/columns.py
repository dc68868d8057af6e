"""Where everything stands from left to right on a page of bands, and how much of it is printed."""

from collections.abc import Sequence
from functools import cached_property

from xlrnn.formula.block import Block
from xlrnn.sheet import screen
from xlrnn.sheet.page import Fold
from xlrnn.sheet.pages.time.band import ALWAYS_SHOWN, SHORT, WIDE
from xlrnn.sheet.pages.time.beside import listed, small, width
from xlrnn.sheet.pages.time.declared import BandPage
from xlrnn.sheet.pages.time.packing import best, filled, packed, span
from xlrnn.sheet.pages.time.words import longest_notation, title

MARGIN, LABEL, LEFT = 1, 2, 3

# Widths, in characters: of a number, of one with a power of ten, of the labels unless a title is
# longer, of the gap between two blocks, and of the names of rows on the right.
NUMBER, POWER, LABELS, GAP, NAMES = 7.5, 8.0, 21, 2.0, 7.0
# The width of a chart: one broad column.
CHART = 34.0
# Where nothing stands to the right of the bands, so many characters of a note make a line.
LONGEST_NOTE = 100
# Of a digit's width letters have so much, bold ones and those of equations.
BOLD, ITALIC = 0.95, 0.82
# So many characters of an equation into one column.
EQUATION = 9
# More than this part of the screen stands never still.
MOST_FROZEN = screen.WIDTH / 3
# How many steps are printed at least, and up to how many all are, though small: a sentence should
# be seen as a whole.
FEWEST_PRINTED, ALL_PRINTED = 8, 16


class TimeColumns:
    """The columns of one page: labels, weights, marks, a column a step, sums, charts.

    Args:
        page: the page, with its bands declared.

    Attributes:
        short: whether all steps are in sight, so that there is room to their right.
        wide: whether most columns of weights are folded away.
        mark: the column of the check marks.
        first_step: the column of the first step.
        last_step: the column of the last step.
        offsets: where each block beside the steps begins, from the first column of its side.
        names: the column that names the rows of what stands on the right.
        right: the first column of what the steps add up to.
        last: the last column of all blocks.
        chart: the first column of the charts.
        printed: how many steps are printed; the others are on the screen.
        notes: the column of the notes where they stand in the title rows.
    """

    def __init__(self, page: BandPage) -> None:
        self.page, self.steps = page, page.steps
        self.short = self.steps <= SHORT
        powers = page.powers or page.small or any(block.vanishing for block in page.blocks)
        self._number = POWER if powers else NUMBER
        left = [row for band in page.bands for row in band.left_rows]
        right = [row for band in page.bands for row in band.right_rows]
        widest = max((width(row) for row in left if not listed(row)), default=0)
        self.wide = widest > (page.widest if self.short else WIDE)
        self._always = max([ALWAYS_SHOWN, *(width(row) for row in left if small(row, WIDE))])
        left = [sorted(row, key=_across) if self.wide else row for row in left]
        self.offsets, self.left_width, gaps_left = self._side(left)
        offsets, self.right_width, gaps_right = self._side(right)
        self.offsets |= offsets
        self.mark = LEFT + self.left_width
        self.first_step = self.mark + 1
        self.last_step = self.mark + self.steps
        self.names = self.last_step + 2
        self.right = self.names + 1
        self.last = self.right + self.right_width - 1 if self.right_width else self.last_step
        self.chart = self.names
        titles = max(len(title(band.blocks[0])) for band in page.bands)
        self._label_width = max(LABELS, titles * BOLD)
        self._gaps = {LEFT + k for k in gaps_left} | {self.right + k for k in gaps_right}
        self._names_width = max(map(_names_width, right), default=0.0)
        self.notes = self.first_step - (-longest_notation(page) // EQUATION)
        self.printed = self._printed()

    @property
    def left_shown(self) -> int:
        """How many columns of weights are not folded away."""
        return self._always if self.wide else self.left_width

    @property
    def after_shown(self) -> int:
        """The column after the weights that are not folded away."""
        return LEFT + self.left_shown

    def _side(self, rows: Sequence[Sequence[Block]]) -> tuple[dict[str, int], int, set[int]]:
        """Return where blocks begin, how many columns there are, and in which no number stands."""
        lists = [row for row in rows if listed(row)]
        rows = [row for row in rows if row and not listed(row)]
        rows = [*rows, *([block] for row in lists for block in row)]
        offsets = packed(rows) if self.wide else best(rows, self._measure)
        across = span(rows, offsets)
        return offsets, across, set(range(across)) - filled(rows, offsets)

    def _measure(self, numbers: set[int], across: int) -> float:
        return len(numbers) * self._number + (across - len(numbers)) * GAP

    def _printed(self) -> int:
        if self.steps <= ALL_PRINTED:
            return self.steps
        before = screen.pixels(self.shown(range(MARGIN, self.first_step)))
        room = 100 * screen.LYING[0] / screen.SMALLEST_PRINT - before
        return min(self.steps, max(int(room / screen.pixels([self._number])), FEWEST_PRINTED))

    def room(self, first: int, end: int) -> int:
        """Return how many bold characters fit into some columns, as far as they are shown."""
        return int(sum(self.shown(range(first, end))) * BOLD)

    def note_room(self) -> int:
        """Return how many characters of a note there is room for in a line."""
        if self.short:
            room = int(sum(self.shown(range(LABEL, self.last + 1))))
            return room if self.page.charted else max(room, LONGEST_NOTE)
        return int(sum(self.shown(range(self.notes, max(self.last_step, self.notes + 5) + 1))))

    @property
    def seen(self) -> int:
        """How many steps are in sight on a small screen, of a page that one scrolls through."""
        before = screen.pixels(self.shown(range(MARGIN, self.first_step)))
        room = 100 * screen.WIDTH / screen.LONG - before
        return max(1, min(self.steps, int(room / screen.pixels([self._number]))))

    @property
    def printed_step(self) -> int:
        """The column of the last step that is printed."""
        return self.first_step + self.printed - 1

    @property
    def frozen(self) -> int:
        """The first column that scrolls: after the marks, or at least after the labels."""
        still = screen.pixels(self.shown(range(MARGIN, self.first_step)))
        return self.first_step if still <= MOST_FROZEN else LEFT

    def folds(self) -> list[Fold]:
        """Return what is folded away."""
        return [Fold(LEFT + self._always, self.mark - 1, folded=True)] if self.wide else []

    def shown(self, columns: range) -> list[float]:
        """Return the widths of those of some columns that are not folded away."""
        widths = self.widths
        hidden = range(LEFT + self._always, self.mark) if self.wide else range(0)
        return [widths.get(column, screen.USUAL) for column in columns if column not in hidden]

    @cached_property
    def widths(self) -> dict[int, float]:
        """The width of each column, in characters."""
        widths: dict[int, float] = {MARGIN: 1, LABEL: self._label_width}
        widths |= dict.fromkeys(range(LEFT, self.last + 2), self._number)
        widths |= dict.fromkeys((*self._gaps, self.mark, self.last + 1), GAP)
        if self.right_width:
            widths |= {self.last_step + 1: GAP, self.names: self._names_width}
        if self.short and self.page.charted:
            # An equation ends before a chart; charts stand over and under what steps add up to.
            steps = self.steps * (self._number + 5 / 7)
            beyond = longest_notation(self.page) * ITALIC - steps
            widths |= {self.last_step + 1: max(GAP, beyond)}
            sums = sum(widths[column] for column in range(self.right, self.last + 1))
            room = CHART - (sums if self.right_width else 0)
            widths |= {self.names: max(room, self._names_width)}
        return widths


def _across(block: Block) -> int:
    return block.shape[1]


def _names_width(row: Sequence[Block]) -> float:
    """Return how wide what names the rows of what stands on the right must be."""
    names = [len(block.entry.label) + 2.0 for block in row if listed(row)]
    return max([NAMES, *names])
