"""Where everything stands from left to right on a page of bands, and how much of it is printed."""

from typing import TYPE_CHECKING

from xlrnn.sheet.band_words import longest_notation, note, title
from xlrnn.sheet.left import small, width
from xlrnn.sheet.page import Fold

if TYPE_CHECKING:
    from xlrnn.sheet.time_page import TimePage

MARGIN, LEFT = 1, 2

# Up to this many steps the notes stand to the right of the last one; beyond, they move into the
# title rows, where they can be read without scrolling.
NOTES_BESIDE = 8
# More columns of weights than this are folded away, all but the first few.
WIDE, ALWAYS_SHOWN = 8, 4

# Widths, in characters: of a number, of the labels unless a title is longer, of the notes.
NUMBER, LABELS = 10.5, 21
NARROWEST_NOTE, WIDEST_NOTE = 60, 150
# So many characters fit beside the bands, of a sentence and of a formula, whose capitals are
# wide; and so many of an equation into one column.
LONGEST_NOTE, LONGEST_FORMULA, EQUATION = 76, 66, 13
# A frozen part that is wider leaves no room to scroll in on a small screen.
MOST_FROZEN = 120.0
# What one printed page holds so that it can be read, the fewest steps that are printed, and up to
# how many all are, though small: a sentence should be seen as a whole.
PRINTED, FEWEST_PRINTED, ALL_PRINTED = 190.0, 8, 16
# The pixels of a column: so many for each character of its width, and some more.
PER_CHARACTER, PADDING = 7, 5


class TimeColumns:
    """The columns of one page: margin, weights, marks, labels, a column a step, notes.

    Args:
        page: the page, with its bands declared.

    Attributes:
        beside: whether the notes stand beside the bands, and not in their title rows.
        wide: whether most columns of weights are folded away.
        mark: the column of the check marks.
        label: the column of the labels.
        first_step: the column of the first step.
        last_step: the column of the last step.
        printed: how many steps are printed; the others are on the screen.
        notes: the column of the notes.
    """

    def __init__(self, page: "TimePage") -> None:
        left = [row for band in page.bands for row in band.left_rows]
        self.steps = page.steps
        self.beside = self.steps <= NOTES_BESIDE
        self.left_width = max(map(width, left), default=0)
        self.wide = self.left_width > (page.widest if self.beside else WIDE)
        self._always = max([ALWAYS_SHOWN, *(width(row) for row in left if small(row, WIDE))])
        self.mark = LEFT + self.left_width
        self.label = self.mark + 1
        self.first_step = self.label + 1
        self.last_step = self.label + self.steps
        titles = max(len(title(band.blocks[0])) for band in page.bands)
        self._label_width = LABELS if titles <= LABELS else titles + 2
        self.printed = self._printed()
        equation = longest_notation(page)
        across = self.first_step - (-equation // EQUATION)
        self.notes = self.last_step + 2 if self.beside else across
        # What an equation needs more than there are columns of steps.
        self._gap = 2 + max(0, equation - EQUATION * self.steps)
        longest = max(len(note(page, band)) for band in page.bands) if page.prefix else 0
        self.notes_width = min(max(NARROWEST_NOTE, longest), WIDEST_NOTE)
        self.charts_right = False

    @property
    def left_shown(self) -> int:
        """How many columns of weights are not folded away."""
        return self._always if self.wide else self.left_width

    @property
    def after_shown(self) -> int:
        """The column after the weights that are not folded away."""
        return LEFT + self.left_shown

    @property
    def before_steps(self) -> float:
        """How wide all that is shown left of the first step is, in characters."""
        return 2 + NUMBER * self.left_shown + 3 + self._label_width

    def _printed(self) -> int:
        if self.steps <= ALL_PRINTED:
            return self.steps
        room = int((PRINTED - self.before_steps) / NUMBER)
        return min(self.steps, max(room, FEWEST_PRINTED))

    def note_room(self, text: str) -> int:
        """Return how many characters of a note there is room for in a line."""
        if self.beside:
            usual = LONGEST_FORMULA if "=" in text else LONGEST_NOTE
            return usual if self.notes_width == NARROWEST_NOTE else self.notes_width
        columns = max(self.last_step, self.notes + 5) - self.notes
        return min(int(columns * NUMBER), WIDEST_NOTE)

    @property
    def frozen(self) -> int:
        """The first column that scrolls."""
        return self.first_step if self.before_steps <= MOST_FROZEN else MARGIN

    def folds(self) -> list[Fold]:
        """Return what is folded away."""
        return [Fold(LEFT + self._always, self.mark - 1, folded=True)] if self.wide else []

    def widths(self) -> dict[int, float]:
        """Return the width of each column, in characters."""
        widths: dict[int, float] = {MARGIN: 2, self.mark: 3, self.label: self._label_width}
        widths |= dict.fromkeys(range(LEFT, self.mark), NUMBER)
        widths |= dict.fromkeys(range(self.first_step, self.last_step + 1), NUMBER)
        if self.beside:
            widths |= {self.last_step + 1: self._gap, self.notes: self.notes_width}
        return widths | ({self.notes + 1: 2} if self.charts_right else {})

    def pixels(self, columns: range) -> float:
        """Return how wide some columns are."""
        widths = self.widths()
        return sum(PER_CHARACTER * widths[column] + PADDING for column in columns)
