"""The long short-term memory, as formulas: the same numbered equations as in `nn.layers.lstm`."""

from collections.abc import Mapping

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.gated import Gated, applied
from xlrnn.sheet.layers.gated_backward import SIGMOID, TANH, GatedBackward
from xlrnn.sheet.layers.masking import otherwise
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.pages.time.page import TimePage

GATES = (("input", "i"), ("forget", "f"), ("candidate", "g"), ("output", "o"))
"""The four parts, by their names in a trace and by their letters."""


def lstm(
    page: TimePage,
    x: Source,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "sigmoid",
    bias: bool = True,
    sizes: Mapping[str, int] | None = None,
    counts: Source | None = None,
) -> Block:
    """Write equations 1 to 5 for every time step, and return the states.

    1. a = W_x · x_t + W_h · h_(t−1) + b      of all four parts: a_i, a_f, a_g, a_o
    2. i, f, o = σ(a_i), σ(a_f), σ(a_o)       the gates
    3. g = tanh(a_g)                          the candidate
    4. c_t = f · c_(t−1) + i · g              the cell state
    5. h_t = o · tanh(c_t)                    the hidden state

    Args:
        page: the page, with time running to the right.
        x: the inputs, a column for each step.
        activation: the function of 3 and 5, by its Keras name.
        recurrent_activation: σ of equation 2.
        bias: whether there is b.
        sizes: how many units and steps there are, where that is not as in the book.
        counts: which steps count; at the others the state stands still.
    """
    cell = Gated(page, {"feature": x.shape[0], **(sizes or {})}, counts)
    f_state = activations.get(activation)
    functions = _functions(f_state, activations.get(recurrent_activation))
    h_prev = cell.before("state_before", "h_prev", "h_0", lambda k, t: h[k, t])
    c_prev = cell.before("c_prev", "c_prev", "c_0", lambda k, t: c[k, t])

    i, f, g, o = (  # 1, 2, 3
        cell.gate(name, letter, functions[letter], x, h_prev, [f"b_{letter}"] if bias else [])
        for name, letter in GATES
    )

    def cell_state(k: int, t: int) -> Expression:
        return cell.held(t, f[k, t] * c_prev[k, t] + i[k, t] * g[k, t], c_prev[k, t])

    written = "c_t = f_t · c_(t−1) + i_t · g_t" + otherwise("c", counts)
    c = cell.band("cell", rule=cell_state, notation=written)  # 4
    shown = cell.band(  # 5
        "tanh_cell", rule=lambda k, t: f_state.cell(c[k, t]), notation=applied(f_state, "c_t")
    )
    h = cell.state(
        lambda k, t: cell.held(t, o[k, t] * shown[k, t], h_prev[k, t]),
        notation=f"h_t = o_t · {applied(f_state, 'c_t')}",
    )
    page.flow(h, h_prev)
    page.flow(c, c_prev)
    return h


