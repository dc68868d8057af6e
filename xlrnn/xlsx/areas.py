"""The cells of a range, whole columns and rows included."""

import re
from functools import lru_cache
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.sheet.cell import MAX_COLUMN, MAX_ROW, Area, column_letters
from xlrnn.xlsx.shared_formula import parse_area

_WHOLE_COLUMNS: Final = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS: Final = re.compile(r"\$?([0-9]+):\$?([0-9]+)")


@lru_cache(maxsize=10_000)
def area_of(text: str) -> Area | None:
    """Return the cells of a range, whole columns and rows included; None if there is none.

    Example:
        >>> area_of("$B:C").first, area_of("XFE1")
        (Cell(row=1, column=2), None)
    """
    try:
        if match := _WHOLE_COLUMNS.fullmatch(text):
            return parse_area(f"{match[1]}1:{match[2]}{MAX_ROW}")
        if match := _WHOLE_ROWS.fullmatch(text):
            return parse_area(f"A{match[1]}:{column_letters(MAX_COLUMN)}{match[2]}")
        return parse_area(text)
    except AddressError:
        return None
