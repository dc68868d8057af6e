"""How wrong a prediction is, as formulas: the same equations as in `nn.losses`."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import log, sum_, sumproduct
from xlrnn.sheet.pages.time.page import TimePage


def cross_entropy(page: TimePage, p: Block, y_true: Block) -> Block:
    """Write the loss of every step, and their sum.

    1. L_t = −ln Σ_k y_k p_k       only the right letter counts: its y is 1
    2. L = Σ_t L_t
    """
    summed = page.after("total_loss", rule=lambda _, __: sum_(loss[0, :]))
    loss: Block = page.band(
        "loss",
        rule=lambda _, t: -log(sumproduct(y_true[:, t], p[:, t])),
    )
    return summed


def cross_entropy_backward(page: TimePage, p: Block, y_true: Block) -> Block:
    """Write ∂L/∂logits = p − y: softmax and cross-entropy undone together."""
    return page.band("dlogits", rule=lambda k, t: p[k, t] - y_true[k, t])


def cross_entropy_equation(page: TimePage) -> Block:
    """Write the loss of every step over names."""
    return page.band("loss", name="loss_eq", equation="-LN(SUM(y_true_t*p_t))")


def cross_entropy_backward_equation(page: TimePage) -> Block:
    """Write ∂L/∂logits as one array formula for each step."""
    return page.band("dlogits", name="dlogits_eq", equation="p_t - y_true_t")
