"""Convolution over time, as formulas: the numbered equations of `nn.layers.conv1d`."""

from collections.abc import Sequence

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.sums import dot
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def conv1d(page: TimePage, x: Source, *, seen: Sequence[Sequence[int]], bias: bool) -> Block:
    """Write equations 1 and 2 for every window.

    1. window_t = [x_(ts), x_(ts + d), …]      below each other
    2. logits_t = W · window_t + b

    Args:
        page: the page, with a column for each window.
        x: the input, a column for each step.
        seen: the steps of each window, from 0; those outside the input hold zeros.
        bias: whether there is a b.
    """
    features, steps = x.shape

    def number(i: int, t: int) -> Operand:
        k, feature = divmod(i, features)
        step = seen[t][k]
        return x[feature, step] if 0 <= step < steps else 0

    window = page.band("window", rule=number)  # 1
    W = page.weights("W")
    b = page.weights("b") if bias else None

    def rule(k: int, t: int) -> Expression:
        product = dot(W[k, :], window[:, t])
        return product if b is None else product + b[k, 0]

    return page.band("logits", rule=rule, notation=_notation(bias))  # 2


def conv1d_equation(page: TimePage, window: str, *, bias: bool) -> Block:
    """Write equation 2 as one array formula for each window.

    Args:
        page: the page.
        window: what the windows are called.
        bias: as above.
    """
    p = page.prefix
    equation = f"MMULT({p}W, {window})" + (f" + {p}b" if bias else "")
    return page.band("logits", name="logits_eq", equation=equation, notation=_notation(bias))


def _notation(bias: bool) -> str:
    return "W · window_t + b" if bias else "W · window_t"
