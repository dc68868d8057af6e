"""Two recurrent layers, one from each end, as formulas: what both say becomes one output."""

from collections.abc import Callable

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.masking import counted
from xlrnn.sheet.pages.time.page import TimePage

_MERGED: dict[str, Callable[[Expression, Expression], Expression]] = {
    "sum": lambda f, b: f + b,
    "mul": lambda f, b: f * b,
    "ave": lambda f, b: (f + b) / 2,
}
_NOTATION = {"concat": "y_f above y_b", "sum": "y_f + y_b", "mul": "y_f · y_b",
             "ave": "(y_f + y_b) / 2"}  # fmt: skip


def merged(
    page: TimePage,
    forward: Source,
    backward: Source,
    mode: str,
    counts: Source | None,
    *,
    from_end: bool = False,
) -> Block:
    """Write equation 3 of `nn.layers.bidirectional`: both outputs of each step in one.

    Args:
        page: the page.
        forward: what the layer that reads forwards says of every step, or in the end.
        backward: the same of the other one, whose first step is the last of the sequence.
        mode: `concat`, `sum`, `mul` or `ave`.
        counts: which steps count; the output of the others is 0.
        from_end: whether the output begins with what is said of the last step.
    """
    units, steps = forward.shape

    def said(i: int, t: int) -> Expression:
        back = steps - 1 - t
        if mode == "concat":
            return forward[i, t] if i < units else backward[i - units, back]
        return _MERGED[mode](forward[i, t], backward[i, back])

    def rule(i: int, t: int) -> Expression:
        if counts is None:
            return said(i, t)
        return counted(counts, steps - 1 - t if from_end else t, said(i, t), 0)

    return page.band("merged", name="y", key=f"{page.prefix}y", rule=rule, notation=_NOTATION[mode])
