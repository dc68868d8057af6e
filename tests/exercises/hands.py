"""How a student writes a formula: text and addresses, made here and not by the code under test."""

from collections.abc import Callable
from dataclasses import dataclass, field

from xlrnn.formula.block import Ref
from xlrnn.formula.cell import Cell, quote_sheet
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number, Text

# Stands for the address of a helper cell, and between the helper's formula and the formula.
HELPER, CUT = "\0", "\n"
# Begins a formula that stands in a table on the page for helper cells.
TABLED = "\t"
# Writes a part of a formula in its own way, None if it has nothing to say about the part.
Way = Callable[["Hand", Expression], str | None]


@dataclass
class Hand:
    """Writes formulas into the cells of a page.

    Args:
        page: the page on which the formula stands.
        way: the student's habit.
        fixed: what stands before letters and numbers of an address.
        deep: whether it is inside a block that was looked through.
        helpers: what stands in cells beside the page.
        done: whether a habit that shows once in a formula has shown.
    """

    page: str
    way: Way = lambda *_: None
    fixed: str = ""
    deep: bool = False
    helpers: list[str] = field(default_factory=list)
    done: bool = False

    def write(self, part: Expression) -> str:
        """Write a part of a formula; an operator in parentheses."""
        return self.way(self, part) or self.plainly(part)

    def plainly(self, part: Expression) -> str:
        match part:
            case Ref():
                return self.address(part)
            case Number():
                return str(part.value)
            case Text():
                return '"' + part.value.replace('"', '""') + '"'
            case Negative():
                return f"(-{self.write(part.operand)})"
            case Call():
                return f"{part.function}({self.listed(part.arguments)})"
            case Binary():
                return f"({self.write(part.left)}{part.operator}{self.write(part.right)})"
        raise AssertionError(part)

    def listed(self, parts: tuple[Expression, ...] | list[Expression]) -> str:
        return ",".join(map(self.write, parts))

    def address(self, ref: Ref) -> str:
        first, last = corners(ref)
        before = "" if ref.block.page == self.page else f"{quote_sheet(ref.block.page)}!"
        cells = [self.cell(first)] + [self.cell(last)] * (first != last)
        return before + ":".join(cells)

    def cell(self, cell: Cell) -> str:
        fix = bool(self.fixed)
        return cell.a1(fix_row=fix, fix_column=fix)


def corners(ref: Ref) -> tuple[Cell, Cell]:
    place = ref.block.located()
    first, last = ((ref.rows[end], ref.columns[end]) for end in (0, -1))
    return place.cell(*first), place.cell(*last)
