"""Cell addresses and ranges in A1 notation; whatever is not one raises `AddressError`.

Rows and columns count from 1, as the reader of a sheet counts them: D7 is row 7, column 4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlrnn.errors import AddressError

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_BARE_SHEET = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
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


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """One cell of a sheet: row and column, counted from 1."""

    row: int
    column: int

    def __post_init__(self) -> None:
        if not 1 <= self.row <= MAX_ROW:
            raise AddressError(f"row {self.row} does not exist: a sheet has rows 1 to {MAX_ROW}")
        if not 1 <= self.column <= MAX_COLUMN:
            raise AddressError(
                f"column {self.column} does not exist: a sheet has columns 1 to {MAX_COLUMN}"
            )

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


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, given by its first and last cell.

    Example:
        >>> Area.parse("B2:D3").shape
        (2, 3)
    """

    first: Cell
    last: Cell

    def __post_init__(self) -> None:
        if self.last.row < self.first.row or self.last.column < self.first.column:
            raise AddressError(
                f"{self.first}:{self.last} runs backwards: write the upper left cell first"
            )

    @classmethod
    def parse(cls, text: str) -> "Area":
        """Read a range such as `B2:D3`, or a single cell."""
        first, colon, last = text.partition(":")
        return cls(Cell.parse(first), Cell.parse(last if colon else first))

    @classmethod
    def at(cls, row: int, column: int, height: int, width: int) -> "Area":
        """Return the rectangle of the given size whose upper left cell is (row, column)."""
        return cls(Cell(row, column), Cell(row + height - 1, column + width - 1))

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width, in cells."""
        return self.last.row - self.first.row + 1, self.last.column - self.first.column + 1

    def cells(self) -> Iterator[Cell]:
        """Yield the cells row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Cell(row, column)

    def __contains__(self, cell: Cell) -> bool:
        return (
            self.first.row <= cell.row <= self.last.row
            and self.first.column <= cell.column <= self.last.column
        )

    def meets(self, other: "Area") -> bool:
        """Tell whether two ranges have a cell in common."""
        return (
            self.first.row <= other.last.row
            and other.first.row <= self.last.row
            and self.first.column <= other.last.column
            and other.first.column <= self.last.column
        )

    def a1(self, *, fixed: bool = False) -> str:
        """Write the range; a single cell is written alone."""
        first = self.first.a1(fix_row=fixed, fix_column=fixed)
        last = self.last.a1(fix_row=fixed, fix_column=fixed)
        return first if first == last else f"{first}:{last}"

    def __str__(self) -> str:
        return self.a1()


def check_sheet_name(name: str) -> str:
    r"""Return the name if a spreadsheet accepts it as a sheet's.

    Raises:
        AddressError: if it is empty, longer than 31 characters or has one of `[ ] : * ? / \`.
    """
    if not 1 <= len(name) <= 31 or _FORBIDDEN_IN_SHEET.search(name) or name.strip("'") != name:
        raise AddressError(
            f"{name!r} cannot name a sheet: use 1 to 31 characters, none of [ ] : * ? / \\, "
            "and no ' at either end"
        )
    return name


@lru_cache(maxsize=256)
def quote_sheet(name: str) -> str:
    """Return a sheet's name as formulas write it.

    Example:
        >>> quote_sheet("Tom's sheet")
        "'Tom''s sheet'"
    """
    check_sheet_name(name)
    looks_like_cell = _CELL.fullmatch(name) or re.fullmatch(r"(?i)[rc]\d*|r\d*c\d*", name)
    if _BARE_SHEET.fullmatch(name) and not looks_like_cell:
        return name
    return "'" + name.replace("'", "''") + "'"
