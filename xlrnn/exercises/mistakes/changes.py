"""Small changes of a right formula, each of which makes it wrong: what the trials must tell apart.

A term or factor left out, a sign turned, a neighbour read, a range one cell short, a number typed
where a cell belongs, a function left out, a case or a bound forgotten; and the catalogue of
misconceptions. Whoever changes a formula in one of these ways must not earn its mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from xlrnn.exercises.mistakes.misconceptions import CATALOGUE, variants
from xlrnn.formula.block import Block, Drifted, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number
from xlrnn.formula.walk import changed, everything

SIGN: Final = "a sign made positive"
LIMIT: Final = "a limit of 1 put in"
# Changes of these kinds make only formulas wrong whose result has either sign, or is large.
SOMETIMES: Final = frozenset({SIGN, LIMIT})
_TURNED: Final = {"+": "-", "-": "+"}
_ORDERED: Final = {">": "<=", "<": ">=", "<=": ">", ">=": "<", "=": "<>", "<>": "="}
# Cells of the block itself are copied from so far away.
_BESIDE: Final = 8


@dataclass(frozen=True, eq=False)
class Literal(Expression):
    """A number or text as it stands in a cell."""

    value: float | str


@dataclass(frozen=True, eq=False)
class PartOfBlock(Expression):
    """Some rows and columns of a block."""

    block: Block
    rows: range
    columns: range


@dataclass(frozen=True)
class Change:
    """A wrong formula that differs from the right one in one thing.

    Args:
        kind: what was changed, in words.
        place: which part of the formula it was, the same in all cells of a block.
        expression: the wrong formula.
    """

    kind: str
    place: str
    expression: Expression


def changes(
    right: Expression, block: Block, i: int, t: int, given: Sequence[tuple[Expression, float | str]]
) -> Iterator[Change]:
    """Yield the wrong formulas of a cell.

    Args:
        right: the right one.
        block: the block.
        i: the row of the cell.
        t: its column.
        given: what the formula and the cells that it reads show with the given inputs.
    """
    for number, part in enumerate(everything(right)):
        for kind, other in _instead(part):
            wrong = changed(right, partial(_swap, part, other))
            yield Change(kind, f"{number} {_called(part)}", wrong)
    for number, (part, value) in enumerate(given):
        wrong = changed(right, partial(_swap, part, Literal(value)))
        yield Change("a number typed for a cell", f"{number} {_called(part)}", wrong)
    for down, along in _beside(block, i, t):
        yield Change("the cell beside", f"{down} {along}", block[i + down, t + along])
    for kind, other in _of_any_sign(right):
        yield Change(kind, "whole", other)
    yield Change(LIMIT, "whole", Call("MIN", (Number(1), right)))
    for name in CATALOGUE:
        for number, wrong in enumerate(variants(name, right, block, i, t)):
            if not any(isinstance(part, Drifted) for part in everything(wrong)):
                yield Change(name, str(number), wrong)


def _swap(chosen: Expression, other: Expression, part: Expression) -> Expression:
    return other if part is chosen else part


def _called(part: Expression) -> str:
    """Return a few words for a part of a formula."""
    match part:
        case Ref():
            return part.block.name
        case Call():
            return part.function
        case Binary():
            return part.operator
    return ""


def _instead(part: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield what may stand for a part of a formula by mistake."""
    match part:
        case Ref(row=int(), column=int()):
            yield from (("a neighbour read", other) for other in _neighbours(part))
            yield "1 for a cell", Number(1)
            yield SIGN, Call("ABS", (part,))
        case Ref():
            yield from (("another range read", other) for other in _neighbours(part))
        case Binary():
            yield from _of_two(part)
        case Negative():
            yield "a minus left out", part.operand
        case Call():
            yield from _of_call(part)


def _of_two(part: Binary) -> Iterator[tuple[str, Expression]]:
    left, right = part.left, part.right
    if part.operator in _TURNED:
        yield "a term left out", left
        yield "a term left out", right if part.operator == "+" else -right
        yield "a sign turned", Binary(_TURNED[part.operator], left, right)
    elif part.operator == "*":
        yield "a factor left out", left
        yield "a factor left out", right
    elif part.operator == "/":
        yield "a divisor left out", left
        yield "a quotient turned over", right / left
    elif part.operator in _ORDERED:
        yield "a condition turned", Binary(_ORDERED[part.operator], left, right)


def _of_call(part: Call) -> Iterator[tuple[str, Expression]]:
    arguments = part.arguments
    if part.function == "IF":
        condition, *cases = arguments
        yield from (("one case only", case) for case in cases)
        if len(cases) > 1:
            yield "cases exchanged", Call("IF", (condition, cases[1], cases[0]))
        return
    if part.function in ("MAX", "MIN") and len(arguments) > 1:
        yield from (("one bound only", argument) for argument in arguments)
    elif part.function in ("TANH", "EXP", "LN", "LOG10", "SQRT", "ABS", "SIGN"):
        yield "a function left out", arguments[0]
        yield SIGN, replace(part, arguments=(Call("ABS", arguments),))
    if part.function in ("TANH", "SUM", "SUMPRODUCT"):
        yield from _of_any_sign(part)
    yield from (("a range one cell short", short) for short in _shorter(part))


def _of_any_sign(part: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield what is the same only for numbers of one sign."""
    yield SIGN, Call("ABS", (part,))
    yield SIGN, Call("MAX", (Number(0), part))


def _neighbours(ref: Ref) -> Iterator[Ref]:
    """Yield the cells, rows, columns or windows beside one."""
    for by in (-1, 1):
        for axis, way in ((ref.row, (by, 0)), (ref.column, (0, by))):
            other = ref.moved(*way) if axis is not None else None
            if other is not None:
                yield other


def _beside(block: Block, i: int, t: int) -> Iterator[tuple[int, int]]:
    """Yield the way to the cells in the same row and in the same column."""
    height, width = block.shape
    for by in range(-_BESIDE, _BESIDE + 1):
        if by and 0 <= t + by < width:
            yield 0, by
        if by and 0 <= i + by < height:
            yield by, 0


def _shorter(call: Call) -> Iterator[Expression]:
    """Yield a call with its ranges one row or column shorter, at one end."""
    ranges = [part for part in call.arguments if isinstance(part, Ref) and part.shape != (1, 1)]
    if not ranges or len(ranges) < len(call.arguments) or call.function in ("INDEX", "MATCH"):
        return
    if call.function == "MMULT":
        inner = range(ranges[0].shape[1])
        for kept in (inner[1:], inner[:-1]) if len(inner) > 1 else ():
            first, second = (_all_of(part) for part in ranges)
            sides = replace(first, columns=kept), replace(second, rows=kept)
            yield replace(call, arguments=sides)
        return
    if call.function != "SUM" and len({part.shape for part in ranges}) > 1:
        return
    for end in (slice(1, None), slice(None, -1)):
        yield replace(call, arguments=tuple(_cut(_all_of(part), end) for part in ranges))


def _all_of(ref: Ref) -> PartOfBlock:
    return PartOfBlock(ref.block, ref.rows, ref.columns)


def _cut(part: PartOfBlock, end: slice) -> PartOfBlock:
    """Return a part without its first or last row, or column if it has one row."""
    if len(part.rows) > 1:
        return replace(part, rows=part.rows[end])
    return replace(part, columns=part.columns[end])
