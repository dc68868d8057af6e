"""Whether filling the formula of one cell down and to the right gives what its rule says there.

A rule that was asked with watched numbers, and did not mind which they are, says everywhere the
same of other cells. Its formula can be filled if each of them then moves as far as filling moves
it: along with the cell, or not at all.
"""

from xlrnn.formula.block import Ref
from xlrnn.formula.expression import Expression
from xlrnn.formula.walk import parts
from xlrnn.formula.writing.watched import Watched


def carried_on(expression: Expression, row: Watched, column: Watched) -> bool:
    """Tell whether filling gives what the rule says in all rows and columns.

    Args:
        expression: what the rule says of the first cell.
        row: the row that it was asked with; it says over which.
        column: the column that it was asked with.
    """
    if not isinstance(expression, Ref):
        return all(carried_on(part, row, column) for part in parts(expression))
    fixed_row, fixed_column = expression.fix
    return (
        expression.block.located().whole
        and _moves(expression.row, row, column, fixed=fixed_row)
        and _moves(expression.column, column, row, fixed=fixed_column)
    )


def _moves(lines: object, along: Watched, other: Watched, *, fixed: bool) -> bool:
    """Tell whether what is read moves as filling moves it.

    Args:
        lines: which row it reads, or which column.
        along: the row of the cell, or its column.
        other: the other one of the two.
        fixed: whether filling leaves it where it is.
    """
    if not isinstance(lines, Watched):
        return fixed or along.alone
    if lines.follows(along):
        return along.alone or not fixed
    return other.alone and (fixed or along.alone)
