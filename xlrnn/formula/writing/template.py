"""From an expression to A1 notation: first a template relative to the cell, then the text.

Two formulas that a person would get from one another by filling have the same template, so a
block of a thousand cells is rendered once and filled a thousand times.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from xlrnn.errors import FormulaError
from xlrnn.formula.block import Lines, Ref
from xlrnn.formula.cell import Cell, column_letters, quote_sheet
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number, Text


class Shift(NamedTuple):
    """The letters of a column, or the number of a row, so far from the cell."""

    axis: str
    by: int


Piece: TypeAlias = str | Shift
Template: TypeAlias = tuple[Piece, ...]

_STRENGTH = {"=": 1, "<=": 1, ">": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_SIGN = 5


def render(expression: Expression, cell: Cell, sheet: str) -> Template:
    """Return the template of an expression that stands in a cell.

    Args:
        expression: what to write.
        cell: where it stands.
        sheet: the sheet that it stands on; references to other sheets are written with theirs.
    """
    pieces: list[Piece] = []
    _write(expression, cell, sheet, pieces)
    return tuple(pieces)


def fill(template: Template, cell: Cell) -> str:
    """Return the formula that a template gives in a cell."""
    return "".join(
        piece
        if isinstance(piece, str)
        else column_letters(cell.column + piece.by)
        if piece.axis == "column"
        else str(cell.row + piece.by)
        for piece in template
    )


def fill_block(template: Template, rows: Sequence[int], columns: Sequence[int]) -> list[list[str]]:
    """Return the formulas that a template gives in every cell of a block.

    What depends on the row alone is put in once for each row, so that a cell costs one
    formatting of its column letters.
    """
    template = _joined(template)
    shifts = [piece.by for piece in template if isinstance(piece, Shift) and piece.axis == "column"]
    letters = [tuple(column_letters(column + shift) for shift in shifts) for column in columns]
    return [[line % names for names in letters] for line in (_line(template, row) for row in rows)]


def _line(template: Sequence[Piece], row: int) -> str:
    """Return a template in one row, with `%s` for each relative column."""
    pieces = []
    for piece in template:
        if isinstance(piece, str):
            pieces.append(piece.replace("%", "%%"))
        else:
            pieces.append("%s" if piece.axis == "column" else str(row + piece.by))
    return "".join(pieces)


def _write(expression: Expression, cell: Cell, sheet: str, out: list[Piece]) -> None:
    match expression:  # the most frequent first
        case Ref():
            _write_ref(expression, cell, sheet, out)
        case Binary():
            _write_binary(expression, cell, sheet, out)
        case Call():
            _write_call(expression, cell, sheet, out)
        case Number():
            out.append(str(expression.value))
        case Text():
            out.append('"' + expression.value.replace('"', '""') + '"')
        case Negative():
            out.append("-")
            _write_side(expression.operand, _SIGN, cell, sheet, out)
        case _:
            raise FormulaError(f"{expression!r} cannot stand inside a formula")


def _write_call(call: Call, cell: Cell, sheet: str, out: list[Piece]) -> None:
    out.append(f"{call.function}(")
    for number, argument in enumerate(call.arguments):
        if number:
            out.append(",")
        _write(argument, cell, sheet, out)
    out.append(")")


def _write_binary(binary: Binary, cell: Cell, sheet: str, out: list[Piece]) -> None:
    strength = _STRENGTH[binary.operator]
    _write_side(binary.left, strength, cell, sheet, out)
    out.append(binary.operator)
    _write_side(binary.right, strength + 1, cell, sheet, out)


def _write_side(side: Expression, needed: int, cell: Cell, sheet: str, out: list[Piece]) -> None:
    """Write one side of an operator, in parentheses if it binds less strongly than needed."""
    strength = _STRENGTH[side.operator] if isinstance(side, Binary) else _SIGN
    weak = isinstance(side, Binary | Negative) and strength < needed
    if weak:
        out.append("(")
    _write(side, cell, sheet, out)
    if weak:
        out.append(")")


def _write_ref(ref: Ref, cell: Cell, sheet: str, out: list[Piece]) -> None:
    place = ref.block.located()
    if place.sheet != sheet:
        out.append(quote_sheet(place.sheet) + "!")
    top, bottom = _ends(ref.row, place.rows)
    left, right = _ends(ref.column, place.columns)
    _write_cell(top, left, ref.fix, cell, out)
    if (top, left) != (bottom, right):
        out.append(":")
        _write_cell(bottom, right, ref.fix, cell, out)


def _ends(lines: Lines, places: Sequence[int]) -> tuple[int, int]:
    if lines is None:
        return places[0], places[-1]
    if isinstance(lines, range):
        return places[lines[0]], places[lines[-1]]
    return places[lines], places[lines]


def _write_cell(
    row: int, column: int, fix: tuple[bool, bool], cell: Cell, out: list[Piece]
) -> None:
    fix_row, fix_column = fix
    out.append(
        "$" + column_letters(column) if fix_column else Shift("column", column - cell.column)
    )
    out.append(f"${row}" if fix_row else Shift("row", row - cell.row))


def _joined(pieces: Template) -> Template:
    """Return a template with as few pieces as there can be."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
