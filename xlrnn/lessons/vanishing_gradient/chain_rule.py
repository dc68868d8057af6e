"""The article's chain rule on three steps and one unit, beside the one that holds.

The article: ∂E/∂W = ∂E/∂y_3 · ∂y_3/∂h_3 · ∂h_3/∂y_2 · ∂y_2/∂h_1. But h_3 is made of h_2, not of
y_2, so its third factor is no derivative of this recurrence: it is 0, and with it the product.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import sum_, tanh
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.vanishing_gradient import sensitivity
from xlrnn.nn.layers import Dense, SimpleRNN
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import dense, simple_rnn
from xlrnn.sheet.maths.fits import say_whether_they_fit
from xlrnn.sheet.pages.time.page import TimePage

Array = NDArray[Any]

STEPS = 3
NUDGE = 1e-4
# A difference of two errors near 0.1, divided by 2ε: their last bit, 1e-17, becomes 1e-13; what
# is left of the third derivative is 1e-9 at most, and NumPy's has the same.
SLACK = 1000


class ShortPage(TimePage):
    """A page of three steps and one unit."""

    own_sizes: ClassVar[Mapping[str, int]] = {"step": STEPS, "unit": 1, "letter": 1, "row": 1}

    @property
    def steps(self) -> int:
        """How many time steps the page shows."""
        return STEPS

    def add(self, quantity: str, **options: Any) -> Block:
        """Declare a block of the page's own sizes."""
        sizes = {**self.own_sizes, **(options.pop("sizes", None) or {})}
        return super().add(quantity, sizes=sizes, **options)


def given() -> dict[str, Array]:
    """Return inputs and weights: round numbers, so that a reader can follow with a calculator."""
    numbers = {"W_xh": 0.5, "w_hh": 0.8, "b_h": 0.1, "W_hy": 1.5, "h_0": 0.2, "wanted": 1.0}
    single = {f"short_{name}": np.array([[number]]) for name, number in numbers.items()}
    return {
        **single,
        "short_signal": np.array([[1.0, -0.5, 0.25]]),
        "short_epsilon": np.array([[NUDGE]]),
    }


def page(book: Book) -> TimePage:
    """Write three steps, the chain that holds, the check by nudging, and the article's chain."""
    page = book.page(
        ShortPage,
        "chain rule",
        "The chain rule, the article's and the one that holds",
        "Three steps of one unit. The way back leads from state to state; no state reads an "
        "output.",
    )
    page.about = "the article's chain of derivatives set beside the right one, with numbers"
    page.row_names = {"letter": ("y_t",)}
    page.notes["logits"] = "what the network says: one number a step"
    page.prefix = "short_"
    wanted = page.weights("wanted")
    x = page.band("signal", labels=("x_t",))
    h = simple_rnn.simple_rnn(page, x, tied=True)
    y = dense.dense(page, h)
    _right_chain(page, book, h, y, wanted)
    _nudged(page, book, x, wanted)
    _articles_chain(page, book, y)
    page.prefix = ""
    return page


def _right_chain(page: ShortPage, book: Book, h: Block, y: Block, wanted: Block) -> None:
    """Write every factor, a chain for each step at which the weight is used, and their sum."""
    w_hh, h_prev, last = book["short_w_hh"], book["short_h_prev"], STEPS - 1
    page.section("The chain that holds: from state to state, and once for each step")
    dE_dy = page.weights("dE_dy", rule=lambda _, __: y[0, last] - wanted)
    dy_dh = page.weights("dy_dh", rule=lambda _, __: book["short_W_hy"][0, 0])
    jacobian = page.band(
        "jacobian",
        labels=("∂h_t / ∂h_(t−1)",),
        rule=lambda _, t: (1 - h[0, t] * h[0, t]) * w_hh,
        notation="∂h_t/∂h_(t−1) = (1 − h_t²) · w_hh",
    )

    def reached(_: int, t: int) -> Operand:
        return 1 if t == last else reach[0, t + 1] * jacobian[0, t + 1]

    page.weights("error", rule=lambda _, __: (y[0, last] - wanted) * (y[0, last] - wanted) / 2)
    reach: Block = page.band("reach", rule=reached)
    direct = page.band("direct", rule=lambda _, t: (1 - h[0, t] * h[0, t]) * h_prev[0, t])
    page.weights("right_gradient", rule=lambda _, __: sum_(term[0, :]))
    page.weights("nudged_slope", rule=lambda _, __: _slope(book), slack=SLACK)
    term: Block = page.band("term", rule=lambda _, t: dE_dy * dy_dh * reach[0, t] * direct[0, t])


def _slope(book: Book) -> Expression:
    up, down = book["short_up_error_nudged"], book["short_down_error_nudged"]
    return (up - down) / (2 * book["short_epsilon"])


def _nudged(page: ShortPage, book: Book, x: Block, wanted: Block) -> None:
    """Write the states once more with w_hh a little larger, and a little smaller."""
    page.section("Is it right? Nudge w_hh and see how E changes")
    epsilon = page.weights("epsilon")
    say_whether_they_fit(page, epsilon)
    for name, sign in (("up", 1), ("down", -1)):
        w = book["short_w_hh"] + epsilon * sign
        _pass(page, book, x, wanted, w, f"{name}_")


