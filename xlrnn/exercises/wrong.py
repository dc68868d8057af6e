"""Wrong formulas: each function makes of the right formula what a student with one idea writes.

They take the right expression and the cell (block, row, column) and yield wrong expressions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from xlrnn.exercises.walk import changed, one_by_one, references, rule_of
from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import Binary, Call, Expression, Number, Ref


def bias_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Leave out a bias that is added."""
    return one_by_one(right, partial(_without, _is_bias))


def state_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Leave out what the network remembers: the terms that read an earlier state."""
    for chosen in (_reads_state, _reads_previous):
        yield from one_by_one(right, partial(_without, chosen))
    yield from one_by_one(right, lambda part: Number(0) if _reads_state(part) else None)


def transposed(right: Expression, *_: object) -> Iterator[Expression]:
    """Read a square matrix of weights by columns instead of rows."""
    return one_by_one_all(right, _transpose)


def activation_before_the_sum(right: Expression, *_: object) -> Iterator[Expression]:
    """Apply the function to each term instead of to their sum."""
    return one_by_one(right, _distribute)


def activation_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget the function around the sum."""
    return one_by_one(
        right,
        lambda part: (
            part.arguments[0]
            if isinstance(part, Call) and part.function in ("TANH", "EXP", "LN", "SQRT")
            else None
        ),
    )


def another_function(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the sigmoid where tanh belongs, or tanh where another function belongs."""

    def sigmoid(part: Expression) -> Expression | None:
        if isinstance(part, Call) and part.function == "TANH":
            return 1 / (1 + Call("EXP", (Number(0) - part.arguments[0],)))
        return None

    return one_by_one(right, sigmoid)


def not_normalised(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget to divide."""
    return one_by_one(
        right,
        lambda part: part.left if isinstance(part, Binary) and part.operator == "/" else None,
    )


def largest_not_taken_off(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget what is subtracted."""
    return one_by_one(
        right,
        lambda part: part.left if isinstance(part, Binary) and part.operator == "-" else None,
    )


def sign_turned(right: Expression, *_: object) -> Iterator[Expression]:
    """Subtract where it says add, or the other way round."""
    turned = {"+": "-", "-": "+"}

    def turn(part: Expression) -> Expression | None:
        if isinstance(part, Binary) and part.operator in turned:
            return Binary(turned[part.operator], part.left, part.right)
        return None

    return one_by_one(right, turn)


def added_instead_of_multiplied(right: Expression, *_: object) -> Iterator[Expression]:
    """Add where it says multiply, or multiply where it says add."""
    swapped = {"+": "*", "*": "+"}

    def swap(part: Expression) -> Expression | None:
        if isinstance(part, Binary) and part.operator in swapped:
            return Binary(swapped[part.operator], part.left, part.right)
        return None

    return one_by_one(right, swap)


def wrong_time_step(right: Expression, _: Block, __: int, t: int) -> Iterator[Expression]:
    """Read the column before or after the right one."""
    for by in (-1, 1):
        yield from one_by_one_all(right, partial(_shifted, t, 0, by))


def first_step_repeated(_: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Go on with the formula of the first step in every column."""
    if t and block.stepwise:
        yield rule_of(block, i, 0)


def wrong_row(right: Expression, _: Block, i: int, __: int) -> Iterator[Expression]:
    """Read the row above or below the right one."""
    for by in (-1, 1):
        yield from one_by_one_all(right, partial(_shifted, i, by, 0))


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


def one_by_one_all(
    right: Expression, change: Callable[[Expression], Expression | None]
) -> Iterator[Expression]:
    """Yield the expression with the references to one block changed at a time, then with all."""
    blocks = {id(ref.block) for ref in references(right) if change(ref) is not None}
    for chosen in blocks:
        yield next(_all(right, change, {chosen}))
    if len(blocks) > 1:
        yield next(_all(right, change, blocks))


def _all(
    right: Expression, change: Callable[[Expression], Expression | None], blocks: set[int]
) -> Iterator[Expression]:
    def swap(part: Expression) -> Expression:
        if isinstance(part, Ref) and id(part.block) in blocks:
            return change(part) or part
        return part

    yield changed(right, swap)


@dataclass(frozen=True, eq=False)
class Drifted(Expression):
    """The cells of a reference, so many rows and columns away from where they belong."""

    ref: Ref
    rows: int
    columns: int


def _drifted(block: Block, rows: int, columns: int, part: Expression) -> Expression | None:
    """Move a reference that a fill must not move."""
    if not isinstance(part, Ref) or part.block is block:
        return None
    fixed_row, fixed_column = part.fix
    if part.row is None and part.column is None:
        fixed_row = fixed_column = True
    by = rows * fixed_row, columns * fixed_column
    return Drifted(part, *by) if any(by) else None


def _without(chosen: Callable[[Expression], bool], part: Expression) -> Expression | None:
    """Leave out one side of a sum."""
    if isinstance(part, Binary) and part.operator in "+-":
        if chosen(part.right):
            return part.left
        if chosen(part.left):
            return part.right
    return None


def _is_bias(part: Expression) -> bool:
    return isinstance(part, Ref) and part.block.quantity.startswith("b_")


def _reads_state(part: Expression) -> bool:
    """Tell whether a product has a state of the step before as a factor."""
    found = isinstance(part, Call) or (isinstance(part, Binary) and part.operator == "*")
    return found and any(
        ref.block.quantity.endswith("_prev") or ref.block.role is Role.STATE
        for ref in references(part)
    )


def _reads_previous(part: Expression) -> bool:
    """Tell whether a term is what the network remembers."""
    return isinstance(part, Ref) and part.block.quantity in ("a_h", "h_prev")


def _transpose(part: Expression) -> Expression | None:
    if not isinstance(part, Ref) or part.block.role is not Role.PARAMETER:
        return None
    height, width = part.block.shape
    if height != width or height == 1 or part.row == part.column:
        return None
    return Ref(part.block, part.column, part.row)


def _distribute(part: Expression) -> Expression | None:
    if isinstance(part, Call) and part.function in ("TANH", "EXP") and len(part.arguments) == 1:
        (inner,) = part.arguments
        if isinstance(inner, Binary) and inner.operator in "+-":
            left, right = (Call(part.function, (side,)) for side in (inner.left, inner.right))
            return Binary(inner.operator, left, right)
    return None


def _shifted(at: int, rows: int, columns: int, part: Expression) -> Expression | None:
    """Read a neighbour of the row or column that the cell itself stands in."""
    if not isinstance(part, Ref):
        return None
    height, width = part.block.shape
    row, column = part.row, part.column
    if rows and row == at and height > 1 and part.block.stepwise:
        row = at + rows
    elif columns and column is not None and abs(column - at) <= 1 and part.block.stepwise:
        column += columns
    else:
        return None
    inside = (row is None or 0 <= row < height) and (column is None or 0 <= column < width)
    return Ref(part.block, row, column) if inside else Number(0)


def _read_instead(a: Block, b: Block, part: Expression) -> Expression | None:
    if not isinstance(part, Ref) or part.block not in (a, b):
        return None
    return Ref(b if part.block is a else a, part.row, part.column)
