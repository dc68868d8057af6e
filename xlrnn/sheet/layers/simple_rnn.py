"""The simple recurrent layer, as formulas: the same equations as in `nn.layers.simple_rnn`."""

from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import Expression, dot, tanh
from xlrnn.sheet.time_page import TimePage

SHARED = ("one", "one")


def simple_rnn(page: TimePage, x: Block, *, tied: bool) -> Block:
    """Write steps 1 to 3 for every time step, and return the states.

    1. a_x = W_xh · x_t
    2. a_h = W_hh · h_(t−1) + b_h
    3. h_t = tanh(a_x + a_h)

    Args:
        page: the page, with time running to the right.
        x: the inputs, a column for each step.
        tied: whether W_hh and b_h are 1×1, one number each for all units.
    """
    W_xh = page.weights("W_xh")
    a_x = page.band("a_x", rule=lambda i, t: dot(W_xh[i, :], x[:, t]))

    h_0 = page.weights("h_0")
    h_prev = page.band("h_prev", rule=lambda i, t: h[i, t - 1] if t else h_0[i, 0])

    W_hh = page.weights("w_hh", SHARED) if tied else page.weights("W_hh")
    b_h = page.weights("b_h", SHARED) if tied else page.weights("b_h")

    def recurrent_part(i: int, t: int) -> Expression:
        if tied:
            return W_hh * h_prev[i, t] + b_h
        return dot(W_hh[i, :], h_prev[:, t]) + b_h[i, 0]

    a_h = page.band("a_h", rule=recurrent_part, notation=f"{W_hh.name} · h_(t−1) + b_h")
    h: Block = page.band(
        "h",
        rule=lambda i, t: tanh(a_x[i, t] + a_h[i, t]),
        notation=_state_equation(W_hh.name),
        footer=lambda t: f"h_{t + 1} ↗" if t + 1 < page.steps else "",
    )
    return h


def simple_rnn_equation(page: TimePage, *, tied: bool) -> Block:
    """Write the three steps as one array formula for each time step."""
    recurrent = "w_hh*h_(t-1)" if tied else "MMULT(W_hh, h_(t-1))"
    return page.band(
        "h",
        name="h_eq",
        equation=f"TANH(MMULT(W_xh, x_t) + {recurrent} + b_h)",
        notation=_state_equation("w_hh" if tied else "W_hh"),
    )


def _state_equation(recurrent: str) -> str:
    return f"h_t = tanh(W_xh · x_t + {recurrent} · h_(t−1) + b_h)"
