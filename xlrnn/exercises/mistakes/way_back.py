"""Wrong formulas of the way back through time, as in `formulas`."""

from collections.abc import Iterator
from functools import partial, reduce
from operator import mul
from typing import NamedTuple, TypeGuard

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number
from xlrnn.formula.functions import tanh
from xlrnn.formula.sums import added, parts_of
from xlrnn.formula.walk import (
    alike,
    ancestors,
    changed,
    one_by_one,
    one_by_one_all,
    references,
    rule_of,
)
from xlrnn.names import Ways


class Slope(NamedTuple):
    """A gradient that goes back through a function: 1 − y² or y · (1 − y), and other factors."""

    factors: list[Expression]
    slope: Binary
    output: Ref
    squared: bool

    def others(self) -> list[Expression]:
        """Return the factors that have nothing to do with the slope."""
        rest = [factor for factor in self.factors if factor is not self.slope]
        return rest if self.squared else [f for f in rest if not alike(f, self.output)]


def slopes(expression: Expression) -> Iterator[Slope]:
    """Yield the slopes in a product."""
    factors = parts_of(expression, "*")
    for slope in factors:
        if not one_less(slope):
            continue
        match slope.right:
            case Binary(operator="*", left=Ref() as output):
                yield Slope(factors, slope, output, squared=True)
            case Ref() as output if any(alike(output, f) for f in factors if f is not slope):
                yield Slope(factors, slope, output, squared=False)


def one_less(part: Expression) -> TypeGuard[Binary]:
    """Tell whether a part is 1 − something."""
    if not isinstance(part, Binary) or part.operator != "-":
        return False
    return isinstance(part.left, Number) and part.left.value == 1


def slope_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget the slope of the function that a gradient goes back through."""
    return (reduce(mul, slope.others()) for slope in slopes(right) if slope.others())


def slope_of_another_number(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the slope with the sum before the function, or apply the function once more."""
    for slope in slopes(right):
        for other in _around(slope.output):
            yield _product(slope, partial(_instead, slope.output, other))


def another_slope(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the sigmoid's slope for that of tanh, or the other way round."""
    for slope in slopes(right):
        y = slope.output
        other = y * (1 - y) if slope.squared else 1 - y * y
        yield reduce(mul, [*slope.others(), other])


def future_left_out(right: Expression, block: Block, *_: object) -> Iterator[Expression]:
    """Leave out what the next step hands back."""

    def without(part: Expression) -> Expression | None:
        if not isinstance(part, Binary) or part.operator != "+":
            return None
        return part.left if _is_later(part.right, block) else None

    return one_by_one(right, without)


def one_step_only(right: Expression, block: Block, *_: object) -> Iterator[Expression]:
    """Take one time step where a sum goes over all of them: the last one, or the first."""
    for place in (-1, 0):
        yield from one_by_one(right, partial(_one_column, place))
        by_step = _by_step(parts_of(right, "+"))
        if len(by_step) > 1 and block.step_at(0) is None:  # a step's own sum is over no steps
            yield added(*by_step[sorted(by_step)[place]])


def averaged(right: Expression, *_: object) -> Iterator[Expression]:
    """Divide a sum over time by the number of steps."""

    def mean(part: Expression) -> Expression | None:
        return part / _steps(part) if _over_time(part) else None

    return one_by_one(right, mean)


def state_of_this_step(right: Expression, *_: object) -> Iterator[Expression]:
    """Read the state of this step where that of the step before belongs."""
    return one_by_one_all(right, _this_step)


def _around(output: Ref) -> Iterator[Expression]:
    """Yield what stands inside the function of an output, and the function of the output."""
    if output.shape != (1, 1) or output.block.rule is None:
        return
    match rule_of(output.block, output.rows[0], output.columns[0]):
        case Call(function="TANH", arguments=(inside,)):
            yield inside
            yield tanh(output)
        case Binary(operator="/", right=Binary(right=Call(arguments=(Negative(operand=inside),)))):
            yield inside
            yield 1 / (1 + Call("EXP", (-output,)))


def _product(slope: Slope, change: partial[Expression]) -> Expression:
    """Multiply with a changed slope; the other factors stay."""
    others = slope.others()
    own = [f for f in slope.factors if not any(f is other for other in others)]
    return reduce(mul, [*others, *(changed(factor, change) for factor in own)])


def _instead(output: Ref, other: Expression, part: Expression) -> Expression:
    return other if alike(part, output) else part


def _is_later(term: Expression, block: Block) -> bool:
    """Tell whether a term is what a later step hands back."""
    refs = list(references(term))
    if any(ref.block.entry.ways is Ways.LATER_STEPS for ref in refs):
        return True
    own = block.step
    steps = [ref.block.step for ref in refs]
    return own is not None and any(step is not None and step > own for step in steps)


def _one_column(place: int, part: Expression) -> Expression | None:
    if not isinstance(part, Call) or not _over_time(part):
        return None
    cells = [_column(ref, place % _steps(part)) for ref in part.arguments if isinstance(ref, Ref)]
    return reduce(mul, cells)


def _over_time(part: Expression) -> TypeGuard[Call]:
    """Tell whether a part is a sum along rows of which each column is a step."""
    if not isinstance(part, Call) or part.function not in ("SUM", "SUMPRODUCT"):
        return False
    rows = [ref for ref in part.arguments if isinstance(ref, Ref)]
    return len(rows) == len(part.arguments) and all(
        ref.block.stepwise and ref.column is None and ref.row is not None for ref in rows
    )


def _steps(part: Expression) -> int:
    return max(ref.shape[1] for ref in references(part))


def _column(ref: Ref, column: int) -> Ref:
    return Ref(ref.block, ref.row, column)


def _by_step(terms: list[Expression]) -> dict[int, list[Expression]]:
    """Return the terms of a sum by the step that each is of, nothing if one is of none."""
    found: dict[int, list[Expression]] = {}
    for term in terms:
        own = [ref.block.step for ref in references(term)]
        steps = [step for step in own if step is not None]
        if not steps:
            return {}
        found.setdefault(max(steps), []).append(term)
    return found


def _this_step(part: Expression) -> Expression | None:
    """Return the state of a step for that of the step before."""
    if not isinstance(part, Ref) or part.block.rule is None or not part.block.stepwise:
        return None
    height, width = part.block.shape
    last = rule_of(part.block, height - 1, width - 1)
    if not isinstance(last, Ref) or last.column != width - 2:
        return None
    same = last.block.shape == part.block.shape and last.block.name in ancestors(part.block)
    return Ref(last.block, part.row, part.column) if same else None
