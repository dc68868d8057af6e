"""The fully connected layer, as formulas."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import dot
from xlrnn.sheet.time_page import TimePage


def dense(page: TimePage, h: Block) -> Block:
    """Write y_t = W_hy · h_t for every time step."""
    W_hy = page.weights("W_hy")
    return page.band("logits", rule=lambda k, t: dot(W_hy[k, :], h[:, t]))


def dense_equation(page: TimePage) -> Block:
    """Write the same as one array formula for each time step."""
    return page.band("logits", name="logits_eq", equation="MMULT(W_hy, h_t)")
