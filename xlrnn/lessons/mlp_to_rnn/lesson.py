"""The article's section "What are Recurrent Neural Networks?", as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons.common.lesson import Option, texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello.hello import HelloLesson, choices_up_to
from xlrnn.lessons.mlp_to_rnn import network, pages
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try


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
        own = network.own_weights(common, self.recurrent, layers, small=self.small)
        return {**common, **own, "sharing": texts([pages.OWN])}

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the comparison, the two networks, and both as equations."""
        compared = pages.compare_page(self, book)
        # The MLP may take the weights of the recurrent network, so that one is declared first.
        recurrent = pages.rnn_page(self, book)
        layers = pages.mlp_page(self, book)
        book.pages.insert(book.pages.index(recurrent), book.pages.pop())
        return [compared, layers, recurrent], [pages.equations_page(self, book)]

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run both networks."""
        return network.calculate(inputs, self.recurrent)

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            "Two networks read the same letters: one with a layer for each letter, one with a "
            "single layer that is used again and again. Give all layers the same weights, and both "
            "calculate the same: that is a recurrent network."
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

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the article's argument."""
        last = len(self.letters)
        return "The steps of the article", [
            Step("An MLP: the input goes through one hidden layer after the other, and then to "
                 "the output.", book["mlp_h_1"]),
            Step("Can a hidden layer have an input of its own? Yes: each reads its own letter.",
                 book[f"mlp_x_{last}"]),
            Step("Each hidden layer has weights and a bias of its own, so they behave "
                 "independently.", book[f"own_W_xh_{last}"]),
            Step("To combine them, give all layers the same weights and bias: choose “"
                 f"{pages.SAME}” here.", book["sharing"]),
            Step("Now both networks calculate the same: all differences are 0.", book["apart"],
                 (book["mlp_h"], book["rnn_h"])),
            Step("So one layer is enough, used again at each letter: a recurrent network.",
                 book["rnn_h_1"]),
            Step("It needs as many weights for a long word as for a short one.",
                 book["rnn_weights"], (book["mlp_weights"],)),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        sharing, letter, weights = (book[name] for name in ("sharing", "letter", "W_xh"))
        second = letter[:, min(1, len(self.letters) - 1)]
        return (
            Try(f"Page “compare”: choose “{pages.SAME}”. All differences become 0, and the "
                "pages “mlp” and “rnn” show the same numbers in the same cells.",
                sharing, ((sharing, pages.SAME),)),
            Try("Page “compare”: make the second letter the same as the first. With weights of "
                "their own, two layers make different numbers of it (W_xh · x); with the same "
                "weights, equal ones.", letter, ((second, self.letters[0]),)),
            Try("Page “rnn”: change a weight of the first layer: all layers follow. Then change "
                "one on the page “mlp”: only that layer and those after it do.",
                weights, ((weights[0, 0], 1.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return where both networks have what a reader looks for."""
        letters = self.letters
        second, third = letters[:2][-1], min(2, len(letters) - 1)
        column = self.vocabulary.index(second)
        return (
            Lead(f"The column of W_xh for “{second}”, which all layers of the RNN have",
                 book["W_xh"][:, column]),
            Lead(f"The state of the RNN after “{letters[third]}”, letter {third + 1} of the word",
                 book["rnn_h"][:, third]),
            Lead("How far apart both networks are", book["apart"]),
        )  # fmt: skip

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        weights, form = self.where_weights_are_from()
        own = (
            "In the MLP the first layer begins with the weights of the recurrent network, the "
            "others with random ones. The first has no layer before it: it gets h_0 = 0."
        )
        return weights, form, own
