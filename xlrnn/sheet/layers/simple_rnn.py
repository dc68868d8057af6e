"""The simple recurrent layer, as formulas: the same equations as in `nn.layers.simple_rnn`."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import sum_, sumproduct
from xlrnn.formula.sums import dot
from xlrnn.formula.writing.equation import at_step
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.by_step import outer_by_step, shared_by_step
from xlrnn.sheet.layers.masking import counted, otherwise
from xlrnn.sheet.layers.one_hot import is_one_hot
from xlrnn.sheet.maths import activations
from xlrnn.sheet.pages.time.page import TimePage, Weights

SHARED = ("one", "one")
SUM_OF_ALL = "Σ_t Σ da_t"
"""The gradient of a bias that all units share, as a textbook writes it."""


def simple_rnn(
    page: TimePage,
    x: Source,
    *,
    tied: bool,
    weights: Weights | None = None,
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
        weights: how a weight is declared; by default as a constant, left of what it produces.
        activation: the function of step 3, by its Keras name.
        bias: whether there is a b_h.
        counts: which steps count; at the others the state stands still.
    """
    f = activations.get(activation)
    declare = weights or page.weights
    W_xh = declare("W_xh")
    if not is_one_hot(x):
        page.notes["a_x"] = "the input times its weights, added up"
    a_x = page.band("a_x", rule=lambda i, t: dot(W_xh[i, :], x[:, t]))

    h_0 = declare("h_0")
    h_prev = page.band("h_prev", rule=lambda i, t: h[i, t - 1] if t else h_0[i, 0])

    W_hh = declare("w_hh", SHARED) if tied else declare("W_hh")
    b_h = (declare("b_h", SHARED) if tied else declare("b_h")) if bias else None

    def recurrent_part(i: int, t: int) -> Expression:
        product = W_hh * h_prev[i, t] if tied else dot(W_hh[i, :], h_prev[:, t])
        return product if b_h is None else product + b_h[0 if tied else i, 0]

    def state(i: int, t: int) -> Expression:
        new = f.cell(a_x[i, t] + a_h[i, t])
        return new if counts is None else counted(counts, t, new, h_prev[i, t])

    recurrent = W_hh.name if weights else W_hh.quantity
    a_h = page.band(
        "a_h", rule=recurrent_part, notation=f"{recurrent} · h_(t−1)" + (" + b_h" if bias else "")
    )
    h: Block = page.band(
        "h",
        rule=state,
        notation=state_equation(recurrent, activation, bias=bias) + otherwise("h", counts),
        footer=lambda t: f"h_{t + 1} ↗" if t + 1 < page.steps else "",
    )
    page.flow(h, h_prev)
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
        notation=state_equation("w_hh" if tied else "W_hh", activation, bias=bias),
    )


def simple_rnn_backward(
    page: TimePage, x: Block, h: Block, h_prev: Block, dh_out: Block, W_hh: Block, *, tied: bool
) -> None:
    """Undo the steps from the last to the first, and write the gradient of each weight.

    3. da_t = dh_t · (1 − h_t²), where dh_t = dh_out_t + dh_next_t
    2. dh_next_t = W_hhᵀ · da_(t+1), and nothing after the last step
    1. dW_xh = Σ da_t · x_tᵀ, dW_hh = Σ da_t · h_(t−1)ᵀ, db_h = Σ da_t

    Args:
        page: the page, with time running to the right, so this runs to the left.
        x: the inputs.
        h: the states.
        h_prev: the states before.
        dh_out: ∂L/∂h_t as far as it comes from the output.
        W_hh: the recurrent weight.
        tied: whether W_hh and b_h are 1×1, one number each for all units.
    """
    last = page.steps - 1

    def from_the_future(i: int, t: int) -> Operand:
        if t == last:
            return 0
        if tied:
            return W_hh * da[i, t + 1]
        return sumproduct(W_hh[:, i], da[:, t + 1])

    dh_next = page.band(
        "dh_next", rule=from_the_future, notation=f"{_future(W_hh.name)}; last step: 0"
    )
    dh = page.band("dh", rule=lambda i, t: dh_out[i, t] + dh_next[i, t])
    da: Block = page.band(
        "da",
        rule=lambda i, t: dh[i, t] * (1 - h[i, t] * h[i, t]),
        footer=lambda t: f"↖ da_{t + 1}" if t else "",
    )
    page.flow(da, dh_next, -1)
    outer_by_step(page, "dW_xh", da, x)
    if tied:
        shared_by_step(page, "dw_hh", lambda t: sumproduct(da[:, t], h_prev[:, t]))
        shared_by_step(page, "db_h", lambda t: sum_(da[:, t]), SUM_OF_ALL)
    else:
        page.after("db_h", rule=lambda i, _: sum_(da[i, :]))
        outer_by_step(page, "dW_hh", da, h_prev)


def simple_rnn_backward_equations(page: TimePage, *, tied: bool) -> None:
    """Write the same as array formulas: states step by step, each weight's gradient at once."""
    future = "w_hh*da_(t+1)" if tied else "MMULT(TRANSPOSE(W_hh), da_(t+1))"
    last = page.steps - 1
    page.band(
        "dh",
        name="dh_eq",
        equation=lambda t: at_step("dh_out_t" if t == last else f"dh_out_t + {future}", t + 1),
        notation=blame_equation("w_hh" if tied else "W_hh"),
    )
    biases = " + ".join(f"da_{t + 1}" for t in range(page.steps))
    page.after("dW_xh", name="dW_xh_eq", equation="MMULT(da_eq, TRANSPOSE(x_eq))")
    if tied:
        page.after("dw_hh", name="dw_hh_eq", equation="SUM(da_eq*h_prev)")
        page.after("db_h", SHARED, name="db_h_eq", equation="SUM(da_eq)", notation=SUM_OF_ALL)
    else:
        page.after("dW_hh", name="dW_hh_eq", equation="MMULT(da_eq, TRANSPOSE(h_prev))")
        page.after("db_h", name="db_h_eq", equation=lambda _: biases)
    page.band("da", name="da_eq", equation="dh_t*(1 - h_t*h_t)")


def blame_equation(recurrent: str) -> str:
    """Return the equation of ∂L/∂h_t as a textbook writes it."""
    return f"dh_t = dh_out_t + {_future(recurrent)}; last step: dh_out_t"


def _future(recurrent: str) -> str:
    return f"{recurrent} · da_(t+1)" if recurrent == "w_hh" else f"{recurrent}ᵀ · da_(t+1)"


def state_equation(recurrent: str, activation: str = "tanh", *, bias: bool = True) -> str:
    """Return the equation of the state as a textbook writes it.

    Args:
        recurrent: what the recurrent weight is called.
        activation: the function of step 3, by its Keras name.
        bias: whether there is a b_h.
    """
    f = activations.get(activation).symbol
    return f"h_t = {f}(W_xh · x_t + {recurrent} · h_(t−1)" + (" + b_h)" if bias else ")")
