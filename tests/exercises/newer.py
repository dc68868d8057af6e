"""Ways of writing a right formula that lean on more than addresses: LET, LAMBDA, tables, names."""

import re

from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.exercises.hands import Hand, Way, corners
from xlrnn.formula.block import Ref
from xlrnn.formula.cell import MAX_COLUMN, MAX_ROW, Cell, quote_sheet
from xlrnn.formula.expression import Binary, Call, Expression, Number
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.formula.walk import rule_of

# What an array formula would apply to all cells at once.
_OF_MANY = {"AND", "COUNTIF", "INDEX", "MATCH", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT", "SUMSQ"}
TABLE, SCRATCH = "Helfer", "scratch"
_NEAR = re.compile(r"\bnear_([\w.]+?)_(m?\d+)_(m?\d+)\b")


def _named(hand: Hand, part: Expression, form: str) -> str | None:
    """A name for what is inside the first function or product."""
    if not isinstance(part, Binary | Call) or hand.done:
        return None
    inside = part.right if isinstance(part, Binary) else part.arguments[0]
    if not isinstance(inside, Binary | Call):
        return None
    hand.done = True
    if isinstance(part, Binary):
        outside = f"({hand.write(part.left)}{part.operator}_xlpm.y)"
    else:
        outside = f"{part.function}({','.join(['_xlpm.y', *map(hand.write, part.arguments[1:])])})"
    return form.format(inside=Hand(hand.page).write(inside), outside=outside)


def with_let(hand: Hand, part: Expression) -> str | None:
    """LET names what is inside a function."""
    return _named(hand, part, "_xlfn.LET(_xlpm.y,{inside},{outside})")


def with_lambda(hand: Hand, part: Expression) -> str | None:
    """LAMBDA takes what is inside a function."""
    return _named(hand, part, "_xlfn.LAMBDA(_xlpm.y,{outside})({inside})")


def counted(hand: Hand, part: Expression) -> str | None:
    """COUNTIF of one cell for IF and EXACT."""
    match part:
        case Call(
            function="IF",
            arguments=(Call(function="EXACT", arguments=both), Number(value=1), Number(value=0)),
        ):
            return f"COUNTIF({hand.listed(both)})"
    return None


def aggregated(hand: Hand, part: Expression) -> str | None:
    """AGGREGATE for the largest and the smallest."""
    kinds = {"MAX": 14, "MIN": 15}
    if isinstance(part, Call) and part.function in kinds and len(part.arguments) == 1:
        (cells,) = part.arguments
        if isinstance(cells, Ref):
            return f"AGGREGATE({kinds[part.function]},6,{hand.write(cells)},1)"
    return None


def products_of_functions(hand: Hand, part: Expression) -> str | None:
    """SUMPRODUCT(EXP(…)) for the sum of a column of exponentials."""
    match part:
        case Call(function="SUM", arguments=(Ref(row=None, column=int() as t) as column,)):
            return _at_once(hand, column, t)
    return None


def _at_once(hand: Hand, column: Ref, t: int) -> str | None:
    """Return the sum of a column as one formula of its rule, None if the cells have several."""
    block = column.block
    if block.rule is None or block.array:
        return None

    def whole(i: int) -> Way:
        def way(inner: Hand, part: Expression) -> str | None:
            if not isinstance(part, Ref) or part.row != i or part.block.shape[0] != block.shape[0]:
                return None
            return inner.address(Ref(part.block, None, part.column))

        return way

    texts = {Hand(hand.page, whole(i)).write(rule_of(block, i, t)) for i in range(block.shape[0])}
    text = texts.pop()
    return None if texts or functions_in(text) & _OF_MANY else f"SUMPRODUCT({text})"


NEWER: dict[str, Way] = {
    "LET": with_let,
    "LAMBDA": with_lambda,
    "COUNTIF": counted,
    "AGGREGATE": aggregated,
    "SUMPRODUCT of a function": products_of_functions,
}


def by_near_names(page: str, own: Cell) -> Way:
    """Names for the cell so many rows and columns away, as seen from a cell."""

    def way(_: Hand, part: Expression) -> str | None:
        if not isinstance(part, Ref) or part.shape != (1, 1):
            return None
        if part.block.page != page:
            return None
        cell, _ = corners(part)
        away = [str(by).replace("-", "m") for by in (cell.row - own.row, cell.column - own.column)]
        return f"near_{page.replace(' ', '.')}_{'_'.join(away)}"

    return way


def define_near_names(workbook: Workbook, text: str) -> None:
    """Define the names in a formula; they are kept as seen from A1."""
    pages = {name.replace(" ", "."): name for name in workbook.sheetnames}
    for page, *away in _NEAR.findall(text):
        down, right = (int(by.replace("m", "-")) for by in away)
        cell = Cell(down % MAX_ROW + 1, right % MAX_COLUMN + 1)
        name = f"near_{page}_{'_'.join(away)}"
        if name not in workbook.defined_names:
            sheet = quote_sheet(pages[page])
            workbook.defined_names[name] = DefinedName(name, attr_text=f"{sheet}!{cell}")


def write_table(workbook: Workbook, formulas: list[str]) -> None:
    """Write a table whose only column, y, has the formulas."""
    page = workbook[SCRATCH]
    page["AA1"] = "y"
    for row, formula in enumerate(formulas, start=2):
        page[f"AA{row}"] = f"={formula}"
    page.add_table(Table(displayName=TABLE, ref=f"AA1:AA{len(formulas) + 1}"))
