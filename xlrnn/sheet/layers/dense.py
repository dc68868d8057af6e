"""The fully connected layer, as formulas: forward, and backward below it."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import dot, products
from xlrnn.sheet.layers.by_step import outer_by_step
from xlrnn.sheet.time_page import TimePage, Weights


def dense(page: TimePage, h: Block, weights: Weights | None = None) -> Block:
    """Write y_t = W_hy · h_t for every time step."""
    W_hy = (weights or page.weights)("W_hy")
    return page.band("logits", rule=lambda k, t: dot(W_hy[k, :], h[:, t]))


def dense_backward(page: TimePage, h: Block, dlogits: Block, W_hy: Block) -> Block:
    """Undo it: write ∂L/∂W_hy of every step and in all, and return ∂L/∂h_t.

    1. dW_hy = Σ_t dlogits_t · h_tᵀ
    2. dh = W_hyᵀ · dlogits_t
    """
    outer_by_step(page, "dW_hy", dlogits, h)  # 1
    return page.band("dh_out", rule=lambda i, t: products(W_hy[:, i], dlogits[:, t]))  # 2


def dense_equation(page: TimePage) -> Block:
    """Write the same as one array formula for each time step."""
    return page.band("logits", name="logits_eq", equation="MMULT(W_hy, h_t)")


def dense_backward_equations(page: TimePage) -> Block:
    """Write ∂L/∂W_hy as one array formula, and ∂L/∂h_t as one for each step."""
    page.weights("dW_hy", name="dW_hy_eq", equation="MMULT(dlogits_eq, TRANSPOSE(h_eq))")
    return page.band("dh_out", name="dh_out_eq", equation="MMULT(TRANSPOSE(W_hy), dlogits_t)")
