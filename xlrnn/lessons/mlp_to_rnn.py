"""The article's section "What are Recurrent Neural Networks?", as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons import mlp_network, mlp_pages
from xlrnn.lessons.hello import HelloLesson, choices_up_to, short
from xlrnn.lessons.lesson import Option, texts
from xlrnn.lessons.plan import Arrays
from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import Diagram, DiagramRow, states
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.page import Page


@dataclass(frozen=True)
class MlpToRnn(HelloLesson):
    """An MLP with a hidden layer for each letter; with equal weights it is a recurrent network."""

    form: str = "textbook"

    name: ClassVar[str] = "mlp-to-rnn"
    title: ClassVar[str] = "From a multi-layer perceptron to a recurrent network"
    summary: ClassVar[str] = (
        "an MLP with a hidden layer for each letter, then the same weights in all layers: an RNN"
    )
    # A layer for each letter: more would be a page that nobody reads.
    most_letters: ClassVar[int] = 12
    most_units: ClassVar[int] = 6
    choices: ClassVar[tuple[Option, ...]] = tuple(
        Option("form", "textbook", option.help) if option.name == "form" else option
        for option in choices_up_to(most_letters, most_units)
    )

    def given(self) -> Arrays:
        """Return letters, the recurrent network's weights, and each layer's own."""
        common = dict(super().given())
        layers = len(self.letters)
        own = mlp_network.own_weights(common, self.recurrent, layers, small=self.small)
        return {**common, **own, "sharing": texts([mlp_pages.OWN])}

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the comparison, the two networks, and both as equations."""
        compared = mlp_pages.compare_page(self, book)
        # The MLP may take the weights of the recurrent network, so that one is declared first.
        recurrent = mlp_pages.rnn_page(self, book)
        layers = mlp_pages.mlp_page(self, book)
        book.pages.insert(book.pages.index(recurrent), book.pages.pop())
        return [compared, layers, recurrent], [mlp_pages.equations_page(self, book)]

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run both networks."""
        return mlp_network.calculate(inputs, self.recurrent)

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            f"The letters of {short(self.letters)} are fed to the hidden layers of an MLP, one "
            "each. Give all layers the same weights, and it is a recurrent network."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return both networks: the MLP above, the recurrent network below."""
        steps = len(self.letters)
        letters = first.shown(book["letter"], Role.LABEL)
        return Diagram(
            [
                states("MLP: hidden layers", "layer", steps),
                DiagramRow("weights of their own", lambda t: f"↑ W_xh_{t}"),
                DiagramRow("letter", letters),
                DiagramRow("the same weights", lambda _: "↓ W_xh"),
                states(f"RNN: one layer, × {self.recurrent}", "h", steps),
            ],
            steps,
            "Both networks: a layer for each letter above, one layer used again and again below",
        )

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return the article's argument and the block that each step leads to."""
        last = len(self.letters)
        return "The steps of the article", [
            ("1   An MLP: the input goes through one hidden layer after the other, and then to "
             "the output.", book["mlp_h_1"]),
            ("2   Can we supply the inputs to hidden layers? Yes: each reads its own letter.",
             book[f"mlp_x_{last}"]),
            ("3   Each hidden layer has weights and a bias of its own, so they behave "
             "independently.", book[f"own_W_xh_{last}"]),
            ("4   To combine them, give all layers the same weights and bias: choose “"
             f"{mlp_pages.SAME}” here.", book["sharing"]),
            ("5   Now both networks calculate the same: all differences are 0.", book["apart"]),
            ("6   So one layer is enough, used again at each letter: a recurrent network.",
             book["rnn_h_1"]),
            ("7   It needs as many weights for a long word as for a short one.",
             book["rnn_weights"]),
        ]  # fmt: skip

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            f"Page “compare”: choose “{mlp_pages.SAME}”. All differences become 0; turn between "
            "the pages “mlp” and “rnn”: the same numbers stand in the same cells.",
            "Page “compare”: let two letters be the same. With weights of their own the layers "
            "make different numbers of them (W_xh · x); with the same weights, equal ones.",
            "Page “rnn”: change a weight of the first layer: all layers follow. Then change one "
            "on the page “mlp”: only what comes after that layer does.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        weights, form = self.where_weights_are_from()
        own = (
            "In the MLP the first layer begins with the weights of the recurrent network, the "
            "others with random ones. The first has no layer before it: it gets h_0 = 0."
        )
        return weights, form, own
