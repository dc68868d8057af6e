"""Wrong formulas of gates and of the way back, as in `wrong`."""

from collections.abc import Iterator
from functools import reduce
from operator import mul
from typing import Final, TypeGuard

from xlrnn.exercises.walk import changed, everything, one_by_one, references
from xlrnn.sheet.expression import Binary, Call, Expression, Negative, Number, Ref, tanh

_FUTURE: Final = frozenset({"dh_next", "dh_later", "dc_next"})


def tanh_not_sigmoid(right: Expression, *_: object) -> Iterator[Expression]:
    """Take tanh where the sigmoid belongs."""
    return one_by_one(right, _tanh_of)


def gate_turned(right: Expression, *_: object) -> Iterator[Expression]:
    """Exchange a gate and what it leaves: z and 1 − z."""
    gates = {part.block.name for part in _turned_in(right)}
    if gates and not list(slope_left_out(right)):  # y · (1 − y) is the same turned

        def turn(part: Expression) -> Expression:
            return 1 - part if isinstance(part, Ref) and part.block.name in gates else part

        yield changed(right, turn)


def slope_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget the slope of the function that a gradient goes back through."""
    factors = list(_factors(right))
    for slope in factors:
        if not _one_less(slope):
            continue
        own = {ref.block.name for ref in references(slope)}
        others = [factor for factor in factors if factor is not slope]
        bare = [f for f in others if not (isinstance(f, Ref) and f.block.name in own)]
        squared = isinstance(slope.right, Binary)
        if bare and (squared or len(bare) < len(others)):
            yield reduce(mul, bare)


def future_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Leave out what the next step hands back."""

    def without(part: Expression) -> Expression | None:
        if not isinstance(part, Binary) or part.operator != "+":
            return None
        later = isinstance(part.right, Ref) and part.right.block.quantity in _FUTURE
        return part.left if later else None

    return one_by_one(right, without)


def _tanh_of(part: Expression) -> Expression | None:
    """Return tanh(a) for σ(a) = 1 / (1 + e^(−a))."""
    if not (isinstance(part, Binary) and part.operator == "/" and isinstance(part.right, Binary)):
        return None
    power = part.right.right
    if isinstance(power, Call) and power.function == "EXP":
        (exponent,) = power.arguments
        return tanh(exponent.operand) if isinstance(exponent, Negative) else None
    return None


def _turned_in(expression: Expression) -> Iterator[Ref]:
    """Yield each cell y of which an expression takes 1 − y."""
    for part in everything(expression):
        if _one_less(part) and isinstance(part.right, Ref):
            yield part.right


def _one_less(part: Expression) -> TypeGuard[Binary]:
    """Tell whether a part is 1 − something."""
    if not isinstance(part, Binary) or part.operator != "-":
        return False
    return isinstance(part.left, Number) and part.left.value == 1


def _factors(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, Binary) and expression.operator == "*":
        yield from _factors(expression.left)
        yield from _factors(expression.right)
    else:
        yield expression
