"""Cut formulas at their references, so that filled ones are one text and are read once."""

import re
from typing import Final, NamedTuple

from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Position, column_number

# What is quoted holds no reference: texts, and the names of sheets.
_CUT: Final = re.compile(
    r"""("[^"]*"|'[^']*'!)|(?<![\w.\\?$])\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?![\w(.!])"""
)


class Pieces(NamedTuple):
    """A formula cut at its references.

    Args:
        key: what filled formulas have in common: the text between, sizes and equal addresses.
        references: the row and column of each reference, in order.
    """

    key: "Key"
    references: tuple[Position, ...]


class Key(NamedTuple):
    """What filled formulas have in common."""

    text: str
    sizes: tuple[Position, ...]
    same: tuple[int, ...]


def cut(formula: str) -> Pieces | None:
    """Cut a formula at its references; None if an address lies beyond the sheet.

    Example:
        >>> cut("SUM(A1:B3)*A1").key
        Key(text='SUM(?:?)*?', sizes=((0, 0), (2, 1), (0, 0)), same=(0, 1, 0))
    """
    texts: list[str] = []
    references: list[Position] = []
    sizes: list[Position] = []
    end = 0
    for match in _CUT.finditer(formula):
        quoted, letters, digits = match.groups()
        if quoted:
            continue
        place = _place(letters, int(digits))
        if place is None:
            return None
        between = formula[end : match.start()]
        row, column = references[-1] if between == ":" else place
        sizes.append((place[0] - row, place[1] - column))
        texts.append(between)
        references.append(place)
        end = match.end()
    texts.append(formula[end:])
    first: dict[Position, int] = {}
    same = tuple(first.setdefault(place, number) for number, place in enumerate(references))
    return Pieces(Key("?".join(texts), tuple(sizes), same), tuple(references))


def _place(letters: str, row: int) -> Position | None:
    if len(letters) == 3 and letters.upper() > "XFD":
        return None
    column = column_number(letters)
    return (row, column) if 1 <= row <= MAX_ROW and column <= MAX_COLUMN else None
