"""The pages of the lesson on vanishing gradients: four networks, and what is left side by side."""

from collections.abc import Mapping
from typing import Any

from xlrnn.formula.block import Block
from xlrnn.formula.functions import sum_
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import gru, jacobians, lstm, simple_rnn
from xlrnn.sheet.layers.jacobians import Factor
from xlrnn.sheet.maths.clipping import ALIKE, clipped
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.pages.matrix import MatrixPage
from xlrnn.sheet.pages.time.page import TimePage

RECURRENT = {"rnn": ("h",), "lstm": ("i", "f", "g", "o"), "gru": ("z", "r", "g")}
"""The recurrent matrices of each network: W_hh, or one for each gate."""

WORDS = {
    "rnn": ("SimpleRNN", "with every factor the product shrinks"),
    "exploding": ("Exploding", "with larger recurrent weights the product grows"),
    "lstm": ("LSTM", "the cell state has a way back with no weight on it"),
    "gru": ("GRU", "what the update gate keeps passes without a weight"),
}
"""Each network: what it is called, and what there is to see."""

NOTHING = 1e-16
"""Where the axis of powers ends: beside a 1 less is lost in rounding, and an axis that follows the
simple network down to its 1E-44 squeezes all that remembers into one line."""

KEEPS = ("LSTM", "GRU")
"""The networks that have a way back without a weight: a chart of their own tells them apart."""


class StatesPage(TimePage):
    """A page of states and factors whose recurrent weights stand on the page “weights”."""

    def weights(
        self,
        quantity: str,
        dims: tuple[str, str] | None = None,
        name: str = "",
        role: Role | None = None,
        **options: Any,
    ) -> Block:
        """Return the scaled weight if there is one, or declare a block as every page does.

        What has a name of its own, such as NumPy's number for a weight, is another block.
        """
        known = f"{self.prefix}{quantity}"
        if not name and known in self.book:
            return self.book[known]
        return super().weights(quantity, dims, name, role, **options)


def states_of(network: str, units: int) -> tuple[str, ...]:
    """Return what each number of a network's state is called: h1, h2, and of the LSTM c1, c2."""
    parts = "hc" if network == "lstm" else "h"
    return tuple(f"{part}{k + 1}" for part in parts for k in range(units))


def weights_page(book: Book) -> MatrixPage:
    """Write the recurrent weights: each as it was drawn, and times the scale."""
    page = book.page(
        MatrixPage,
        "weights",
        "The recurrent weights",
        "Each row on the left adds up to 1: units are mixed, nothing gets larger or smaller. The "
        "scale decides: below 1 gradients shrink with every step; above 1 they can grow.",
    )
    page.about = "the recurrent weights and their scale, the number to play with"
    page.left_heading = "before scaling"
    scale: Block | None = None
    for network, letters in RECURRENT.items():
        for letter in letters:
            page.prefix = f"{network}_"
            base = page.weights("base", name=f"base_{letter}", key=f"{network}_base_{letter}")
            scale = scale or _scale(page)
            _scaled(page, scale, base, f"W_h{letter}", f"scale · base of the {WORDS[network][0]}")
    page.prefix = ""
    scale_up = page.weights("scale_up")
    page.prefix = "exploding_"
    _scaled(page, scale_up, book["rnn_base_h"], "W_hh", "larger scale · base of the SimpleRNN")
    page.prefix = ""
    page.band("starting", rule=lambda i, j: 1 if i == j else 0)
    return page


def _scale(page: MatrixPage) -> Block:
    """Declare the scale of all networks, under the first matrix."""
    prefix, page.prefix = page.prefix, ""
    page.next_row_of_weights()
    scale = page.weights("scale")
    page.prefix = prefix
    return scale


def _scaled(page: MatrixPage, scale: Block, base: Block, quantity: str, notation: str) -> None:
    page.band(
        quantity,
        rule=lambda i, j: scale * base[i, j],
        role=Role.CALCULATION,
        notation=notation,
    )


def network_page(book: Book, network: str) -> TimePage:
    """Write a network's states, the factor of each step, and the product of the factors."""
    called, seen = WORDS[network]
    last = book.sizes["step"]
    page = book.page(
        StatesPage,
        network,
        f"{called}: what step {last} feels of each step before",
        "The states, one factor a step, and the product of the factors, which is read from right "
        f"to left. {seen[0].upper()}{seen[1:]}.",
    )
    page.about = f"states, factors and their product; {seen}"
    page.prefix, page.small = f"{network}_", network == "exploding"
    states = states_of(network, book.sizes["unit"])
    factor = FACTORS[network](page, book, network)
    page.section("One factor a step")
    jacobian = jacobians.factors(
        page, factor, states, jacobians.WRITTEN[network.replace("exploding", "rnn")]
    )
    page.section("The product, from right to left")
    product = jacobians.product(page, jacobian, states)
    jacobians.size_of_product(page, product)
    if network == "lstm":
        path = jacobians.memory_path(page, book["lstm_forget"])
        jacobians.size_of_product(page, [path], "memory")
    page.prefix = ""
    return page


def _simple_rnn(page: TimePage, book: Book, network: str) -> Factor:
    """Write the SimpleRNN, on the page of which the input stands."""
    prefix, page.prefix = page.prefix, ""
    x = page.band("signal", labels=("x_t",))
    page.prefix = prefix
    h = simple_rnn.simple_rnn(page, x, tied=False)
    return jacobians.simple_rnn_factor(h, book[f"{network}_W_hh"])


