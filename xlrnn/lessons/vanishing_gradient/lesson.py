"""The article's section "Vanishing and Exploding Gradient Problem", as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import Lesson, Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.vanishing_gradient import chain_rule, networks, pages
from xlrnn.lessons.vanishing_gradient.equations import equations_page
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try


@dataclass(frozen=True)
class VanishingGradient(Lesson):
    """What the last state of a SimpleRNN, an LSTM and a GRU feels of the states before.

    Args:
        steps: how long the sequence is.
        units: the number of hidden units.
        seed: of the sequence and the weights.
    """

    steps: int = 100
    units: int = 2
    seed: int = 1

    name: ClassVar[str] = "vanishing-gradient"
    title: ClassVar[str] = "Vanishing and exploding gradients"
    summary: ClassVar[str] = (
        "∂h_t/∂h_k over 100 steps for SimpleRNN, LSTM and GRU; exploding, clipping, the chain rule"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        Option("steps", "100", "length of the sequence, 3 to 200"),
        Option("units", "2", "hidden units, 1 to 3: every number of each factor is shown"),
        Option("seed", "1", "draw another sequence and other weights, as --seed does"),
    )

    def __post_init__(self) -> None:
        for name, value, least, most in (
            ("steps", self.steps, 3, 200),
            ("units", self.units, 1, 3),
        ):
            if not least <= value <= most:
                raise UsageError(f"{name} is {value}: expected {least} to {most}")
        if self.seed < 0:
            raise UsageError(f"seed is {self.seed}: expected a whole number from 0")

    @property
    def told(self) -> str:
        """What it shows, over as many steps as there are."""
        return self.summary.replace("100 steps", f"{self.steps} steps")

    @property
    def sizes(self) -> dict[str, int]:
        """How many units and steps there are; the input is one number."""
        return {"letter": 1, "unit": self.units, "step": self.steps}

    def given(self) -> Arrays:
        """Return the sequence, the weights, and the numbers of the chain rule."""
        return {
            **networks.given(self.units, self.steps, self.seed),
            **chain_rule.given(),
        }

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the weights, the four networks, their comparison, clipping, and the chain rule."""
        weights = pages.weights_page(book)
        networks = [pages.network_page(book, name) for name in pages.WORDS]
        compare = pages.compare_page(book)
        # What a reader changes and what becomes of it stand side by side.
        weights.charted = [replace(chart, beside=book["scale"]) for chart in compare.charted]
        steps = [
            *(weights, *networks, compare),
            pages.clip_page(book),
            chain_rule.page(book),
        ]
        return steps, [equations_page(book)]

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the layers forward, and backward from each number of each state."""
        return {
            **networks.calculate(inputs, self.units),
            **chain_rule.calculate(inputs),
        }

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            f"What does a network still know of the first step after {self.steps} steps? A simple "
            "network forgets, one with larger weights explodes, an LSTM and a GRU remember: the "
            "chart on the page “compare” shows all four. Change one scale, and the curves move."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:  # noqa: ARG002
        """Return the chain of states with its factors, and the way through the cell state above."""
        last = self.steps
        return Diagram(
            [
                states("LSTM: cell state, × f_t", "c", last, "⇄"),
                arrows("gates", "↕"),
                states("state, × J_t", "h", last, "⇄"),
                arrows("× W_x"),
                DiagramRow("input", lambda t: f"x_{t}"),
            ],
            last,
            "Forward to the right; the gradient comes back from the right, a factor a step",
        )

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the argument of the article."""

        def products(network: str) -> tuple[Block, ...]:
            return tuple(block for block in book.blocks if block.name.startswith(f"{network}_")
                         and block.quantity == "felt")  # fmt: skip

        return "What to look at", [
            Step("Each state depends on the one before: J_t = ∂h_t/∂h_(t−1), a matrix of slopes "
                 "times weights.", book["rnn_jacobian"]),
            Step("The chain rule multiplies them, from right to left: ∂h_T/∂h_(t−1).",
                 book["rnn_h1_by_h"], products("rnn")),
            Step(f"In the SimpleRNN what is left after {self.steps} steps has vanished.",
                 book["rnn_felt_norm"]),
            Step("With larger recurrent weights the same product explodes.",
                 book["exploding_felt_norm"], products("exploding")),
            Step("The LSTM hands on (h, c). Its cell state c has a way back with no weight on "
                 "it: only forget gates.", book["lstm_memory_path"]),
            Step("So most of what the whole state feels comes along that way: compare the two.",
                 book["shown_lstm_memory_norm"], (book["shown_lstm_felt_norm"],)),
            Step("What the update gate of a GRU keeps passes in the same manner.",
                 book["gru_felt_norm"], products("gru")),
            Step("What explodes is clipped: by value (another direction) or by norm (the same).",
                 book["by_value"], (book["by_norm"],)),
            Step("The article's chain goes through y_2. No state reads an output: that factor is "
                 "0. This is what holds.", book["short_term"]),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        scale, bias, loudness = (book[name] for name in ("scale", "lstm_b_f", "loudness"))
        return (
            Try("Page “weights”: make the scale 0.9. On the page “compare” the SimpleRNN forgets "
                "later. Make the larger scale 0.9, too: nothing explodes.",
                scale, ((scale, 0.9),)),
            Try("Page “lstm”: put 0 into all of b_f. The forget gates are half open, and the LSTM "
                "forgets like the SimpleRNN.", bias, ((bias, 0.0),)),
            Try("Page “exploding”: make the loudness 1. tanh saturates, its slope is small, and "
                "what exploded vanishes.", loudness, ((loudness, 1.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the curves, what gates do to the cell state, and what makes gradients explode."""
        return (
            Lead("The curves of all networks, on the page “compare”", book["steps_back"]),
            Lead("What the forget gates leave of the cell state", book["lstm_memory_path"]),
            Lead("The scale that makes gradients explode", book["scale_up"]),
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return (
            f"Sequence and weights are random numbers, drawn with seed {self.seed}. Each row of "
            "a recurrent matrix adds up to 1, so that the scale alone decides.",
            "The LSTM keeps much (bias of the forget gates 4) and writes little (input gates −3), "
            "the GRU keeps much (update gates 3), as networks with a long memory do; Keras begins "
            "with 1, 0 and 0.",
            "The exploding network hears the same input, but quietly, so that tanh is nearly "
            "straight: where it bends, its slope is below 1 and works against an explosion.",
            "On the chain: R. Pascanu, T. Mikolov, Y. Bengio: On the difficulty of training "
            "recurrent neural networks (2013); S. Hochreiter, J. Schmidhuber: Long short-term "
            "memory (1997).",
        )
