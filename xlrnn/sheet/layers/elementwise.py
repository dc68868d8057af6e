"""Several inputs number by number, as formulas: `nn.layers.add` and its like."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import mul

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import equal, max_, min_, where
from xlrnn.formula.sums import summed
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage

Terms = list[Expression]
Counts = Sequence[Source | None]

_CALCULATED: dict[str, Callable[[Terms], Expression]] = {
    "Add": summed,
    "Subtract": lambda terms: terms[0] - terms[1],
    "Multiply": lambda terms: reduce(mul, terms),
    "Average": lambda terms: summed(terms) / len(terms),
    "Maximum": lambda terms: max_(*terms),
    "Minimum": lambda terms: min_(*terms),
}
_EXTREMES = {"Maximum": max_, "Minimum": min_}
_NOTATION = {
    "Add": "x_1 + x_2 + …", "Subtract": "x_1 − x_2", "Multiply": "x_1 · x_2 · …",
    "Average": "(x_1 + x_2 + …) / how many", "Maximum": "max(x_1, x_2, …)",
    "Minimum": "min(x_1, x_2, …)",
}  # fmt: skip


def elementwise(
    page: TimePage, inputs: Sequence[Source], kind: str, counts: Counts | None = None
) -> Block:
    """Write one number of several at every place.

    Args:
        page: the page.
        inputs: what is calculated with; a single row or column stands for as many as need be.
        kind: the layer's class, for instance `Add`.
        counts: which steps of each input count, where `Multiply`, `Maximum` and `Minimum` mind.
    """
    masks = counts if counts is not None and kind in ("Multiply", *_EXTREMES) else []

    def rule(i: int, t: int) -> Expression:
        terms: Terms = [_at(x, i, t) for x in inputs]
        marks = [None if c is None else _at(c, 0, t) for c in masks]
        if all(mark is None for mark in marks):
            return _CALCULATED[kind](terms)
        if kind == "Multiply":
            return _product(terms, marks)
        return _extreme(_EXTREMES[kind], terms, marks)

    rows, columns = (max(x.shape[side] for x in inputs) for side in (0, 1))
    return page.band(
        "combined",
        name="y",
        key=f"{page.prefix}y",
        rule=rule,
        notation=_NOTATION[kind],
        sizes={"feature": rows, "step": columns},
    )


def elementwise_equation(page: TimePage, inputs: Sequence[str], kind: str) -> Block:
    """Write the same as one array formula for each time step, where all steps count.

    Args:
        page: the page.
        inputs: what the columns of the inputs are called.
        kind: as above.
    """
    return page.band(
        "combined",
        name="y_eq",
        key=f"{page.prefix}y",
        equation=_equation(list(inputs), kind),
        notation=_NOTATION[kind],
    )


def _equation(names: list[str], kind: str) -> str:
    if kind in _EXTREMES:
        sign = ">" if kind == "Maximum" else "<"
        return reduce(lambda one, other: f"IF({one} {sign} {other}, {one}, {other})", names)
    joined = {"Add": " + ", "Average": " + ", "Subtract": " - ", "Multiply": "*"}[kind].join(names)
    return f"({joined})/{len(names)}" if kind == "Average" else joined


def _at(x: Source, i: int, t: int) -> Expression:
    rows, columns = x.shape
    return x[min(i, rows - 1) if rows == 1 else i, min(t, columns - 1) if columns == 1 else t]


def _product(terms: Terms, marks: Sequence[Expression | None]) -> Expression:
    """Multiply, a step that does not count being 1; it is 0 if it counts nowhere."""
    kept = [x if m is None else where(equal(m, 1), x, 1) for x, m in zip(terms, marks, strict=True)]
    product = reduce(mul, kept)
    given = [mark for mark in marks if mark is not None]
    return product if len(given) < len(terms) else where(greater_than_none(given), product, 0)


def greater_than_none(marks: Sequence[Expression]) -> Expression:
    """Ask whether any of several marks is 1."""
    return equal(max_(*marks), 1)


def _extreme(
    choose: Callable[..., Expression], terms: Terms, marks: Sequence[Expression | None]
) -> Expression:
    """Choose from the inputs, one after the other; a step left out of one is that of the other."""
    so_far, seen = terms[0], [] if marks[0] is None else [marks[0]]
    known = marks[0] is not None
    for x, mark in zip(terms[1:], marks[1:], strict=True):
        chosen = choose(so_far, x)
        if known:
            chosen = where(greater_than_none(seen), chosen, x)
        if mark is not None:
            chosen = where(equal(mark, 1), chosen, so_far)
        known = known and mark is not None
        seen = [*seen, mark] if mark is not None else seen
        so_far = chosen
    return so_far
