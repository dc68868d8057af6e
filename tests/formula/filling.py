"""What a spreadsheet does when a person fills a formula down or to the right, written for tests."""

import re

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.place import Place
from xlrnn.names import Role

_CELL = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)([0-9]+)\b(?!\()")
_STRING = re.compile(r'("(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!)')


def letters_to_number(letters):
    number = 0
    for letter in letters:
        number = 26 * number + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return number


def number_to_letters(number):
    letters = ""
    while number > 0:
        number -= 1
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26] + letters
        number //= 26
    return letters


def shifted(formula, down, right):
    """Return the formula that filling gives so many rows down and columns to the right."""

    def move(match):
        fixed_column, column, fixed_row, row = match.groups()
        if not fixed_column:
            column = number_to_letters(letters_to_number(column) + right)
        if not fixed_row:
            row = int(row) + down
        return f"{fixed_column}{column}{fixed_row}{row}"

    pieces = _STRING.split(formula)
    return "".join(
        piece if number % 2 else _CELL.sub(move, piece) for number, piece in enumerate(pieces)
    )


def block_at(area, *, name="h", sheet="forward", shape=None, rule=None):
    """Return a block of a quantity that stands at an area."""
    area = Area.parse(area)
    block = Block(
        name=name,
        quantity="h",
        page=sheet,
        shape=shape or area.shape,
        dims=("unit", "step"),
        role=Role.STATE,
        rule=rule,
    )
    block.place = Place.of(sheet, area)
    return block
