"""The fully connected layer, as formulas: forward, and backward below it."""

from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import sumproduct
from xlrnn.formula.sums import dot
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.by_step import outer_by_step
from xlrnn.sheet.pages.time.page import TimePage, Weights

_OF_BOTH: Final = "y_t = W_hy · h_t + W_cy · context_t + b_y"


def dense(
    page: TimePage, h: Source, weights: Weights | None = None, *, bias: bool = False
) -> Block:
    """Write y_t = W_hy · h_t + b_y for every time step; an activation stands in `activation`.

    Args:
        page: the page.
        h: what the layer sees, a column for each step.
        weights: how a weight is declared; by default as a constant, left of what it produces.
        bias: whether there is a b_y.
    """
    declare = weights or page.weights
    W_hy = declare("W_hy")
    b_y = declare("b_y") if bias else None

    def rule(k: int, t: int) -> Expression:
        product = dot(W_hy[k, :], h[:, t])
        return product if b_y is None else product + b_y[k, 0]

    return page.band("logits", rule=rule, notation=_notation(bias))


def dense_of_both(page: TimePage, h: Source, context: Source) -> Block:
    """Write y_t = W_hy · h_t + W_cy · context_t + b_y: a layer that sees one below the other.

    Args:
        page: the page.
        h: the states, a column for each step.
        context: what was found, a column for each step.
    """
    W_hy, W_cy, b_y = (page.weights(name) for name in ("W_hy", "W_cy", "b_y"))
    return page.band(
        "logits",
        rule=lambda k, t: dot(W_hy[k, :], h[:, t]) + dot(W_cy[k, :], context[:, t]) + b_y[k, 0],
        notation=_OF_BOTH,
    )


def dense_of_both_equation(page: TimePage, h: str, context: str) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        h: what the columns of the states are called.
        context: the same of what was found.
    """
    p = page.prefix
    equation = f"MMULT({p}W_hy, {h}) + MMULT({p}W_cy, {context}) + {p}b_y"
    return page.band("logits", name="logits_eq", equation=equation, notation=_OF_BOTH)


def dense_backward(page: TimePage, h: Block, dlogits: Block, W_hy: Block) -> Block:
    """Undo it: write ∂L/∂W_hy of every step and in all, and return ∂L/∂h_t.

    1. dW_hy = Σ_t dlogits_t · h_tᵀ
    2. dh = W_hyᵀ · dlogits_t
    """
    outer_by_step(page, "dW_hy", dlogits, h)  # 1
    return page.band("dh_out", rule=lambda i, t: sumproduct(W_hy[:, i], dlogits[:, t]))  # 2


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


def dense_backward_equations(page: TimePage) -> Block:
    """Write ∂L/∂W_hy as one array formula, and ∂L/∂h_t as one for each step."""
    page.after("dW_hy", name="dW_hy_eq", equation="MMULT(dlogits_eq, TRANSPOSE(h_eq))")
    return page.band("dh_out", name="dh_out_eq", equation="MMULT(TRANSPOSE(W_hy), dlogits_t)")


def _notation(bias: bool) -> str:
    return "y_t = W_hy · h_t + b_y" if bias else ""
