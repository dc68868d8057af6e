"""A formula as it reads after filling it down and to the right."""

import re
from functools import lru_cache
from typing import Final, TypeAlias

from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, column_letters, column_number
from xlrnn.formula.parsing.tokens import tokens_of

# A piece of a formula: the text before a reference, then the reference's parts: $, column, $, row.
# The last piece has no reference; whole columns have no row and whole rows no column.
Piece: TypeAlias = tuple[str, str, str, str, str]

_GONE: Final = "#REF!"
_CORNER: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def shift(formula: str, rows: int, columns: int, *, wraps: bool = False) -> str:
    """Return a formula as it reads after filling it `rows` down and `columns` to the right.

    Args:
        formula: its text, without the leading `=`.
        rows: how far down, negative for up.
        columns: how far to the right, negative for left.
        wraps: whether a reference that leaves the sheet comes in again on the other side, as those
            of defined names do.

    Returns:
        The text with its relative references shifted; `#REF!` where one leaves the sheet.

    Example:
        >>> shift('LOG10(A1)+$A$1*h_1+SUM(B:B)&"A1"', 2, 1)
        'LOG10(B3)+$A$1*h_1+SUM(C:C)&"A1"'
    """
    return "".join(
        [
            before + _shifted(fixed_column, column, fixed_row, row, rows, columns, wraps)
            for before, fixed_column, column, fixed_row, row in _pieces(formula)
        ]
    )


def moves(area: str) -> bool:
    """Tell whether an address moves with the cell: some column or row has no $.

    Example:
        >>> moves("$A$1:$B$2"), moves("$A$1:$B2"), moves("$A:$B")
        (False, True, False)
    """
    return shift(area, 1, 1) != area


@lru_cache(maxsize=4096)
def _pieces(formula: str) -> tuple[Piece, ...]:
    """Cut a formula at its references."""
    pieces: list[Piece] = []
    before = ""
    for token in tokens_of(formula):
        corners = _corners(token.word) if token.kind == "area" else []
        before += token.text.removesuffix(token.word) if corners else token.text
        for corner in corners:
            pieces.append((before, *corner))
            before = ":"
        before = "" if corners else before
    return (*pieces, (before, "", "", "", ""))


def _corners(area: str) -> list[tuple[str, str, str, str]]:
    """Return the parts of a range's corners; beyond the last column or row, it is a name."""
    corners = []
    for corner in area.split(":"):
        match = _CORNER.fullmatch(corner)
        assert match is not None, f"{corner} is no corner of a range"
        fixed_column, column, fixed_row, row = match.groups()
        if not column:
            fixed_column, fixed_row = "", fixed_column
        if (len(column) == 3 and column.upper() > "XFD") or (
            row and (row[0] == "0" or int(row) > MAX_ROW)
        ):
            return []
        corners.append((fixed_column, column, fixed_row, row))
    return corners


@lru_cache(maxsize=65536)
def _shifted(
    fixed_column: str,
    column: str,
    fixed_row: str,
    row: str,
    rows: int,
    columns: int,
    wraps: bool,
) -> str:
    """Write one reference, shifted where it is not fixed."""
    letters, digits = column, row
    if column and not fixed_column:
        number = _moved(column_number(column), columns, MAX_COLUMN, wraps)
        letters = column_letters(number) if number else _GONE
    if row and not fixed_row:
        number = _moved(int(row), rows, MAX_ROW, wraps)
        digits = str(number) if number else _GONE
    gone = _GONE in (letters, digits)
    return _GONE if gone else f"{fixed_column}{letters}{fixed_row}{digits}"


def _moved(number: int, by: int, last: int, wraps: bool) -> int:
    """Return a row or column so much further on; 0 if it leaves the sheet."""
    number += by
    if wraps:
        return (number - 1) % last + 1
    return number if 1 <= number <= last else 0
