"""How large a page is on a screen and on paper: what a small laptop shows, what can be read.

A column is as wide as so many digits of the usual font. Where that font is missing, programs take
another one; its digits are half as wide again in the worst case, and that case is counted here.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

# What a window of 1366 × 768 pixels shows of a sheet, beside the program's own bars.
WIDTH: Final = 1268
ROW_HEIGHT: Final = 20
# The width of a column that nobody has set, in digits.
USUAL: Final = 8.43
# Pixels of a digit of the widest usual font, and what a cell has more than its digits, in digits.
_DIGIT, _PADDING = 9.9, 5 / 7

# In percent of the usual size; what is smaller cannot be read.
LARGEST, SMALLEST, STEP = 100, 75, 5
# Of a page that one scrolls through.
LONG: Final = 85
# What A4 and Letter can both print on when they lie and when they stand, in pixels of 1/96 inch.
LYING: Final = (1000, 620)
STANDING: Final = (740, 900)
# Of 11 points 8 are left.
SMALLEST_PRINT: Final = 73


def pixels(widths: Iterable[float]) -> float:
    """Return how wide some columns are at their usual size, at most."""
    return sum(_DIGIT * (width + _PADDING) for width in widths)


def zoom(width: float) -> int:
    """Return the largest zoom at which so many pixels are in sight, or the smallest there is."""
    fitting = int(100 * WIDTH / width) // STEP * STEP
    return max(SMALLEST, min(LARGEST, fitting))


def print_scale(width: float, paper: tuple[int, int] = LYING) -> int:
    """Return the scale at which so many pixels fit on the width of a sheet, if that can be read."""
    return max(SMALLEST_PRINT, min(LARGEST, int(100 * paper[0] / width)))


def printable(width: float) -> bool:
    """Tell whether so many pixels fit on the width of a sheet and can be read."""
    return width * SMALLEST_PRINT <= 100 * LYING[0]


def rows_of_a_sheet(scale: int, paper: tuple[int, int] = LYING) -> int:
    """Return how many rows of the usual height a sheet of paper has at that scale."""
    return int(paper[1] * 100 / scale / ROW_HEIGHT)


def sheets(starts: Sequence[int], end: int, room: int, repeated: int) -> list[int]:
    """Return which parts of a page begin a new sheet, so that none is cut and all are alike full.

    Args:
        starts: the rows in which parts begin.
        end: the first row behind the last one.
        room: how many rows a sheet has.
        repeated: how many rows are printed again on each further sheet.
    """
    fewest = _breaks(starts, end, room, repeated)
    fuller = (_breaks(starts, end, less, repeated) for less in range(repeated + 1, room))
    return next((breaks for breaks in fuller if len(breaks) == len(fewest)), fewest)


def column_breaks(starts: Sequence[int], widths: Mapping[int, float]) -> list[int]:
    """Return the columns that begin a new sheet where not all fit on one, at a scale to read.

    Args:
        starts: the columns in which parts begin.
        widths: of each column, the first being 1.
    """
    left = {column: int(pixels(widths[k] for k in widths if k < column)) for column in starts}
    end, room = int(pixels(widths.values())), 100 * LYING[0] // SMALLEST_PRINT
    found = sheets([*left.values()], end, room, 0) if end > room else []
    return [column for column, pixel in left.items() if pixel in found]


def _breaks(starts: Sequence[int], end: int, room: int, repeated: int) -> list[int]:
    breaks: list[int] = []
    sheet = 1
    for start, following in pairwise([*starts, end]):
        over = following - sheet + (repeated if breaks else 0) > room
        if over and start > max(sheet, starts[0]):  # alone the heading would be a sheet
            breaks.append(start)
            sheet = start
    return breaks