def lstm_equations(
    page: TimePage,
    x: str = "x",
    *,
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
        activation: as above.
        recurrent_activation: as above.
        bias: as above.
        sizes: as above.
        counts: what the columns are called that say which steps count; empty if all do.
    """
    cell, p = Gated(page, sizes or {}, counts_name=counts), page.prefix
    f_state = activations.get(activation)
    functions = _functions(f_state, activations.get(recurrent_activation))
    for name, letter in GATES:
        biases = [f"b_{letter}"] if bias else []
        cell.gate_equation(name, letter, functions[letter], x, biases)  # 1, 2, 3
    cell_state = cell.held_equation(f"{p}f_t*{p}c_(t-1) + {p}i_t*{p}g_t", f"{p}c_(t-1)")
    cell.equation("cell", "cell", "c", cell_state)  # 4
    cell.equation(
        "tanh_cell", "tanh_cell", "tanh_c", f_state.array(f"{p}c_t"), applied(f_state, "c_t")
    )
    notation = f"h_t = o_t · {applied(f_state, 'c_t')}"
    state = cell.held_equation(f"{p}o_t*{p}tanh_c_t", f"{p}h_(t-1)")
    return cell.equation("state", "h", "h", state, notation)  # 5


def _functions(f: ActivationFormula, gate: ActivationFormula) -> dict[str, ActivationFormula]:
    """Return the function of each part."""
    return {"i": gate, "f": gate, "g": f, "o": gate}


# The way back. It undoes the equations from the last to the first.


def lstm_backward(page: TimePage, dh_out: Block, *, sizes: Mapping[str, int] | None = None) -> None:
    """Undo equations 5 to 1 for every time step, the last step first.

    5. do = dh · tanh(c_t)                  dc = dh · o · (1 − tanh(c_t)²) + what comes along c
    4. di = dc · g, df = dc · c_(t−1), dg = dc · i      c_(t−1) gets dc · f: no weight in its way
    3. da_g = dg · (1 − g²)
    2. da = d · y · (1 − y)                 of each gate y
    1. dW_x = Σ_t da · x_tᵀ, dW_h = Σ_t da · h_(t−1)ᵀ, db = Σ_t da      h_(t−1) gets W_hᵀ · da

    Args:
        page: the page; the forward pass stands on another of the same book.
        dh_out: ∂L/∂h_t of each step, as far as it comes from the loss.
        sizes: how many features, units and steps there are, where that is not as in the book.
    """
    cell = GatedBackward(page, sizes or {})
    y = dict(zip("ifgo", cell.seen(*(name for name, _ in GATES)), strict=True))
    c_prev, shown = cell.seen("c_prev", "tanh_cell")
    dh = cell.state_gradient(dh_out, lambda k, t: dh_back[k, t])
    dc_out = cell.band(  # 5
        "dc_out", rule=lambda k, t: dh[k, t] * y["o"][k, t] * TANH.slope(shown[k, t])
    )
    dc_next = cell.later("dc_next", "dc_next", "dc_last", lambda k, t: dc_back[k, t])
    dc = cell.band("dc", rule=lambda k, t: dc_out[k, t] + dc_next[k, t])
    dc_back = cell.band("dc_back", rule=lambda k, t: dc[k, t] * y["f"][k, t])  # 4
    cell.kept("kept", y["f"])
    factors = {"i": (dc, y["g"]), "f": (dc, c_prev), "g": (dc, y["i"]), "o": (dh, shown)}
    da = {letter: _gate_backward(cell, name, letter, *factors[letter]) for name, letter in GATES}
    dh_back = cell.band(  # 1
        "dh_back", rule=cell.handed_back(*((f"W_h{letter}", da[letter]) for letter in "ifgo"))
    )
    page.flow(dc_back, dc_next, -1)
    page.flow(dh_back, cell.seen("dh_next")[0], -1)
    cell.band("dx", rule=cell.handed_back(*((f"W_x{letter}", da[letter]) for letter in "ifgo")))


def _gate_backward(cell: GatedBackward, name: str, letter: str, left: Block, right: Block) -> Block:
    """Write ∂L/∂ of a gate, a product, and of its sum, with the gradients of its weights."""
    d = cell.band(f"d_{name}", rule=lambda k, t: left[k, t] * right[k, t])  # 5, 4
    f = TANH if letter == "g" else SIGMOID
    return cell.closed_gate(name, letter, d, f, [f"b_{letter}"])  # 3, 2, 1


def lstm_backward_equations(page: TimePage, *, sizes: Mapping[str, int] | None = None) -> None:
    """Write the same as array formulas, the gradients of weights as one matrix product each.

    Args:
        page: the page.
        sizes: as above.
    """
    cell, p = GatedBackward(page, sizes or {}), page.prefix
    slope = TANH.array_slope(f"{p}tanh_c_t")
    cell.equation("dh_state", "dh", "dh", f"{p}dh_out_t + {p}dh_back_(t+1)")
    cell.equation("dc", "dc", "dc", f"{p}dh_t*{p}o_t*{slope} + {p}dc_back_(t+1)")  # 5
    cell.equation("dc_back", "dc_back", "dc_back", f"{p}dc_t*{p}f_t")  # 4
    factors = {"i": ("dc_t", "g_t"), "f": ("dc_t", "c_(t-1)"), "g": ("dc_t", "i_t")}
    factors["o"] = ("dh_t", "tanh_c_t")
    for name, letter in GATES:
        left, right = factors[letter]
        cell.equation(f"d_{name}", f"d_{name}", f"d{letter}", f"{p}{left}*{p}{right}")  # 5, 4
        f = TANH if letter == "g" else SIGMOID
        cell.closed_gate_equation(name, letter, f, [f"b_{letter}"])  # 3, 2, 1
    for symbol, matrix in (("dh_back", "W_h"), ("dx", "W_x")):  # 1
        cell.equation(symbol, symbol, symbol, cell.handed_back_equation(matrix, "ifgo"))
