"""The gated recurrent unit, both forms, as formulas: the same equations as in `nn.layers.gru`."""

from collections.abc import Mapping

from xlrnn.sheet import activations
from xlrnn.sheet.activations import Activation
from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.expression import Expression
from xlrnn.sheet.layers.gated import Gated, applied
from xlrnn.sheet.time_page import TimePage

GATES = (("update", "z"), ("reset", "r"), ("candidate", "g"))
"""The three parts, by their names in a trace and by their letters."""

MIX = "h_t = z_t · h_(t−1) + (1 − z_t) · g_t"


def gru(
    page: TimePage,
    x: Source,
    *,
    reset_after: bool = True,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    bias: bool = True,
    sizes: Mapping[str, int] | None = None,
    counts: Source | None = None,
) -> Block:
    """Write equations 1 to 5 for every time step, and return the states.

    1. W_x · x_t + b                                  of all three parts
    2. z = σ(… + W_hz · h_(t−1) + b_hz)               the update gate
    3. r = σ(… + W_hr · h_(t−1) + b_hr)               the reset gate
    4. g = tanh(… + r · (W_hg · h_(t−1) + b_hg))      the candidate, `reset_after=True`
       g = tanh(… + W_hg · (r · h_(t−1)))             the candidate, `reset_after=False`
    5. h_t = z · h_(t−1) + (1 − z) · g                the state

    Args:
        page: the page, with time running to the right.
        x: the inputs, a column for each step.
        reset_after: whether the reset gate comes after the multiplication; then there is a
            second bias, b_h.
        activation: the function of equation 4, by its Keras name.
        recurrent_activation: σ of 2 and 3.
        bias: whether there are biases.
        sizes: how many units and steps there are, where that is not as in the book.
        counts: which steps count; at the others the state stands still.
    """
    cell = Gated(page, {"feature": x.shape[0], **(sizes or {})}, counts)
    f, gate = activations.get(activation), activations.get(recurrent_activation)
    h_prev = cell.before("state_before", "h_prev", "h_0", lambda k, t: h[k, t])

    z = cell.gate("update", "z", gate, x, h_prev, _biases("z", bias, reset_after))  # 1, 2
    r = cell.gate("reset", "r", gate, x, h_prev, _biases("r", bias, reset_after))  # 1, 3
    summed = _summed_after if reset_after else _summed_before
    a = summed(cell, x, h_prev, r, bias=bias)
    g = cell.opened("proposal", "candidate", "g", f, a)  # 4

    def mixed(k: int, t: int) -> Expression:
        return cell.held(t, z[k, t] * h_prev[k, t] + (1 - z[k, t]) * g[k, t], h_prev[k, t])

    h = cell.state(mixed, MIX)  # 5
    return h


def _summed_after(cell: Gated, x: Source, h_prev: Block, r: Block, *, bias: bool) -> Block:
    """Write what goes into the candidate where the reset gate comes after the product."""
    products = [("W_hg", h_prev, "h_(t−1)")]
    recalled = cell.summed("recalled", "recalled", "q_t", products, ["b_hg"] if bias else [])
    return cell.summed(
        "a_proposal",
        "a_candidate",
        "a_g",
        [("W_xg", x, "x_t")],
        ["b_g"] if bias else [],
        ("r_t · q_t", lambda k, t: r[k, t] * recalled[k, t]),
    )


def _summed_before(cell: Gated, x: Source, h_prev: Block, r: Block, *, bias: bool) -> Block:
    """Write the same where it comes before."""
    looked_at = cell.band("looked_at", rule=lambda k, t: r[k, t] * h_prev[k, t])
    products = [("W_xg", x, "x_t"), ("W_hg", looked_at, "q_t")]
    return cell.summed("a_proposal", "a_candidate", "a_g", products, ["b_g"] if bias else [])


def gru_equations(
    page: TimePage,
    x: str = "x",
    *,
    reset_after: bool = True,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    bias: bool = True,
    sizes: Mapping[str, int] | None = None,
    counts: str = "",
) -> Block:
    """Write the same as array formulas, one for each equation and time step.

    Args:
        page: the page.
        x: what the columns of the inputs are called: `x` means x_1, x_2 and so on.
        reset_after: as above.
        activation: as above.
        recurrent_activation: as above.
        bias: as above.
        sizes: as above.
        counts: what the columns are called that say which steps count; empty if all do.
    """
    cell, p = Gated(page, sizes or {}, counts_name=counts), page.prefix
    f, gate = activations.get(activation), activations.get(recurrent_activation)
    for name, letter in GATES[:2]:  # 2, 3
        biases = _biases(letter, bias, reset_after)
        a = f"MMULT({p}W_x{letter}, {x}_t) + MMULT({p}W_h{letter}, {p}h_(t-1))"
        a += "".join(f" + {p}{name}" for name in biases)
        written = " + ".join((f"W_x{letter} · x_t", f"W_h{letter} · h_(t−1)", *biases))
        cell.equation(name, name, letter, gate.array(a), f"{letter}_t = {applied(gate, written)}")
    b, b_h = (f" + {p}b_g", f" + {p}b_hg") if bias else ("", "")
    recalled = f"MMULT({p}W_hg, {p}r_t*{p}h_(t-1))"
    if reset_after:
        recalled = f"{p}r_t*(MMULT({p}W_hg, {p}h_(t-1)){b_h})"
    a = f"MMULT({p}W_xg, {x}_t){b} + {recalled}"
    cell.equation("proposal", "candidate", "g", f.array(a), _written(f, reset_after, bias))  # 4
    mix = f"{p}z_t*{p}h_(t-1) + (1 - {p}z_t)*{p}g_t"
    return cell.equation("state", "h", "h", cell.held_equation(mix, f"{p}h_(t-1)"), MIX)  # 5


def _biases(letter: str, bias: bool, reset_after: bool) -> list[str]:
    """Return the names of a gate's biases: none, one, or one for each product."""
    if not bias:
        return []
    return [f"b_{letter}", f"b_h{letter}"] if reset_after else [f"b_{letter}"]


def _written(f: Activation, reset_after: bool, bias: bool) -> str:
    """Return equation 4 as a textbook writes it."""
    b, b_h = (" + b_g", " + b_hg") if bias else ("", "")
    after, before = f"r_t · (W_hg · h_(t−1){b_h})", "W_hg · (r_t · h_(t−1))"
    return f"g_t = {applied(f, f'W_xg · x_t{b} + {after if reset_after else before}')}"
