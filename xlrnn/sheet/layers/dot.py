"""The product of two inputs along a side of each, as formulas: as in `nn.layers.dot`."""

from collections.abc import Sequence

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import equal, sqrt, sumsq, where
from xlrnn.formula.sums import dot as product_of
from xlrnn.formula.sums import inner
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def dot(
    page: TimePage, inputs: Sequence[Source], axes: Sequence[int], *, normalize: bool = False
) -> Block:
    """Write a sum of products for each pair of what is left of both inputs.

    Args:
        page: the page; a column for each row or column that is left of the first input.
        inputs: two of them.
        axes: along what each is multiplied: 1, its steps, or 2, its features.
        normalize: whether both are divided by their length first.
    """
    (one, other), (first, second) = inputs, axes

    def rule(i: int, t: int) -> Expression:
        left, right = _along(one, first, t), _along(other, second, i)
        product = _product(left, right)
        if not normalize:
            return product
        lengths = sqrt(sumsq(left)) * sqrt(sumsq(right))
        return where(equal(lengths, 0), 0, product / lengths)

    sides = {"feature": other.shape[_left(second)], "step": one.shape[_left(first)]}
    return page.band(
        "combined",
        name="y",
        key=f"{page.prefix}y",
        rule=rule,
        sizes=sides,
        notation="x_1 · x_2" + " / (|x_1| · |x_2|)" * normalize,
    )


def _left(axis: int) -> int:
    """Return which side of a block stays when it is multiplied along an axis."""
    return 0 if axis == 1 else 1


def _along(x: Source, axis: int, k: int) -> Ref:
    return x[k, :] if axis == 1 else x[:, k]


def _product(left: Ref, right: Ref) -> Expression:
    if left.shape == right.shape:
        return inner(left, right)
    row, column = (left, right) if left.shape[0] == 1 else (right, left)
    return product_of(row, column)
