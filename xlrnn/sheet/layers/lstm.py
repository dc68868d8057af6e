"""The long short-term memory, as formulas: the same numbered equations as in `nn.layers.lstm`."""

from collections.abc import Mapping

from xlrnn.sheet import activations
from xlrnn.sheet.activations import Activation
from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.expression import Expression
from xlrnn.sheet.layers.gated import Gated, applied
from xlrnn.sheet.time_page import TimePage

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
    4. c_t = f · c_(t−1) + i · g              the memory
    5. h_t = o · tanh(c_t)                    the state

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

    def memory(k: int, t: int) -> Expression:
        return cell.held(t, f[k, t] * c_prev[k, t] + i[k, t] * g[k, t], c_prev[k, t])

    c = cell.band("cell", rule=memory)  # 4
    shown = cell.band(  # 5
        "tanh_cell", rule=lambda k, t: f_state.cell(c[k, t]), notation=applied(f_state, "c_t")
    )
    h = cell.state(
        lambda k, t: cell.held(t, o[k, t] * shown[k, t], h_prev[k, t]),
        notation=f"h_t = o_t · {applied(f_state, 'c_t')}",
    )
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
        a = f"MMULT({p}W_x{letter}, {x}_t) + MMULT({p}W_h{letter}, {p}h_(t-1))"
        a += f" + {p}b_{letter}" if bias else ""
        written = f"W_x{letter} · x_t + W_h{letter} · h_(t−1)" + (f" + b_{letter}" if bias else "")
        f = functions[letter]
        notation = f"{letter}_t = {applied(f, written)}"
        cell.equation(name, name, letter, f.array(a), notation)  # 1, 2, 3
    memory = cell.held_equation(f"{p}f_t*{p}c_(t-1) + {p}i_t*{p}g_t", f"{p}c_(t-1)")
    cell.equation("cell", "cell", "c", memory)  # 4
    cell.equation(
        "tanh_cell", "tanh_cell", "tanh_c", f_state.array(f"{p}c_t"), applied(f_state, "c_t")
    )
    notation = f"h_t = o_t · {applied(f_state, 'c_t')}"
    state = cell.held_equation(f"{p}o_t*{p}tanh_c_t", f"{p}h_(t-1)")
    return cell.equation("state", "h", "h", state, notation)  # 5


def _functions(f: Activation, gate: Activation) -> dict[str, Activation]:
    """Return the function of each part."""
    return {"i": gate, "f": gate, "g": f, "o": gate}
