"""The article's section on back-propagation through time, as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons.common.lesson import Option, texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello import nudge
from xlrnn.lessons.hello.forward import equations_page, forward_page, places_forward, unrolled
from xlrnn.lessons.hello.hello import HelloLesson, choices_up_to, short
from xlrnn.lessons.hello.network import HelloNetwork
from xlrnn.lessons.hello.training_pages import backward_equations
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import dense, one_hot, simple_rnn
from xlrnn.sheet.maths import losses
from xlrnn.sheet.page import Chart, Page
from xlrnn.sheet.pages.diagram import Diagram
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.step import Lead, Step, Try


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
            "Read it from right to left: each column hands on to the column to its left what it "
            "knows about the state before. On the right the steps are added up.",
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
        """Return what this is and what there is to see."""
        return (
            f"How wrong is the network about {short(self.word)}, and which weight is to blame? The "
            "way back through the letters finds, for each weight, how the loss would change. "
            "Change a weight: losses and gradients follow."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the network unrolled over time, with the losses on top and the way back."""
        return unrolled(self, first, book, backward=True)

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the article's summary of BPTT, from the prediction to the changed weight."""
        weights = ("W_hy", "W_xh", self.recurrent, "b_h")
        forward = ("a_x", "h_prev", "a_h", "h", "logits", "logits_max", "exps", "exps_sum")
        summed = tuple(book[f"d{name}"] for name in weights)
        each = tuple(book[f"d{name}_step"] for name in weights if f"d{name}_step" in book)
        return "The steps, forward and back", [
            Step("Forward: a column for each letter, the same weights in all of them, as in the "
                 "lesson hello-forward.", book["p"],
                 (*(book[name] for name in forward), book["predicted"])),
            Step("How wrong each prediction is: the cross-entropy L_t = −ln p_t[target]. The loss "
                 "of the word is the sum.", book["loss"],
                 tuple(book[name] for name in ("target", "y_true", "total_loss"))),
            Step("Now back, from the last letter to the first. At the output the error is "
                 "p − y_true.", book["dlogits"]),
            Step("W_hyᵀ carries the error to the state.", book["dh_out"]),
            Step("A state also answers for what comes later: from the future, through "
                 f"{self.recurrent}.", book["dh_next"], (book["dh"],)),
            Step("Through the slope of tanh, which is small where the state is near −1 or 1.",
                 book["da"]),
            Step("So each step has its own gradient for each weight.", book["dW_xh_step"], each),
            Step("The weights are the same at all steps, so their gradients are added up.",
                 summed[2], summed),
            Step("Is it right? Nudge a weight and watch the loss: the same gradient, without any "
                 "of this.", book["slope_step"], (book["slope"], book["analytic"])),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        last = self.vocabulary.index(self.word[-1])
        seen = "The last loss falls, and so does its error p − y_true"
        if self.seed is not None:
            seen = "See what that does to the last loss, and to its error p − y_true"
        epsilon, recurrent, score = book["epsilon"], book[self.recurrent], book["W_hy"][last, 0]
        return (
            Try("Page “nudge”: make ε 0.1. Finite difference and back-propagation differ. With "
                "0.0001 they agree, whichever weight you pick.", epsilon, ((epsilon, 0.1),)),
            Try(f"Page “forward”: put 0 into {self.recurrent}. On the page “backward” all of "
                "“from the future” becomes 0: no step answers for a later one.",
                recurrent, ((recurrent, 0.0),)),
            Try(f"Page “forward”: put 5 into W_hy, row “{self.word[-1]}”, unit 1. {seen}.",
                score, ((score, 5.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return a column of weights, a state, and the loss."""
        return *places_forward(self, book), Lead("The loss of each step", book["loss"])

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return (
            *self.where_weights_are_from(),
            "The loss is the sum over the word, as in the article; Keras and PyTorch take the "
            "mean over the steps unless told otherwise.",
        )
