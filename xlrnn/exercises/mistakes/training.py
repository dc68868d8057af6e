"""Wrong formulas of the step that a weight takes, and of what is asked first, as in `formulas`."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from xlrnn.exercises.mistakes.way_back import one_less
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Binary, Call, Expression
from xlrnn.formula.walk import alike, changed, everything, one_by_one, references
from xlrnn.names import Kind

_TURNED: Final = {"MAX": "MIN", "MIN": "MAX"}


def uphill(right: Expression, block: Block, *_: object) -> Iterator[Expression]:
    """Add the step to the weight instead of taking it off."""
    match right:
        case Binary(operator="-", left=Ref(block=own)) if own is block:
            yield right.left + right.right


def rate_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget the learning rate."""

    def without(part: Expression) -> Expression | None:
        if not isinstance(part, Binary) or part.operator != "*":
            return None
        rate = _is(part.left, Kind.LEARNING_RATE)
        return part.right if rate else None

    return one_by_one(right, without)


def bias_correction_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget that Adam's means begin at nothing."""

    def without(part: Expression) -> Expression | None:
        if not isinstance(part, Binary) or part.operator not in "*/":
            return None
        corrects = any(_is(ref, Kind.DECAY_POWER) for ref in references(part.right))
        return part.left if corrects else None

    return one_by_one(right, without)


def memory_turned(right: Expression, *_: object) -> Iterator[Expression]:
    """Exchange β and 1 − β in a running mean."""
    betas = {ref.block for ref in references(right) if _is(ref, Kind.DECAY)}

    def turn(part: Expression) -> Expression:
        return 1 - part if isinstance(part, Ref) and part.block in betas else part

    def turned_back(part: Expression) -> Expression:
        return part.right.right if one_less(part) and one_less(part.right) else part

    if betas and any(map(one_less, _factors(right))):
        yield changed(changed(right, turn), turned_back)


def square_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget to square."""

    def once(part: Expression) -> Expression | None:
        if isinstance(part, Call) and part.function == "SUMSQ":
            return Call("SUM", part.arguments)
        if isinstance(part, Binary) and part.operator == "*" and alike(part.left, part.right):
            return part.left
        return None

    return one_by_one(right, once)


def cases_not_told_apart(right: Expression, *_: object) -> Iterator[Expression]:
    """Take one case always."""
    for case in (1, 2):
        yield from one_by_one(right, partial(_case, case))


def cases_exchanged(right: Expression, *_: object) -> Iterator[Expression]:
    """Take each case where the other belongs."""

    def exchange(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function != "IF" or len(part.arguments) < 3:
            return None
        condition, yes, no = part.arguments
        return Call("IF", (condition, no, yes))

    return one_by_one(right, exchange)


def largest_for_smallest(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the smallest where the largest belongs, or the other way round."""

    def turn(part: Expression) -> Expression | None:
        if isinstance(part, Call) and part.function in _TURNED:
            return Call(_TURNED[part.function], part.arguments)
        return None

    return one_by_one(right, turn)


def one_bound_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Keep a number within one of two bounds and forget the other one."""
    match right:
        case Call(function=outer, arguments=(_, Call(function=inner) as within) as both):
            if {outer, inner} == {*_TURNED} and len(within.arguments) == 2:
                yield within
                yield Call(outer, (both[0], within.arguments[1]))


def another_logarithm(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the logarithm to the base 10."""

    def decimal(part: Expression) -> Expression | None:
        if isinstance(part, Call) and part.function == "LN":
            return Call("LOG10", part.arguments)
        return None

    return one_by_one(right, decimal)


def _is(part: Expression, kind: Kind) -> bool:
    """Tell whether a part is a cell of a quantity of a kind."""
    return isinstance(part, Ref) and part.block.entry.kind is kind


def _case(case: int, part: Expression) -> Expression | None:
    if isinstance(part, Call) and part.function == "IF" and len(part.arguments) > case:
        return part.arguments[case]
    return None


def _factors(right: Expression) -> Iterator[Expression]:
    """Yield each side of each product in an expression."""
    for part in everything(right):
        if isinstance(part, Binary) and part.operator == "*":
            yield from (part.left, part.right)
