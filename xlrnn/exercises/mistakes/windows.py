"""Wrong formulas of pictures: another window, a filter laid on the wrong way, a plane forgotten."""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import TypeGuard

from xlrnn.formula.block import Block, Drifted, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Number
from xlrnn.formula.functions import sum_
from xlrnn.formula.sums import added, parts_of, summed
from xlrnn.formula.walk import changed, everything, one_by_one, parts

_WAYS = ((-1, 0), (1, 0), (0, -1), (0, 1), (1, 1), (-1, -1))


def window_one_off(right: Expression, *_: object) -> Iterator[Expression]:
    """Let all windows begin a row or a column beside the right place."""
    if not any(_is_window(part) for part in everything(right)):
        return
    for way in _WAYS:
        yield changed(right, partial(_beside, way))


def windows_overlap(right: Expression, _: Block, i: int, j: int) -> Iterator[Expression]:
    """Let the next window begin a place further on, and not as far as it is long."""

    def nearer(part: Expression) -> Expression | None:
        if not _is_window(part) or (part.rows[0], part.columns[0]) == (i, j):
            return None
        height, width = part.shape
        if part.rows[0] != i * height or part.columns[0] != j * width:
            return None
        return part.block[i : i + height, j : j + width]

    return one_by_one(right, nearer)


def filter_turned(right: Expression, *_: object) -> Iterator[Expression]:
    """Turn the filter over, as mathematicians do in a convolution: its last weight first."""
    targets = [part for part in everything(right) if _turned(part) is not None]
    if targets:
        yield changed(right, lambda part: _turned(part) or part)


def mean_not_largest(right: Expression, *_: object) -> Iterator[Expression]:
    """Take the mean of a window where its largest number belongs."""

    def mean(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function != "MAX" or len(part.arguments) != 1:
            return None
        (window,) = part.arguments
        if not _is_window(window):
            return None
        height, width = window.shape
        return sum_(window) / (height * width)

    return one_by_one(right, mean)


def relu_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Let what is below 0 stay as it is."""

    def bare(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function != "MAX" or len(part.arguments) != 2:
            return None
        inside, least = part.arguments
        return inside if isinstance(least, Number) and least.value == 0 else None

    return one_by_one(right, bare)


def plane_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget one of the planes of a picture, or look at the first one alone."""
    inner = {id(side) for part in everything(right) if _is_sum(part) for side in parts(part)}
    for part in everything(right):
        if not _is_sum(part) or id(part) in inner:
            continue
        terms = parts_of(part, "+")
        planes = [k for k, term in enumerate(terms) if _is_laid_on(term)]
        for one in planes if len(planes) > 1 else ():
            for lost in ([one], [k for k in planes if k != one]):
                others = [term for k, term in enumerate(terms) if k not in lost]
                yield changed(right, partial(_swap, part, added(*others)))


def _swap(chosen: Expression, other: Expression, part: Expression) -> Expression:
    return other if part is chosen else part


def _is_window(part: Expression) -> TypeGuard[Ref]:
    """Tell whether a part is a window that moves from cell to cell, and no filter."""
    return isinstance(part, Ref) and isinstance(part.row, range) and not all(part.fix)


def _is_sum(part: Expression) -> TypeGuard[Binary]:
    return isinstance(part, Binary) and part.operator == "+"


def _is_laid_on(part: Expression) -> TypeGuard[Call]:
    """Tell whether a part is a filter times a window."""
    return (
        isinstance(part, Call)
        and part.function == "SUMPRODUCT"
        and len(part.arguments) == 2
        and all(isinstance(one, Ref) and 1 not in one.shape for one in part.arguments)
    )


def _beside(way: tuple[int, int], part: Expression) -> Expression:
    if not _is_window(part):
        return part
    return part.moved(*way) or Drifted(part, *way)


def _turned(part: Expression) -> Expression | None:
    if not _is_laid_on(part):
        return None
    weights, window = part.arguments
    assert isinstance(weights, Ref) and isinstance(window, Ref)
    pairs = zip(
        product(reversed(weights.rows), reversed(weights.columns)), window.cells(), strict=True
    )
    return summed(weights.block[i, j] * window.block[k, n] for (i, j), (k, n) in pairs)