def _exploding(page: TimePage, book: Book, network: str) -> Factor:
    """Write the same network with larger recurrent weights, which hears a quiet input.

    A loud one would saturate tanh, and its small slope would stop the explosion.
    """
    prefix, page.prefix = page.prefix, ""
    loudness = page.weights("loudness")
    signal = book["signal"]
    heard = page.band(
        "heard", rule=lambda _, t: loudness * signal[0, t], labels=("x_t",), vanishing=True
    )
    page.prefix = prefix

    def weights(quantity: str, dims: tuple[str, str] | None = None) -> Block:
        own = quantity == "W_hh"
        return page.weights(quantity, dims) if own else book[f"rnn_{quantity}"]

    h = simple_rnn.simple_rnn(page, heard, tied=False, weights=weights)
    return jacobians.simple_rnn_factor(h, book[f"{network}_W_hh"])


def _lstm(page: TimePage, book: Book, network: str) -> Factor:
    lstm.lstm(page, book["signal"])
    return jacobians.lstm_factor(page, _recurrent(book, network), book["lstm_c_prev"])


def _gru(page: TimePage, book: Book, network: str) -> Factor:
    gru.gru(page, book["signal"])
    return jacobians.gru_factor(page, _recurrent(book, network), book["gru_h_prev"])


FACTORS = {"rnn": _simple_rnn, "exploding": _exploding, "lstm": _lstm, "gru": _gru}


def _recurrent(book: Book, network: str) -> dict[str, Block]:
    return {letter: book[f"{network}_W_h{letter}"] for letter in RECURRENT[network]}


def compare_page(book: Book) -> TimePage:
    """Write the sizes of all products under each other, with the chart."""
    steps = book.sizes["step"]
    page = book.page(
        TimePage,
        "compare",
        "How much is left of a gradient",
        f"‖∂s_T/∂s_(t−1)‖ of each network on the same input, T = {steps}. The chart counts "
        "powers of ten: a straight line is the same factor at every step.",
    )
    page.about = "the four networks side by side, on a scale of powers of ten"
    page.charts_above = True
    back: Block = page.band(
        "steps_back", rule=lambda _, t: 1 if t == steps - 1 else back[0, t + 1] + 1
    )
    rows = [(f"{name}_felt_norm", called) for name, (called, _) in WORDS.items()]
    rows.insert(3, ("lstm_memory_norm", "LSTM, cell state alone"))
    shown = {called: _shown(page, book[name], called) for name, called in rows}
    _chart_what_is_felt(page, shown, back, steps)
    return page


def _chart_what_is_felt(
    page: TimePage, shown: Mapping[str, Block], back: Block, steps: int
) -> None:
    """Draw all products in powers of ten, then those that keep something without."""
    axes = ("steps back", "norm of the product")
    page.chart(
        Chart(
            f"What step {steps} feels of the steps before",
            tuple((block, (called,)) for called, block in shown.items()),
            categories=back,
            axes=axes,
            kind=ChartKind.LINES,
            logarithmic=True,
            bounds=(NOTHING, None),
        )
    )
    kept = {called: block for called, block in shown.items() if called.startswith(KEEPS)}
    page.chart(
        Chart(
            "What remembers, without powers",
            tuple((block, (called,)) for called, block in kept.items()),
            categories=back,
            axes=axes,
            kind=ChartKind.LINES,
            bounds=(0, None),
            first_look=min(number for number, called in enumerate(shown) if called in kept),
        )
    )


def _shown(page: TimePage, block: Block, called: str) -> Block:
    return page.band(
        block.quantity,
        name=f"shown_{block.name}",
        key=block.key,
        rule=lambda _, t: block[0, t],
        labels=(called,),
        notation=f"{block.notation.partition(' = ')[0]}, {called}",
        vanishing=True,
        slack=block.slack,
    )


def clip_page(book: Book) -> TimePage:
    """Write the gradient that explodes, and what clipping makes of it."""
    page = book.page(
        TimePage,
        "clip",
        "Clipping a gradient that explodes",
        "The gradient of the exploding network, cut number by number, and shortened as a whole. "
        "What has vanished in the SimpleRNN no clipping brings back.",
    )
    page.about = "clipping by value and by norm: what becomes of length and direction"
    page.charts_above = True
    page.left_heading = "threshold"
    sources = [
        book[jacobians.felt_by("exploding_", state, "h")]
        for state in states_of("exploding", book.sizes["unit"])
    ]
    g = page.band("arriving", rule=lambda k, t: sum_(*(s[k, t] for s in sources)), **ALIKE)
    clipped(page, g)
    lengths = {
        "length": "as it arrives",
        "length_by_value": "by value",
        "length_by_norm": "by norm",
    }
    page.chart(
        Chart(
            "Length of the gradient of the exploding network",
            tuple((book[name], (called,)) for name, called in lengths.items()),
            axes=("at step t", "length"),
            kind=ChartKind.LINES,
            logarithmic=True,
        )
    )
    directions = {"cosine_by_value": "by value", "cosine_by_norm": "by norm"}
    page.chart(
        Chart(
            "Cosine to the direction in which it arrived",
            tuple((book[name], (called,)) for name, called in directions.items()),
            axes=("at step t", "1: the same direction"),
            kind=ChartKind.LINES,
        )
    )
    return page
