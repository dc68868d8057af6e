"""From an expression to A1 notation: first a template relative to the cell, then the text.

Two formulas that a person would get from one another by filling have the same template, so a
block of a thousand cells is rendered once and filled a thousand times.
"""

from typing import TypeAlias

from xlrnn.errors import FormulaError
from xlrnn.sheet.cell import Cell, column_letters, quote_sheet
from xlrnn.sheet.expression import Binary, Call, Expression, Number, Ref, Text

# A piece of text, or the letters of a column / the number of a row so far from the cell.
Piece: TypeAlias = str | tuple[str, int]
Template: TypeAlias = tuple[Piece, ...]

_STRENGTH = {"=": 1, "<=": 1, ">": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}


def render(expression: Expression, cell: Cell, sheet: str) -> Template:
    """Return the template of an expression that stands in a cell.

    Args:
        expression: what to write.
        cell: where it stands.
        sheet: the sheet that it stands on; references to other sheets are written with theirs.
    """
    pieces: list[Piece] = []
    _write(expression, cell, sheet, pieces)
    return tuple(_join(pieces))


def fill(template: Template, cell: Cell) -> str:
    """Return the formula that a template gives in a cell."""
    row, column = cell.row, cell.column
    return "".join(
        [
            piece
            if type(piece) is str
            else str(row + piece[1])  # type: ignore[operator]
            if piece[0] == "row"
            else column_letters(column + piece[1])  # type: ignore[operator]
            for piece in template
        ]
    )


def _write(expression: Expression, cell: Cell, sheet: str, out: list[Piece]) -> None:
    match expression:
        case Number():
            out.append(str(expression.value))
        case Text():
            out.append('"' + expression.value.replace('"', '""') + '"')
        case Call():
            _write_call(expression, cell, sheet, out)
        case Binary():
            _write_binary(expression, cell, sheet, out)
        case Ref():
            _write_ref(expression, cell, sheet, out)
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
    for side, needed in ((binary.left, strength), (binary.right, strength + 1)):
        if side is binary.right:
            out.append(binary.operator)
        weak = isinstance(side, Binary) and _STRENGTH[side.operator] < needed
        out.append("(" * weak)
        _write(side, cell, sheet, out)
        out.append(")" * weak)


def _write_ref(ref: Ref, cell: Cell, sheet: str, out: list[Piece]) -> None:
    place = ref.block.located()
    if place.sheet != sheet:
        out.append(quote_sheet(place.sheet) + "!")
    first = place.cell(ref.row or 0, ref.column or 0)
    last = place.cell(*(-1 if index is None else index for index in (ref.row, ref.column)))
    _write_cell(first, ref.fix, cell, out)
    if last != first:
        out.append(":")
        _write_cell(last, ref.fix, cell, out)


def _write_cell(target: Cell, fix: tuple[bool, bool], cell: Cell, out: list[Piece]) -> None:
    fix_row, fix_column = fix
    out.append(
        "$" + column_letters(target.column)
        if fix_column
        else ("column", target.column - cell.column)
    )
    out.append(f"${target.row}" if fix_row else ("row", target.row - cell.row))


def _join(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
