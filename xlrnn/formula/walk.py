"""Walk through the expression of a formula: what it reads, and the same with a part changed."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Matrix, Negative, Number, lift


def rule_of(block: Block, i: int, t: int) -> Expression:
    """Return the expression of a cell."""
    assert block.rule is not None, f"{block.name} has no rule"
    return lift(block.rule(i, t))


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return what an expression is made of."""
    if isinstance(expression, Binary):
        return expression.left, expression.right
    if isinstance(expression, Negative):
        return (expression.operand,)
    return expression.arguments if isinstance(expression, Call) else ()


def everything(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all its parts, outermost first."""
    yield expression
    for part in parts(expression):
        yield from everything(part)


def references(expression: Expression) -> Iterator[Ref]:
    """Yield the references in an expression."""
    return (part for part in everything(expression) if isinstance(part, Ref))


def cells_of(expression: Expression) -> Iterator[tuple[Block, tuple[int, int]]]:
    """Yield the calculated cells that an expression reads."""
    for ref in references(expression):
        if not ref.block.constant:
            yield from ((ref.block, cell) for cell in ref.cells())


def read_by(expression: Expression) -> frozenset[str]:
    """Return the names of the blocks that an expression reads."""
    return frozenset(ref.block.name for ref in references(expression))


def by_rule(block: Block) -> bool:
    """Tell whether a block's cells follow a rule that can be evaluated without an engine."""
    return block.rule is not None and not any(
        isinstance(part, Matrix) for part in everything(rule_of(block, 0, 0))
    )


def changed(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return an expression with every part replaced by what `change` makes of it, inside first."""
    if isinstance(expression, Binary):
        left, right = changed(expression.left, change), changed(expression.right, change)
        if left is not expression.left or right is not expression.right:
            expression = replace(expression, left=left, right=right)
    elif isinstance(expression, Negative):
        operand = changed(expression.operand, change)
        if operand is not expression.operand:
            expression = replace(expression, operand=operand)
    elif isinstance(expression, Call):
        arguments = tuple(changed(argument, change) for argument in expression.arguments)
        if any(new is not old for new, old in zip(arguments, expression.arguments, strict=True)):
            expression = replace(expression, arguments=arguments)
    return change(expression)


def one_by_one(
    expression: Expression, change: Callable[[Expression], Expression | None]
) -> Iterator[Expression]:
    """Yield the expression with one part changed at a time, and once with all of them changed.

    Args:
        expression: the expression.
        change: returns what a part becomes, None if it stays.
    """
    targets = [part for part in everything(expression) if change(part) is not None]
    for chosen in targets if len(targets) <= _MOST else targets[:1]:
        yield changed(expression, partial(_swap, chosen, change))
    if len(targets) > 1:
        yield changed(expression, lambda part: change(part) or part)


_MOST = 4


def _swap(
    chosen: Expression, change: Callable[[Expression], Expression | None], part: Expression
) -> Expression:
    return (change(part) or part) if part is chosen else part


def one_by_one_all(
    right: Expression, change: Callable[[Expression], Expression | None]
) -> Iterator[Expression]:
    """Yield the expression with the references to one block changed at a time, then with all."""
    changeable = (ref.block for ref in references(right) if change(ref) is not None)
    blocks = dict.fromkeys(map(id, changeable))  # in the order in which they stand there
    for chosen in blocks:
        yield next(_all(right, change, {chosen}))
    if len(blocks) > 1:
        yield next(_all(right, change, {*blocks}))


def _all(
    right: Expression, change: Callable[[Expression], Expression | None], blocks: set[int]
) -> Iterator[Expression]:
    def swap(part: Expression) -> Expression:
        if isinstance(part, Ref) and id(part.block) in blocks:
            return change(part) or part
        return part

    yield changed(right, swap)


def alike(one: Expression, other: Expression) -> bool:
    """Tell whether two expressions are the same formula."""
    if isinstance(one, Ref) and isinstance(other, Ref):
        return (one.block, one.row, one.column) == (other.block, other.row, other.column)
    if isinstance(one, Number) and isinstance(other, Number):
        return one.value == other.value
    sides = parts(one), parts(other)
    same_kind = type(one) is type(other) and len(sides[0]) == len(sides[1]) > 0
    what = [getattr(side, "operator", getattr(side, "function", "")) for side in (one, other)]
    return same_kind and what[0] == what[1] and all(map(alike, *sides))


def ancestors(block: Block) -> Mapping[str, Block]:
    """Return the blocks from which a block follows, nearest first, by name.

    The block keeps them: they are those of the first rule that it is asked with, the lesson's own.
    """
    if block.ancestors is None:
        block.ancestors = _ancestors(block)
    return block.ancestors


def _ancestors(block: Block) -> Mapping[str, Block]:
    found: dict[str, Block] = {}
    waiting = deque([block])
    while waiting:
        one = waiting.popleft()
        height, width = one.shape
        for i, t in {(0, 0), (height - 1, 0), (0, width - 1), (height - 1, width - 1)}:
            for ref in references(rule_of(one, i, t)) if one.rule is not None else ():
                if ref.block.name not in found:
                    found[ref.block.name] = ref.block
                    waiting.append(ref.block)
    return found
