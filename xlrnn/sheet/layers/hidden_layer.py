"""A hidden layer of a multi-layer perceptron that also reads a letter, as formulas.

1. a_x = W_xh · x_t
2. a_h = W_hh · h_(t−1) + b_h
3. h_t = tanh(a_x + a_h)

These are the equations of `simple_rnn`; a recurrent network is such layers with equal weights.
"""

from collections.abc import Mapping

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import exp, max_, sum_, tanh
from xlrnn.formula.sums import dot
from xlrnn.sheet.pages.layers import LayersPage


def hidden_layer(
    page: LayersPage, number: int, x: Block, before: Block, weights: Mapping[str, Block]
) -> Block:
    """Write a layer behind its weights, which stand to the left, and return its states.

    Args:
        page: the page, on which a row has been begun.
        number: the number of the layer, from 1.
        x: all letters as one-hot columns.
        before: the state of the layer before, a column.
        weights: W_xh, the recurrent weight and b_h; each of the latter may be a single number.
    """
    W_xh, W_hh, b_h = weights["W_xh"], weights["W_hh"], weights["b_h"]
    step = number - 1
    recurrent = "W_hh" if W_hh.shape != (1, 1) or before.shape == (1, 1) else "w_hh"

    def remembered(i: int, _: int) -> Expression:
        if W_hh.shape == (1, 1):
            return W_hh[0, 0] * from_before[i, 0] + b_h[0, 0]
        return dot(W_hh[i, :], from_before[:, 0]) + b_h[i, 0]

    reads = page.beside(f"x_{number}", "reads", f"x_{number}", rule=lambda k, _: x[k, step])
    from_before = page.beside(
        f"h_{number - 1}", "from_before", f"before_{number}", rule=lambda i, _: before[i, 0]
    )
    a_x = page.beside(
        "W_xh · x", "layer_a_x", f"a_x_{number}", rule=lambda i, _: dot(W_xh[i, :], reads[:, 0])
    )
    a_h = page.beside(f"{recurrent} · h + b", "layer_a_h", f"a_h_{number}", rule=remembered)
    h = page.beside(
        f"h_{number} = tanh(Σ)",
        "layer_h",
        f"h_{number}",
        rule=lambda i, _: tanh(a_x[i, 0] + a_h[i, 0]),
    )
    for block in (reads, from_before, a_x, a_h, h):
        block.showing(step=step)
    return h


def output_layer(page: LayersPage, h: Block, W_hy: Block) -> Block:
    """Write the output behind the last layer: a score for each letter, and probabilities."""
    one = {"dims": ("letter", "one")}
    logits = page.beside(
        "y = W_hy · h", "logits", "y", rule=lambda k, _: dot(W_hy[k, :], h[:, 0]), **one
    )
    exps = page.beside(
        "e^(y − max y)", "exps", "e", rule=lambda k, _: exp(logits[k, 0] - max_(logits[:, 0])),
        **one,
    )  # fmt: skip
    return page.beside(
        "softmax(y)", "p", "p_last", rule=lambda k, _: exps[k, 0] / sum_(exps[:, 0]), **one
    )
