"""The article's section on back-propagation through time, as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons import nudge
from xlrnn.lessons.hello import HelloLesson, choices_up_to, short
from xlrnn.lessons.hello_forward import equations_page, forward_page, unrolled
from xlrnn.lessons.hello_network import HelloNetwork
from xlrnn.lessons.lesson import Option, texts
from xlrnn.lessons.plan import Arrays
from xlrnn.lessons.training_pages import backward_equations
from xlrnn.names import Role
from xlrnn.sheet import losses
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import Diagram
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.layers import dense, one_hot, simple_rnn
from xlrnn.sheet.page import Chart, Page
from xlrnn.sheet.time_page import TimePage


@dataclass(frozen=True)
class HelloBptt(HelloLesson):
    """The loss of the word, and how each weight would have to change to make it smaller."""

    name: ClassVar[str] = "hello-bptt"
    title: ClassVar[str] = "Back-propagation through time"
    summary: ClassVar[str] = (
        "cross-entropy over the word and its gradient, step by step backwards; finite differences"
    )
    # A row for each weight: more would be a page that nobody reads.
    most_letters: ClassVar[int] = 40
    most_units: ClassVar[int] = 12
    choices: ClassVar[tuple[Option, ...]] = choices_up_to(most_letters, most_units)

    def given(self) -> Arrays:
        """Return letters and weights, the last letter as the last target, and what is nudged."""
        return {
            **super().given(),
            "last_letter": texts([self.word[-1]]),
            **nudge.given(self.recurrent),
        }

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the way forward, the way back, the check by nudging, and the equations."""
        forward = forward_page(self, book, "Forward: what the network expects, and how wrong it is")
        target = one_hot.next_letter(forward, book["letter"])
        y_true = one_hot.one_hot_target(forward, target, book["vocabulary"])
        losses.cross_entropy(forward, book["p"], y_true)
        backward = self._backward_page(book)
        nudged = nudge.page(self, book)
        equations = equations_page(self, book)
        equations.right_heading = "of all steps at once"
        backward_equations(equations, book, tied=self.tied)
        return [forward, backward, nudged], [equations]

    def _backward_page(self, book: Book) -> TimePage:
        page = book.page(
            TimePage,
            "backward",
            "Backward: who is to blame for the loss",
            "Read it from the last step to the first: each column hands on to the column to its "
            "left what it knows about the state before. On the left the steps are added up.",
        )
        page.about = "every gradient, step by step, from right to left"
        page.vocabulary = book["vocabulary"]
        page.letters_in_header("letter_back", lambda _, t: book["letter"][0, t], Role.LABEL)
        dlogits = losses.cross_entropy_backward(page, book["p"], book["y_true"])
        dh_out = dense.dense_backward(page, book["h"], dlogits, book["W_hy"])
        simple_rnn.simple_rnn_backward(
            page,
            book["x"],
            book["h"],
            book["h_prev"],
            dh_out,
            book[self.recurrent],
            tied=self.tied,
        )
        units = tuple(f"unit {i + 1}" for i in range(self.units))
        page.chart(Chart("∂L/∂h, the blame of each state", ((book["dh"], units),), from_zero=False))
        return page

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the network forward and backward, and twice more with one weight nudged."""
        network = HelloNetwork(inputs, tied=self.tied)
        calculated = {**network.forward(), **network.judge(), **network.backward()}
        labels = {
            f"label_d{name}_step": texts(labels) for name, labels in self._weights_in_words(inputs)
        }
        return {**calculated, **labels, **nudge.calculate(self, inputs, calculated)}

    def _weights_in_words(self, inputs: Arrays) -> Iterator[tuple[str, list[str]]]:
        """Yield what the row of each weight is called: where it comes from → where it leads."""
        letters = [str(letter) for letter in inputs["vocabulary"][:, 0]]
        units = [f"unit {i + 1}" for i in range(self.units)]
        pairs = {"W_hy": (letters, units), "W_xh": (units, letters), "W_hh": (units, units)}
        for name, (to, source) in pairs.items():
            yield name, [f"{one} → {other}" for other in to for one in source]

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            f"How wrong the network is about {short(self.word)}, and how each weight would have "
            "to change: every gradient is a formula."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the network unrolled over time, with the losses on top and the way back."""
        return unrolled(self, first, book, backward=True)

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return the article's summary of BPTT and the block that each step leads to."""
        weight = f"d{self.recurrent}"
        return "The steps of the article", [
            ("1   The cross-entropy compares what was expected with the letter that came: "
             "L_t = −ln p_t[target].", book["loss"]),
            ("2   The network is unrolled: a column for each letter, the same weights in all of "
             "them. The loss of the word is the sum.", book["total_loss"]),
            ("3   Backwards: at the output the error is p − y_true, and W_hyᵀ carries it to the "
             "state.",
             book["dlogits"]),
            ("     A state also answers for what comes later: from the future, through "
             f"{self.recurrent}, and through the slope of tanh.", book["dh_next"]),
            ("     So each step has its own gradient for each weight.", book["dW_xh_step"]),
            ("4   The weights are the same at all steps, so their gradients are added up.",
             book[weight]),
            ("5   A weight is changed against its gradient: the lesson hello-training does it.",
             book["dW_hy"]),
            ("✓   Nudge a weight and watch the loss: the same gradient, without any of this.",
             book["slope"]),
        ]  # fmt: skip

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            "Page “nudge”: pick another weight. Finite difference and back-propagation agree to "
            "about eight digits. Make ε 0.1, and they no longer do; make it 1E-12, and rounding "
            "takes over.",
            f"Page “forward”: set {self.recurrent} to 0. “From the future” becomes 0 everywhere: "
            "no step answers for a later one.",
            "Page “forward”: put 5 for the weight from unit 1 to the right letter in W_hy: the "
            "loss of that step falls, and so does its error p − y_true.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return (
            *self.where_weights_are_from(),
            "The loss is the sum over the word, as in the article; Keras and PyTorch take the "
            "mean over the steps unless told otherwise.",
        )
