"""The fully connected layer, as formulas; its activation stands in `activation`."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.expression import Expression, dot
from xlrnn.sheet.time_page import TimePage


def dense(page: TimePage, h: Source, *, bias: bool = False) -> Block:
    """Write y_t = W_hy · h_t + b_y for every time step.

    Args:
        page: the page.
        h: what the layer sees, a column for each step.
        bias: whether there is a b_y.
    """
    W_hy = page.weights("W_hy")
    b_y = page.weights("b_y") if bias else None

    def rule(k: int, t: int) -> Expression:
        product = dot(W_hy[k, :], h[:, t])
        return product if b_y is None else product + b_y[k, 0]

    return page.band("logits", rule=rule, notation=_notation(bias))


def dense_equation(page: TimePage, h: str = "h_t", *, bias: bool = False) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        h: what the columns of the input are called.
        bias: as above.
    """
    p = page.prefix
    equation = f"MMULT({p}W_hy, {h})" + (f" + {p}b_y" if bias else "")
    return page.band("logits", name="logits_eq", equation=equation, notation=_notation(bias))


def _notation(bias: bool) -> str:
    return "y_t = W_hy · h_t + b_y" if bias else ""
