"""Several inputs one behind the other, as formulas."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def concatenate(page: TimePage, inputs: Sequence[Source], *, steps: bool = False) -> Block:
    """Write the features of all inputs below each other, or their steps side by side.

    Args:
        page: the page.
        inputs: the inputs.
        steps: whether it is the steps that stand one behind the other.
    """
    side = 1 if steps else 0
    places = [(x, k) for x in inputs for k in range(x.shape[side])]

    def rule(i: int, t: int) -> Expression:
        x, k = places[t if steps else i]
        return x[i, k] if steps else x[k, t]

    other = inputs[0].shape[1 - side]
    sizes = {"feature": other, "step": len(places)} if steps else {
        "feature": len(places), "step": other,
    }  # fmt: skip
    return page.band(
        "combined",
        name="y",
        key=f"{page.prefix}y",
        rule=rule,
        sizes=sizes,
        notation="one behind the other" if steps else "below each other",
    )
