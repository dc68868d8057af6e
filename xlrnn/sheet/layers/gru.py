"""The gated recurrent unit, both forms, as formulas: the same equations as in `nn.layers.gru`."""

from collections.abc import Mapping

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.sums import added
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.gated import Cell, Gated, applied
from xlrnn.sheet.layers.gated_backward import SIGMOID, TANH, GatedBackward
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.pages.time.page import TimePage

GATES = (("update", "z"), ("reset", "r"), ("candidate", "g"))
"""The three parts, by their names in a trace and by their letters."""

HANDED = {True: "W_hgᵀ · dq_t", False: "dv_t · r_t"}
WRITTEN = {
    True: {"dW_hg": "Σ_t dq_t · h_(t−1)ᵀ", "db_hg": "Σ_t dq_t"},
    False: {"dW_hg": "Σ_t da_g · v_tᵀ"},
}
"""The gradients of what the reset gate comes after, and before."""
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
    g = cell.opened("gru_candidate", "candidate", "g", f, a)  # 4

    def mixed(k: int, t: int) -> Expression:
        return cell.held(t, z[k, t] * h_prev[k, t] + (1 - z[k, t]) * g[k, t], h_prev[k, t])

    h = cell.state(mixed, MIX)  # 5
    page.flow(h, h_prev)
    return h


def _summed_after(cell: Gated, x: Source, h_prev: Block, r: Block, *, bias: bool) -> Block:
    """Write what goes into the candidate where the reset gate comes after the product."""
    products = [("W_hg", h_prev, "h_(t−1)")]
    recalled = cell.summed("recalled", "recalled", "q_t", products, ["b_hg"] if bias else [])
    return cell.summed(
        "a_gru_candidate",
        "a_candidate",
        "a_g",
        [("W_xg", x, "x_t")],
        ["b_g"] if bias else [],
        ("r_t · q_t", lambda k, t: r[k, t] * recalled[k, t]),
    )


def _summed_before(cell: Gated, x: Source, h_prev: Block, r: Block, *, bias: bool) -> Block:
    """Write the same where it comes before."""
    looked_at = cell.band("looked_at", rule=lambda k, t: r[k, t] * h_prev[k, t])
    products = [("W_xg", x, "x_t"), ("W_hg", looked_at, "v_t")]
    return cell.summed("a_gru_candidate", "a_candidate", "a_g", products, ["b_g"] if bias else [])


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
        cell.gate_equation(name, letter, gate, x, _biases(letter, bias, reset_after))
    b, b_h = (f" + {p}b_g", f" + {p}b_hg") if bias else ("", "")
    recalled = f"MMULT({p}W_hg, {p}r_t*{p}h_(t-1))"
    if reset_after:
        recalled = f"{p}r_t*(MMULT({p}W_hg, {p}h_(t-1)){b_h})"
    a = f"MMULT({p}W_xg, {x}_t){b} + {recalled}"
    cell.equation(
        "gru_candidate", "candidate", "g", f.array(a), _written(f, reset_after, bias)
    )  # 4
    mix = f"{p}z_t*{p}h_(t-1) + (1 - {p}z_t)*{p}g_t"
    return cell.equation("state", "h", "h", cell.held_equation(mix, f"{p}h_(t-1)"), MIX)  # 5


def _biases(letter: str, bias: bool, reset_after: bool) -> list[str]:
    """Return the names of a gate's biases: none, one, or one for each product."""
    if not bias:
        return []
    return [f"b_{letter}", f"b_h{letter}"] if reset_after else [f"b_{letter}"]


def _written(f: ActivationFormula, reset_after: bool, bias: bool) -> str:
    """Return equation 4 as a textbook writes it."""
    b, b_h = (" + b_g", " + b_hg") if bias else ("", "")
    after, before = f"r_t · (W_hg · h_(t−1){b_h})", "W_hg · (r_t · h_(t−1))"
    return f"g_t = {applied(f, f'W_xg · x_t{b} + {after if reset_after else before}')}"


# The way back. It undoes the equations from the last to the first.


