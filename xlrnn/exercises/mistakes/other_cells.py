"""Wrong formulas that read another cell than they should, as in `formulas`."""

from collections.abc import Iterator
from functools import partial

from xlrnn.formula.block import Block, Drifted, Ref
from xlrnn.formula.expression import Call, Expression
from xlrnn.formula.walk import ancestors, one_by_one, one_by_one_all, references, rule_of
from xlrnn.names import Kind, Role


def transposed(right: Expression, *_: object) -> Iterator[Expression]:
    """Read a square matrix of weights by columns instead of rows."""
    return one_by_one_all(right, _transpose)


def wrong_time_step(right: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Read what belongs to the step before or after the right one, but not the cell itself."""
    at = block.step_at(t)
    if at is None:
        return
    for by in (-1, 1):
        yield from one_by_one_all(right, partial(_another_step, block, (i, at), by))


def first_step_repeated(_: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Go on with the formula of the first step, or the first epoch, in every one."""
    if t and block.stepwise:
        yield rule_of(block, i, 0)
    if i and block.dims[0] == "epoch":
        yield rule_of(block, 0, t)


def wrong_row(right: Expression, _: Block, i: int, __: int) -> Iterator[Expression]:
    """Read the row above or below the right one."""
    for by in (-1, 1):
        yield from one_by_one_all(right, partial(_another_row, i, by))


def another_block(right: Expression, *_: object) -> Iterator[Expression]:
    """Read one block where another of the same shape belongs, such as one gate for another."""
    refs = list(references(right))
    blocks = list({id(ref.block): ref.block for ref in refs}.values())
    same = [(a, b) for a in blocks for b in blocks if a is not b and a.shape == b.shape]
    for a, b in same:
        yield from one_by_one_all(right, partial(_read_instead, a, b))


def row_instead_of_column(right: Expression, _: Block, i: int, __: int) -> Iterator[Expression]:
    """Take the sum or the largest of a row, or of everything, instead of a column."""

    def turn(part: Expression) -> Expression | None:
        if not isinstance(part, Ref) or part.row is not None or part.column is None:
            return None
        return Ref(part.block, min(i, part.block.shape[0] - 1), None)

    def all_of_it(part: Expression) -> Expression | None:
        if not isinstance(part, Ref) or part.row is not None or part.column is None:
            return None
        return Ref(part.block, None, None)

    for change in (turn, all_of_it):
        yield from one_by_one(right, change)


def dollar_missing(right: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Fill a formula whose fixed cells wander along: they end up as far off as the cell is."""
    for rows, columns in ((i, t), (i, 0), (0, t)):
        if rows or columns:
            yield from one_by_one_all(right, partial(_drifted, block, rows, columns))


def _drifted(block: Block, rows: int, columns: int, part: Expression) -> Expression | None:
    """Move a reference that a fill must not move."""
    if not isinstance(part, Ref) or part.block is block:
        return None
    fixed_row, fixed_column = part.fix
    if part.row is None and part.column is None:
        fixed_row = fixed_column = True
    by = rows * fixed_row, columns * fixed_column
    return Drifted(part, *by) if any(by) else None


def _transpose(part: Expression) -> Expression | None:
    if not isinstance(part, Ref) or not _is_matrix_of_weights(part.block):
        return None
    height, width = part.block.shape
    if height != width or height == 1 or part.row == part.column:
        return None
    turned = Ref(part.block, part.column, part.row)
    return turned if None not in (part.row, part.column) else Call("TRANSPOSE", (turned,))


def _is_matrix_of_weights(block: Block) -> bool:
    """Tell whether a block is a matrix of weights, and not a row of one or what is made of it."""
    return block.entry.kind is Kind.WEIGHT and block.entry.role is Role.PARAMETER


def _another_step(
    block: Block, own: tuple[int, int], by: int, part: Expression
) -> Expression | None:
    """Read a neighbour of the column, or of the step, that the cell itself stands in."""
    if not isinstance(part, Ref):
        return None
    (i, at), column = own, part.column
    if part.block.stepwise:
        if not isinstance(column, int) or abs(column - at) > 1:
            return None
        if part.block is block and part.row in (None, i) and column + by == at:
            return None  # no cell can follow from itself
        inside = 0 <= column + by < part.block.shape[1]
        return Ref(part.block, part.row, column + by) if inside else Drifted(part, 0, by)
    other = _at_another_step(part.block, by, block)
    same = other is not None and other is not block and other.shape == part.block.shape
    return Ref(other, part.row, column) if same and other is not None else None


def _at_another_step(one: Block, by: int, block: Block) -> Block | None:
    """Return what shows the same of another step, among all that a block follows from."""
    if one.step is None:
        return None
    wanted = one.page, one.meaning, one.step + by
    others = ancestors(block).values()
    return next((o for o in others if (o.page, o.meaning, o.step) == wanted), None)


def _another_row(at: int, by: int, part: Expression) -> Expression | None:
    """Read a neighbour of the row that the cell itself stands in."""
    if not isinstance(part, Ref) or part.row != at or not part.block.stepwise:
        return None
    height = part.block.shape[0]
    if height == 1:
        return None
    inside = 0 <= at + by < height
    return Ref(part.block, at + by, part.column) if inside else Drifted(part, by, 0)


def _read_instead(a: Block, b: Block, part: Expression) -> Expression | None:
    if not isinstance(part, Ref) or part.block not in (a, b):
        return None
    return Ref(b if part.block is a else a, part.row, part.column)
