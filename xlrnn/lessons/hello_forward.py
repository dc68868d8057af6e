"""The article's section "Forward Propagation in a Recurrent Neuron in Excel", as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons.hello import HelloLesson, choices_up_to, short
from xlrnn.lessons.hello_network import HelloNetwork
from xlrnn.lessons.lesson import Option
from xlrnn.lessons.plan import Arrays
from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import Diagram, DiagramRow, arrows, states
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.layers import dense, simple_rnn
from xlrnn.sheet.layers import one_hot as one_hot_layer
from xlrnn.sheet.layers import softmax as softmax_layer
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.time_page import TimePage


@dataclass(frozen=True)
class HelloForward(HelloLesson):
    """A recurrent network reads a word letter by letter and guesses what comes next."""

    name: ClassVar[str] = "hello-forward"
    title: ClassVar[str] = "Forward propagation in a recurrent neuron"
    summary: ClassVar[str] = (
        "the article's Excel section: one-hot letters, W_xh, w_hh, bias, tanh, output, softmax"
    )
    choices: ClassVar[tuple[Option, ...]] = choices_up_to(100, 64)

    # The formulas.

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the steps of the article, and the same as equations."""
        steps = forward_page(self, book, self.title)
        return [steps], [equations_page(self, book)]

    # The same in NumPy.

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the network."""
        return HelloNetwork(inputs, tied=self.tied).forward()

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            f"A recurrent network reads {short(self.letters)} letter by letter and says what it "
            "expects next: every number is a formula."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the network unrolled over time."""
        return unrolled(self, first, book)

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return steps 1 to 7 and the block that each leads to."""
        first, then = self.letters[0], self.letters[1:2]
        following = f"the next letter, “{then}”" if then else "the next letter"
        shared = "one number each for all units" if self.tied else "a matrix, and a bias a unit"
        return "The steps of the article", [
            (
                f"1   The letter “{first}” as a one-hot column picks its column of W_xh: "
                "W_xh · x_t.",
                book["a_x"],
            ),
            (
                f"2   What the network remembers: {self.recurrent} · h_(t−1) + b_h, {shared}. "
                "At first there is nothing: h_0 = 0.",
                book["a_h"],
            ),
            (
                "3   The sum of both goes through tanh: the new state h_t, between −1 and 1.",
                book["h"],
            ),
            (
                f"4   Now {following}: the state moves one column on and becomes h_(t−1).",
                book["h_prev"],
            ),
            (
                "5   Steps 1 to 3 again with the same weights: the state now holds both letters.",
                book["h"],
            ),
            (
                "6   The state times W_hy is a score for each letter: y_t = W_hy · h_t.",
                book["logits"],
            ),
            (
                "7   Softmax makes probabilities of the scores; the largest is the prediction.",
                book["p"],
            ),
        ]

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        zero = "w_hh to 0" if self.tied else "all of W_hh to 0"
        return (
            "Change the first letter on the page “forward”: the first column changes most, later "
            "ones less and less.",
            f"Set {zero}: the network forgets, and the same letter gives the same state wherever "
            "it stands.",
            "Put 5 into the last row of W_hy: watch the probability of that letter in the chart.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return self.where_weights_are_from()


def forward_page(lesson: HelloLesson, book: Book, title: str) -> TimePage:
    """Write the article's steps 1 to 7, every number a formula of its own."""
    letters = book.sizes["letter"]
    page = book.page(
        TimePage,
        "forward",
        title,
        f"{short(lesson.word)}, one letter at a time: {letters} letters in, {lesson.units} hidden "
        f"units, {letters} letters out. Numbers before a title are the article's steps. Change a "
        "yellow or blue cell and everything follows.",
    )
    page.about = "every number, step by step, time running to the right"
    page.hints = ("steps 1–3", "steps 4–7", *["again"] * (page.steps - 2))[: page.steps]
    x = one_hot_layer.one_hot(page)
    h = simple_rnn.simple_rnn(page, x, tied=lesson.tied)
    logits = dense.dense(page, h)
    p = softmax_layer.softmax(page, logits)
    softmax_layer.predicted(page, p, book["vocabulary"])
    units = tuple(f"unit {k + 1}" for k in range(lesson.units))
    page.chart(
        Chart(
            "What the network remembers",
            ((h, units),),
            beside=x,
            axes=("after the letter", "state"),
            kind=ChartKind.LINES,
        )
    )
    page.chart(
        Chart(
            "What the network expects next",
            ((p, book["vocabulary"]),),
            beside=logits,
            axes=("after the letter", "probability"),
        )
    )
    book.name_columns(book["letter"], "letter")
    return page


def equations_page(lesson: HelloLesson, book: Book) -> TimePage:
    """Write the same as array formulas over names, one for each equation and step."""
    page = book.page(
        TimePage,
        "equations",
        "The same as equations",
        "Matrices by their names, one array formula for each equation and step: "
        "click a cell and read it.",
    )
    page.about = "the same in matrices, an array formula a step"
    one_hot_layer.one_hot_equation(page, book["letter"], book["vocabulary"])
    simple_rnn.simple_rnn_equation(page, tied=lesson.tied)
    dense.dense_equation(page)
    softmax_layer.softmax_equations(page)
    softmax_layer.predicted_equation(page)
    for quantity in ("x", "h", "logits", "exps", "p"):
        book.name_columns(book[f"{quantity}_eq"], quantity)
    return page


def unrolled(
    lesson: HelloLesson, first: FirstPage, book: Book, *, backward: bool = False
) -> Diagram:
    """Return the network unrolled over time, with the letters and predictions of the sheet.

    Args:
        lesson: the lesson.
        first: the page that the diagram stands on.
        book: the workbook.
        backward: whether the loss stands on top, and what flows back below it.
    """
    steps = len(lesson.letters)
    loss = (
        [
            DiagramRow("loss", first.shown(book["loss"], Role.OUTPUT)),
            arrows("p − y_true ↓", "↕"),
        ]
        if backward
        else []
    )
    outputs = first.shown(book["predicted"], Role.OUTPUT)
    inputs = first.shown(book["letter"], Role.LABEL)
    return Diagram(
        [
            *loss,
            DiagramRow("predicts", outputs),
            arrows("× W_hy", "↕" if backward else "↑"),
            states(f"state → × {lesson.recurrent}", "h", steps, "⇄" if backward else "→"),
            arrows("× W_xh"),
            DiagramRow("letter", inputs),
        ],
        steps,
    )
