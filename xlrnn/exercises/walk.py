"""Walk through the expression of a formula: what it reads, and the same with a part changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import Binary, Call, Expression, Matrix, Negative, Ref, lift


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
