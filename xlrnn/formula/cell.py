"""Cell addresses in A1 notation; whatever is not one raises `AddressError`.

Rows and columns count from 1, as the reader of a sheet counts them: D7 is row 7, column 4.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from xlrnn.errors import AddressError

Position: TypeAlias = tuple[int, int]
"""The row and the column of a cell, where millions of them leave no time for `Cell`."""

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_BARE_SHEET = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# What formulas take for a truth value, or for a row and a column.
_NO_SHEET = re.compile(r"(?i)true|false|[rc]\d*|r\d*c\d*")
_FORBIDDEN_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """Return the letters of a column.

    Args:
        column: the column, from 1 (A) to 16,384 (XFD).

    Returns:
        Its letters.

    Raises:
        AddressError: if there is no such column.

    Example:
        >>> column_letters(28)
        'AB'
    """
    if not 1 <= column <= MAX_COLUMN:
        raise AddressError(f"column {column} does not exist: a sheet has columns 1 to {MAX_COLUMN}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """Return the number of a column, the inverse of `column_letters`.

    Example:
        >>> column_number("AB")
        28
    """
    if not (letters.isascii() and letters.isalpha()):
        raise AddressError(f"{letters!r} is no column: columns are the letters A to XFD")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MAX_COLUMN:
        raise AddressError(f"column {letters!r} does not exist: the last column is XFD")
    return number


@dataclass(frozen=True, order=True, slots=True, init=False)
class Cell:
    """One cell of a sheet: row and column, counted from 1."""

    row: int
    column: int

    def __init__(self, row: int, column: int) -> None:
        if not 1 <= row <= MAX_ROW:
            raise AddressError(f"row {row} does not exist: a sheet has rows 1 to {MAX_ROW}")
        if not 1 <= column <= MAX_COLUMN:
            raise AddressError(
                f"column {column} does not exist: a sheet has columns 1 to {MAX_COLUMN}"
            )
        # A build makes thousands; the way of a frozen dataclass takes half as long again.
        _set_row(self, row)
        _set_column(self, column)

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """Read an address such as `D7` or `$D$7`.

        Example:
            >>> Cell.parse("$D$7")
            Cell(row=7, column=4)
        """
        match = _CELL.fullmatch(text)
        if not match:
            raise AddressError(f"{text!r} is no cell address: expected letters and a row, as in D7")
        return cls(int(match[2]), column_number(match[1]))

    def a1(self, *, fix_row: bool = False, fix_column: bool = False) -> str:
        """Write the address; `$` stands before what stays fixed when the formula is filled.

        Example:
            >>> Cell(7, 4).a1(fix_row=True)
            'D$7'
        """
        column = column_letters(self.column)
        return f"{'$' * fix_column}{column}{'$' * fix_row}{self.row}"

    def __str__(self) -> str:
        return self.a1()


_set_row, _set_column = (Cell.__dict__[name].__set__ for name in ("row", "column"))


def check_sheet_name(name: str) -> str:
    r"""Return the name if a spreadsheet accepts it as a sheet's.

    Raises:
        AddressError: if it is empty, longer than 31 characters, has one of `[ ] : * ? / \`, or
            is `History`.
    """
    fits = 1 <= len(name) <= 31 and not _FORBIDDEN_IN_SHEET.search(name) and name.strip("'") == name
    if not fits or name.casefold() == "history":
        raise AddressError(
            f"{name!r} cannot name a sheet: use 1 to 31 characters, none of [ ] : * ? / \\, "
            "and no ' at either end; Excel keeps 'History' for itself"
        )
    return name


@lru_cache(maxsize=256)
def quote_sheet(name: str) -> str:
    """Return a sheet's name as formulas write it.

    Example:
        >>> quote_sheet("Tom's sheet")
        "'Tom''s sheet'"
    """
    if _BARE_SHEET.fullmatch(name) and not (_CELL.fullmatch(name) or _NO_SHEET.fullmatch(name)):
        return name
    return "'" + name.replace("'", "''") + "'"
