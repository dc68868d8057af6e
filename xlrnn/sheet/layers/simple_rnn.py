"""The simple recurrent layer, as formulas: the same equations as in `nn.layers.simple_rnn`."""

from xlrnn.sheet import activations
from xlrnn.sheet.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.expression import Expression, dot
from xlrnn.sheet.layers.masking import counted
from xlrnn.sheet.time_page import TimePage

SHARED = ("one", "one")


def simple_rnn(
    page: TimePage,
    x: Source,
    *,
    tied: bool,
    activation: str = "tanh",
    bias: bool = True,
    counts: Source | None = None,
) -> Block:
    """Write steps 1 to 3 for every time step, and return the states.

    1. a_x = W_xh · x_t
    2. a_h = W_hh · h_(t−1) + b_h
    3. h_t = tanh(a_x + a_h)

    Args:
        page: the page, with time running to the right.
        x: the inputs, a column for each step.
        tied: whether W_hh and b_h are 1×1, one number each for all units.
        activation: the function of step 3, by its Keras name.
        bias: whether there is a b_h.
        counts: which steps count; at the others the state stands still.
    """
    f = activations.get(activation)
    W_xh = page.weights("W_xh")
    a_x = page.band("a_x", rule=lambda i, t: dot(W_xh[i, :], x[:, t]))

    h_0 = page.weights("h_0")
    h_prev = page.band("h_prev", rule=lambda i, t: h[i, t - 1] if t else h_0[i, 0])

    W_hh = page.weights("w_hh", SHARED) if tied else page.weights("W_hh")
    b_h = (page.weights("b_h", SHARED) if tied else page.weights("b_h")) if bias else None

    def recurrent_part(i: int, t: int) -> Expression:
        product = W_hh * h_prev[i, t] if tied else dot(W_hh[i, :], h_prev[:, t])
        return product if b_h is None else product + b_h[0 if tied else i, 0]

    def state(i: int, t: int) -> Expression:
        new = f.cell(a_x[i, t] + a_h[i, t])
        return new if counts is None else counted(counts, t, new, h_prev[i, t])

    recurrent = "w_hh" if tied else "W_hh"
    a_h = page.band(
        "a_h", rule=recurrent_part, notation=f"{recurrent} · h_(t−1)" + (" + b_h" if bias else "")
    )
    h: Block = page.band(
        "h",
        rule=state,
        notation=_state_equation(f, recurrent, bias=bias),
        footer=lambda t: f"h_{t + 1} ↗" if t + 1 < page.steps else "",
    )
    return h


def simple_rnn_equation(
    page: TimePage,
    x: str = "x",
    *,
    tied: bool,
    activation: str = "tanh",
    bias: bool = True,
    counts: str = "",
) -> Block:
    """Write the three steps as one array formula for each time step.

    Args:
        page: the page.
        x: what the columns of the inputs are called: `x` means x_1, x_2 and so on.
        tied: as above.
        activation: as above.
        bias: as above.
        counts: what the columns are called that say which steps count; empty if all do.
    """
    p, f = page.prefix, activations.get(activation)
    recurrent = f"{p}w_hh*{p}h_(t-1)" if tied else f"MMULT({p}W_hh, {p}h_(t-1))"
    a = f"MMULT({p}W_xh, {x}_t) + {recurrent}" + (f" + {p}b_h" if bias else "")
    new = f.array(a)
    return page.band(
        "h",
        name="h_eq",
        equation=f"IF({counts}_t = 1, {new}, {p}h_(t-1))" if counts else new,
        notation=_state_equation(f, "w_hh" if tied else "W_hh", bias=bias),
    )


def _state_equation(f: activations.Activation, recurrent: str, *, bias: bool) -> str:
    return f"h_t = {f.symbol}(W_xh · x_t + {recurrent} · h_(t−1)" + (" + b_h)" if bias else ")")