def _pass(page: ShortPage, book: Book, x: Block, wanted: Block, w: Expression, name: str) -> None:
    W_xh, b_h, W_hy, h_0 = (book[f"short_{weight}"] for weight in ("W_xh", "b_h", "W_hy", "h_0"))
    sign = "+" if name == "up_" else "−"
    before = page.prefix
    page.prefix = f"{before}{name}"

    def state(_: int, t: int) -> Expression:
        h_prev = h[0, t - 1] if t else h_0[0, 0]
        return tanh(W_xh * x[0, t] + (w * h_prev + b_h))

    def error(_: int, __: int) -> Expression:
        apart = W_hy * h[0, STEPS - 1] - wanted
        return apart * apart / 2

    page.weights("error_nudged", rule=error)
    h: Block = page.band(
        "h_nudged", rule=state, notation=f"h_t = tanh(W_xh · x_t + (w_hh {sign} ε) · h_(t−1) + b_h)"
    )
    page.prefix = before


def _articles_chain(page: ShortPage, book: Book, y: Block) -> None:
    """Write what happens to the next state if an output is nudged, and the article's product."""
    W_xh, b_h, w_hh, W_hy, epsilon, x, h, jacobian = (
        book[f"short_{name}"]
        for name in ("W_xh", "b_h", "w_hh", "W_hy", "epsilon", "signal", "h", "jacobian")
    )
    page.section("The article's chain: through the output y_2")
    but_the_last = {"step": STEPS - 1}
    page.band("y_nudged", rule=lambda _, t: y[0, t] + epsilon, sizes=but_the_last)
    then = page.band(
        "h_then",
        rule=lambda _, t: tanh(W_xh * x[0, t + 1] + (w_hh * h[0, t] + b_h)),
        sizes=but_the_last,
    )
    outer = book["short_dE_dy"] * book["short_dy_dh"]
    page.weights("article_gradient", rule=lambda _, __: outer * dh_dy[0, 1] * W_hy * jacobian[0, 1])
    page.weights("right_chain", rule=lambda _, __: outer * jacobian[0, 2] * jacobian[0, 1])
    dh_dy: Block = page.band(
        "dh_dy",
        rule=lambda _, t: (then[0, t] - h[0, t + 1]) / epsilon,
        sizes=but_the_last,
        slack=SLACK,
    )


def calculate(inputs: Arrays) -> dict[str, Array]:
    """Calculate the page in NumPy, each factor by a backward pass of its own."""
    known = {name.removeprefix("short_"): array for name, array in inputs.items()}
    rnn, output = _layers(known, 0.0)
    x = known["signal"].T
    states = sensitivity.run(rnn, x, [known["h_0"].T])
    found = {name: rnn.trace().sample(0)[name].T for name in ("a_x", "h_prev", "a_h", "h")}
    y = output(rnn.trace().sample(0)["h"])
    jacobian = sensitivity.factors(rnn, x, states)
    direct = rnn.gradient_trace()["dW_hh"][:, 0, 0]
    reach = np.ones((STEPS, 1, 1))
    reach[:-1] = sensitivity.products(rnn, x, states)[1:]
    dE_dy = y[-1:] - known["wanted"]
    dy_dh = known["W_hy"]
    term = _terms(known, dE_dy)
    passes = _passes(known)
    epsilon = known["epsilon"]
    found |= {
        "logits": y.T,
        "error": dE_dy * dE_dy / 2,
        "dE_dy": dE_dy,
        "dy_dh": dy_dh,
        "jacobian": jacobian[:, 0].T,
        "reach": reach[:, 0].T,
        "direct": direct.T,
        "term": term,
        "right_gradient": term.sum(keepdims=True),
        **passes,
        "nudged_slope": (passes["up_error_nudged"] - passes["down_error_nudged"]) / (2 * epsilon),
        **_through_the_output(rnn, known, states, y),
    }
    found["right_chain"] = dE_dy * dy_dh * jacobian[2] * jacobian[1]
    found["article_gradient"] = dE_dy * dy_dh * found["dh_dy"][0, 1] * dy_dh * jacobian[1]
    return {f"short_{name}": array for name, array in found.items()}


def _layers(known: Mapping[str, Array], nudge: float) -> tuple[SimpleRNN, Dense]:
    exact: dict[str, Any] = {"dtype": "float64"}
    weights = [known["W_xh"], known["w_hh"] + nudge, known["b_h"][:, 0]]
    rnn = SimpleRNN(1, tied=True, weights=weights, **exact)
    return rnn, Dense(1, use_bias=False, weights=[known["W_hy"]], **exact)


def _terms(known: Mapping[str, Array], dE_dy: Array) -> Array:
    """Return what each step adds to ∂E/∂w_hh in one backward pass through all of them."""
    rnn, output = _layers(known, 0.0)
    output.needs_input_gradient = True
    output(rnn(known["signal"].T[None], initial_state=[known["h_0"].T]))
    dh = output.backward(dE_dy)
    assert isinstance(dh, np.ndarray)
    rnn.backward(dh)
    terms: Array = rnn.gradient_trace().sample(0)["dW_hh"][:, 0].T
    return terms


def _passes(known: Mapping[str, Array]) -> dict[str, Array]:
    """Return states and error with w_hh a little larger, and a little smaller."""
    found: dict[str, Array] = {}
    for name, sign in (("up", 1), ("down", -1)):
        rnn, output = _layers(known, sign * float(known["epsilon"][0, 0]))
        states = sensitivity.run(rnn, known["signal"].T, [known["h_0"].T])
        apart = output(states[-1:]) - known["wanted"]
        found |= {f"{name}_h_nudged": states[1:].T, f"{name}_error_nudged": apart * apart / 2}
    return found


def _through_the_output(
    rnn: SimpleRNN, known: Mapping[str, Array], states: Array, y: Array
) -> dict[str, Array]:
    """Return what the next states become if the outputs before are nudged: nothing else."""
    following = known["signal"].T[1:, None]
    then = rnn(following, initial_state=[states[1:-1]])
    return {
        "y_nudged": (y[:-1] + known["epsilon"]).T,
        "h_then": then.T,
        "dh_dy": ((then - states[2:]) / known["epsilon"]).T,
    }