def gru_backward(
    page: TimePage,
    dh_out: Block,
    *,
    reset_after: bool = True,
    sizes: Mapping[str, int] | None = None,
) -> None:
    """Undo equations 5 to 1 for every time step, the last step first.

    5. dz = dh · (h_(t−1) − g), dg = dh · (1 − z)      h_(t−1) gets dh · z: no weight in its way
    4. da_g = dg · (1 − g²), and of what the reset gate works on, q:
       dq = da_g · r, dr = da_g · q                                   `reset_after=True`
       dv = W_hgᵀ · da_g, dr = dv · h_(t−1), h_(t−1) gets dv · r      `reset_after=False`
    3. da_r = dr · r · (1 − r)
    2. da_z = dz · z · (1 − z)
    1. dW_x = Σ_t da · x_tᵀ, dW_h = Σ_t da · h_(t−1)ᵀ, db = Σ_t da      h_(t−1) gets W_hᵀ · da

    Args:
        page: the page; the forward pass stands on another of the same book.
        dh_out: ∂L/∂h_t of each step, as far as it comes from the loss.
        reset_after: whether the reset gate comes after the multiplication.
        sizes: how many features, units and steps there are, where that is not as in the book.
    """
    cell = GatedBackward(page, sizes or {})
    z, g, h_prev = cell.seen("update", "candidate", "h_prev")
    dh = cell.state_gradient(dh_out, lambda k, t: dh_back[k, t])
    kept = cell.band("dh_kept", rule=lambda k, t: dh[k, t] * z[k, t])  # 5
    cell.kept("kept_state", z)
    d_g = cell.band("d_gru_candidate", "d_candidate", rule=lambda k, t: dh[k, t] * (1 - z[k, t]))
    undo = _undo_after if reset_after else _undo_before
    da_g, d_r, to_h = undo(cell, d_g)  # 4
    da_r = cell.closed_gate("reset", "r", d_r, SIGMOID, _biases("r", True, reset_after))
    d_z = cell.band("d_update", rule=lambda k, t: dh[k, t] * (h_prev[k, t] - g[k, t]))  # 5
    da_z = cell.closed_gate("update", "z", d_z, SIGMOID, _biases("z", True, reset_after))
    through = cell.handed_back(("W_hz", da_z), ("W_hr", da_r))  # 1
    notation = f"dh_t · z_t + W_hzᵀ · da_z + W_hrᵀ · da_r + {HANDED[reset_after]}"
    dh_back = cell.band(
        "dh_back",
        rule=lambda k, t: added(kept[k, t], through(k, t), to_h(k, t)),
        notation=notation,
    )
    page.flow(dh_back, cell.seen("dh_next")[0], -1)
    cell.band(
        "dx",
        rule=cell.handed_back(("W_xz", da_z), ("W_xr", da_r), ("W_xg", da_g)),
        notation="W_xzᵀ · da_z + W_xrᵀ · da_r + W_xgᵀ · da_g",
    )


def _undo_after(cell: GatedBackward, d_g: Block) -> tuple[Block, Block, Cell]:
    """Undo equation 4, `reset_after=True`: return da_g, dr and the cells of what h_(t−1) gets."""
    r, g, q, x, h_prev = cell.seen("reset", "candidate", "recalled", "x", "h_prev")
    da_g = cell.closed("da_gru_candidate", "da_candidate", {"dW_xg": x, "db_g": None}, d_g, TANH, g)
    dq = cell.summed_over_time(
        "d_recalled",
        "d_recalled",
        {"dW_hg": h_prev, "db_hg": None},
        lambda k, t: da_g[k, t] * r[k, t],
        WRITTEN[True],
    )
    d_r = cell.band("d_reset", rule=lambda k, t: da_g[k, t] * q[k, t])
    return da_g, d_r, cell.handed_back(("W_hg", dq))


