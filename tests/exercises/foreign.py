"""Wrong formulas that no misconception of the catalogue makes, of any right one."""

from collections.abc import Callable, Iterator

from xlrnn.formula.block import Ref
from xlrnn.formula.expression import Binary, Call, Expression, Number
from xlrnn.formula.functions import max_, min_
from xlrnn.formula.sums import added, parts_of
from xlrnn.formula.walk import changed, everything

Foreign = Callable[[Expression], Iterator[Expression]]


def _each(
    right: Expression, change: Callable[[Expression], Expression | None]
) -> Iterator[Expression]:
    """Yield the formula with all parts changed that can be."""
    if any(change(part) is not None for part in everything(right)):
        yield changed(right, lambda part: change(part) or part)


def _calls(function: str, other: Callable[[Call], Expression]) -> Foreign:
    def foreign(right: Expression) -> Iterator[Expression]:
        return _each(
            right,
            lambda part: (
                other(part) if isinstance(part, Call) and part.function == function else None
            ),
        )

    return foreign


def _around(*names: str) -> Foreign:
    def foreign(right: Expression) -> Iterator[Expression]:
        for name in names:
            yield Call(name, (right,))

    return foreign


def _last_term(right: Expression) -> Iterator[Expression]:
    inner = {id(part.left) for part in everything(right) if _is_sum(part)}

    def without(part: Expression) -> Expression | None:
        if not _is_sum(part) or id(part) in inner:
            return None
        return added(*parts_of(part, "+")[:-1])

    return _each(right, without)


def _is_sum(part: Expression) -> bool:
    return isinstance(part, Binary) and part.operator == "+"


def _one_short(right: Expression) -> Iterator[Expression]:
    """A range of a sum or a largest ends one cell early."""

    def shorter(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function not in ("MAX", "MIN", "SUM", "SUMSQ"):
            return None
        (first, *others) = part.arguments
        cells = _cells(first)
        return Call(part.function, (*cells[:-1], *others)) if len(cells) > 1 else None

    return _each(right, shorter)


def _cells(part: Expression) -> list[Expression]:
    if not isinstance(part, Ref):
        return [part]
    return [Ref(part.block, i, t) for i, t in part.cells()]


def _another_norm(right: Expression) -> Iterator[Expression]:
    """The largest where the root of the squares belongs."""

    def norm(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function != "SQRT":
            return None
        ranges = [ref for ref in everything(part) if isinstance(ref, Ref) and ref.shape != (1, 1)]
        return max_(*ranges) if ranges else None

    return _each(right, norm)


FOREIGN: dict[str, Foreign] = {
    "times one and a half": lambda right: iter([right * 3 / 2]),
    "half of it": lambda right: iter([right / 2]),
    "one more": lambda right: iter([right + 1]),
    "nearly": lambda right: iter([right * 1001 / 1000]),
    "its size, its sign, its root": _around("ABS", "SIGN", "SQRT", "EXP"),
    "never below 0": lambda right: iter([max_(0, right)]),
    "never above 1": lambda right: iter([min_(1, right)]),
    "squared": lambda right: iter([right * right]),
    "root missing": _calls("SQRT", lambda call: call.arguments[0]),
    "another norm": _another_norm,
    "EXP for TANH": _calls("TANH", lambda call: Call("EXP", call.arguments)),
    "size of what TANH gives": _calls("TANH", lambda call: Call("ABS", (call,))),
    "TANH for EXP": _calls("EXP", lambda call: Call("TANH", call.arguments)),
    "last term forgotten": _last_term,
    "one cell short": _one_short,
    "nothing": lambda right: iter([Number(0) * right]),
    "always 1": lambda right: iter([Number(1)]),
    "rounded": lambda right: iter([Call("ROUND", (right, Number(n))) for n in (1, 2, 4)]),
}
