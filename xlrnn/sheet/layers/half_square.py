"""Half the squared distance of the states from a target, as formulas: the plainest loss there is.

1. apart = h_t − y_true_t
2. L_t = m_t · ½ Σ apart²              m_t says whether step t counts
3. ∂L_t/∂h_t = m_t · apart             the gradient is the distance itself
"""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import sum_, sumsq
from xlrnn.sheet.layers.gated import Gated
from xlrnn.sheet.pages.time.page import TimePage


def half_square(page: TimePage, h: Block) -> Block:
    """Write the loss of every step of the states h, and return its gradient."""
    cell = Gated(page, {})
    goal, counts = cell.band("goal"), cell.band("counts")
    apart = cell.band("apart", rule=lambda k, t: h[k, t] - goal[k, t])  # 1
    cell.after("loss_sum", "total_loss", rule=lambda _, __: sum_(loss[0, :]))
    loss: Block = cell.band(  # 2
        "half_square",
        "loss",
        rule=lambda _, t: counts[0, t] * sumsq(apart[:, t]) / 2,
    )
    return cell.band(  # 3
        "dh_loss", "dh_out", rule=lambda k, t: counts[0, t] * apart[k, t]
    )


def half_square_equations(page: TimePage) -> None:
    """Write the same as array formulas."""
    cell, p = Gated(page, {}), page.prefix
    page.book.name_columns(page.book[f"{p}goal"], f"{p}goal")
    page.book.name_columns(page.book[f"{p}counts"], f"{p}counts")
    cell.equation("apart", "apart", "apart", f"{p}h_t - {p}goal_t")  # 1
    cell.equation("half_square", "loss", "loss", f"{p}counts_t*SUMSQ({p}apart_t)/2")  # 2
    cell.equation("dh_loss", "dh_out", "dh_out", f"{p}counts_t*{p}apart_t")  # 3