def _undo_before(cell: GatedBackward, d_g: Block) -> tuple[Block, Block, Cell]:
    """Undo equation 4, `reset_after=False`, in the same way."""
    r, g, q, x, h_prev = cell.seen("reset", "candidate", "looked_at", "x", "h_prev")
    weights = {"dW_xg": x, "dW_hg": q, "db_g": None}
    da_g = cell.closed("da_gru_candidate", "da_candidate", weights, d_g, TANH, g, WRITTEN[False])
    dv = cell.band("d_looked_at", rule=cell.handed_back(("W_hg", da_g)))
    d_r = cell.band(
        "d_reset", rule=lambda k, t: dv[k, t] * h_prev[k, t], notation="dr_t = dv_t · h_(t−1)"
    )
    back = cell.band("dh_looked_at", rule=lambda k, t: dv[k, t] * r[k, t])
    return da_g, d_r, lambda k, t: back[k, t]


def gru_backward_equations(
    page: TimePage, *, reset_after: bool = True, sizes: Mapping[str, int] | None = None
) -> None:
    """Write the same as array formulas, the gradients of weights as one matrix product each.

    Args:
        page: the page.
        reset_after: as above.
        sizes: as above.
    """
    cell, p = GatedBackward(page, sizes or {}), page.prefix
    cell.equation("dh_state", "dh", "dh", f"{p}dh_out_t + {p}dh_back_(t+1)")
    cell.equation("d_gru_candidate", "d_candidate", "dg", f"{p}dh_t*(1 - {p}z_t)")  # 5
    da_g = f"{p}dg_t*{TANH.array_slope(f'{p}g_t')}"
    equations = _after_equations if reset_after else _before_equations
    to_h = equations(cell, p, da_g)  # 4
    for name, letter in (("reset", "r"), ("update", "z")):
        if letter == "z":
            cell.equation("d_update", "d_update", "dz", f"{p}dh_t*({p}h_(t-1) - {p}g_t)")  # 5
        biases = _biases(letter, True, reset_after)
        cell.closed_gate_equation(name, letter, SIGMOID, biases)  # 3, 2, 1
    back = f"{p}dh_t*{p}z_t + {cell.handed_back_equation('W_h', 'zr')} + {to_h}"
    notation = f"dh_t · z_t + W_hzᵀ · da_z + W_hrᵀ · da_r + {HANDED[reset_after]}"
    cell.equation("dh_back", "dh_back", "dh_back", back, notation)
    dx = cell.handed_back_equation("W_x", "zrg")
    cell.equation("dx", "dx", "dx", dx, "W_xzᵀ · da_z + W_xrᵀ · da_r + W_xgᵀ · da_g")


def _after_equations(cell: GatedBackward, p: str, da_g: str) -> str:
    """Write equation 4 undone, `reset_after=True`; return what h_(t−1) gets."""
    cell.gradient_equations({"dW_xg": f"{p}x", "db_g": ""}, f"{p}da_candidate_eq", f"{p}da_g")
    cell.equation("da_gru_candidate", "da_candidate", "da_g", da_g)
    weights = {"dW_hg": f"{p}h_prev", "db_hg": ""}
    cell.gradient_equations(weights, f"{p}d_recalled_eq", f"{p}dq", WRITTEN[True])
    cell.equation("d_recalled", "d_recalled", "dq", f"{p}da_g_t*{p}r_t")
    recalled = f"(MMULT({p}W_hg, {p}h_(t-1)) + {p}b_hg)"
    cell.equation("d_reset", "d_reset", "dr", f"{p}da_g_t*{recalled}")
    return f"MMULT(TRANSPOSE({p}W_hg), {p}dq_t)"


def _before_equations(cell: GatedBackward, p: str, da_g: str) -> str:
    """Write equation 4 undone, `reset_after=False`; return what h_(t−1) gets."""
    weights = {"dW_xg": f"{p}x", "dW_hg": f"{p}looked_at", "db_g": ""}
    cell.gradient_equations(weights, f"{p}da_candidate_eq", f"{p}da_g", WRITTEN[False])
    cell.equation("da_gru_candidate", "da_candidate", "da_g", da_g)
    cell.equation("d_looked_at", "d_looked_at", "dv", f"MMULT(TRANSPOSE({p}W_hg), {p}da_g_t)")
    cell.equation("d_reset", "d_reset", "dr", f"{p}dv_t*{p}h_(t-1)", "dr_t = dv_t · h_(t−1)")
    return f"{p}dv_t*{p}r_t"
