"""Wrong formulas: each function makes of the right formula what a student with one idea writes.

They take the right expression and the cell (block, row, column) and yield wrong expressions.
"""

from collections.abc import Callable, Iterator
from functools import partial

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number
from xlrnn.formula.sums import added, parts_of
from xlrnn.formula.walk import everything, one_by_one, parts, references, rule_of
from xlrnn.names import Kind, Role


def bias_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Leave out a bias that is added."""
    return one_by_one(right, partial(_without, _is_bias))


def state_left_out(right: Expression, block: Block, _: int, t: int) -> Iterator[Expression]:
    """Leave out what the network remembers: all terms of a sum that read an earlier state."""
    inner = {id(side) for part in everything(right) if _is_sum(part) for side in parts(part)}

    def without(part: Expression) -> Expression | None:
        if not _is_sum(part) or id(part) in inner:  # a sum of three is one, and not two
            return None
        terms = parts_of(part, "+")
        others = [term for term in terms if not _remembers(term, block, t)]
        return added(*others) if 0 < len(others) < len(terms) else None

    return one_by_one(right, without)


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
    """Forget to divide by the sum."""
    return one_by_one(right, partial(_without_the, "/", "SUM"))


def largest_not_taken_off(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget to subtract the largest."""
    return one_by_one(right, partial(_without_the, "-", "MAX"))


def sides_exchanged(right: Expression, *_: object) -> Iterator[Expression]:
    """Subtract the wrong way round."""

    def exchange(part: Expression) -> Expression | None:
        if isinstance(part, Binary) and part.operator == "-":
            return Binary("-", part.right, part.left)
        return None

    return one_by_one(right, exchange)


def minus_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget the minus before a number."""
    return one_by_one(right, lambda part: part.operand if isinstance(part, Negative) else None)


def part_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget one part of a sum."""
    yield from one_by_one(right, partial(_side, "+-", "left"))
    yield from one_by_one(right, partial(_side, "+", "right"))


def factor_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget a factor or a divisor."""
    yield from one_by_one(right, partial(_side, "*/", "left"))
    yield from one_by_one(right, partial(_side, "*", "right"))
    yield from one_by_one(right, _one_over)


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


def _without(chosen: Callable[[Expression], bool], part: Expression) -> Expression | None:
    """Leave out one side of a sum."""
    if isinstance(part, Binary) and part.operator in "+-":
        if chosen(part.right):
            return part.left
        if chosen(part.left):
            return part.right
    return None


def _is_bias(part: Expression) -> bool:
    return isinstance(part, Ref) and part.block.entry.kind is Kind.BIAS


def _is_sum(part: Expression) -> bool:
    return isinstance(part, Binary) and part.operator == "+"


def _remembers(term: Expression, block: Block, t: int) -> bool:
    """Tell whether a term of a cell is what the network remembers of an earlier step."""
    if isinstance(term, Ref) and term.block.entry.recurrent:
        return True
    return block.step_at(t) is not None and any(
        _is_earlier_state(ref, block, t) for ref in references(term)
    )


def _is_earlier_state(ref: Ref, block: Block, t: int) -> bool:
    if ref.block.entry.previous_of:
        return True
    own, column = block.step_at(t), ref.column
    if ref.block.role is not Role.STATE or own is None or not isinstance(column, int):
        return False
    step = ref.block.step_at(column)
    return step is not None and step < own


def _distribute(part: Expression) -> Expression | None:
    if isinstance(part, Call) and part.function in ("TANH", "EXP") and len(part.arguments) == 1:
        (inner,) = part.arguments
        if isinstance(inner, Binary) and inner.operator in "+-":
            left, right = (Call(part.function, (side,)) for side in (inner.left, inner.right))
            return Binary(inner.operator, left, right)
    return None


def _side(operators: str, side: str, part: Expression) -> Expression | None:
    """Return one side of an operator."""
    found = isinstance(part, Binary) and part.operator in operators
    return getattr(part, side) if found else None


def _one_over(part: Expression) -> Expression | None:
    """Return 1 / b for a / b."""
    return 1 / part.right if isinstance(part, Binary) and part.operator == "/" else None


def _without_the(operator: str, function: str, part: Expression) -> Expression | None:
    """Leave out the right side of an operator if it is what a function gives."""
    if not isinstance(part, Binary) or part.operator != operator:
        return None
    right = part.right
    if isinstance(right, Ref) and right.block.rule is not None:
        right = rule_of(right.block, right.rows[0], right.columns[0])
    return part.left if isinstance(right, Call) and right.function == function else None
