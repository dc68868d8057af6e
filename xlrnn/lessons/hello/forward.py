"""The article's section "Forward Propagation in a Recurrent Neuron in Excel", as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from xlrnn.lessons.common.lesson import Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello.hello import HelloLesson, choices_up_to, other_letter, short
from xlrnn.lessons.hello.network import HelloNetwork
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import dense, simple_rnn
from xlrnn.sheet.layers import one_hot as one_hot_layer
from xlrnn.sheet.layers import softmax as softmax_layer
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.step import Lead, Step, Try


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
        steps.hints = ("steps 1–3", "steps 4–7", *["again"] * (steps.steps - 2))[: steps.steps]
        return [steps], [equations_page(self, book)]

    # The same in NumPy.

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the network."""
        return HelloNetwork(inputs, tied=self.tied).forward()

    # The words.

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            f"A small recurrent network reads {short(self.letters)}, one letter after the other. "
            "After each letter it says which one it expects next. Every number is a formula: "
            "change a letter or a weight on the page “forward”, and all that follows changes."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the network unrolled over time."""
        return unrolled(self, first, book)

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the article's steps 1 to 7."""
        first, then = self.letters[0], self.letters[1:2]
        following = f"the next letter, “{then}”" if then else "the next letter"
        shared = "one number each for all units" if self.tied else "a matrix, and a bias a unit"
        second = min(1, len(self.letters) - 1)
        a_x, h_prev, a_h, h = (book[name] for name in ("a_x", "h_prev", "a_h", "h"))
        return "The steps of the article", [
            Step(
                f"The letter “{first}” is a column with a single 1. It picks its column of W_xh: "
                "W_xh · x_t.",
                a_x[:, 0],
            ),
            Step(
                f"What the network remembers: {self.recurrent} · h_(t−1) + b_h, {shared}. "
                "At first there is nothing: h_0 = 0.",
                a_h[:, 0],
                (h_prev,),
            ),
            Step("The sum of both goes through tanh: the new state h_t, between −1 and 1.",
                 h[:, 0]),
            Step(
                f"Now {following}: its column of W_xh, and what is remembered. The state moves "
                "one column on and becomes h_(t−1).",
                h_prev[:, second],
                (a_x, a_h),
            ),
            Step("tanh again, with the same weights: this state knows of both letters.",
                 h[:, second]),
            Step("The state times W_hy is a score for each letter: y_t = W_hy · h_t.",
                 book["logits"]),
            Step(
                "Softmax makes probabilities of the scores. The letter with the largest one is "
                "the prediction.",
                book["p"],
                tuple(book[name] for name in ("logits_max", "exps", "exps_sum", "predicted")),
            ),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        last = self.vocabulary[-1]
        seen = "it expects that letter everywhere, and is nearly sure"
        if self.seed is not None:
            seen = "its probability changes at every step: see the chart"
        first, another = book["letter"][:, 0], other_letter(self.letters[0], self.vocabulary)
        recurrent, scores = book[self.recurrent], book["W_hy"][len(self.vocabulary) - 1, :]
        return (
            Try("Page “forward”: pick another first letter. The first state changes most, later "
                "ones less and less.", first, ((first, another),)),
            Try(f"Page “forward”: put 0 into {self.recurrent}. The network forgets: the same "
                "letter now has the same state, wherever it stands.", recurrent,
                ((recurrent, 0.0),)),
            Try(f"Page “forward”: put 5 into the last row of W_hy, that of “{last}”. Now {seen}.",
                scores, ((scores, 5.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return a column of weights, a state, and the probabilities."""
        return *places_forward(self, book), Lead("What it expects next, with a chart", book["p"])

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return self.where_weights_are_from()


def forward_page(lesson: HelloLesson, book: Book, title: str) -> TimePage:
    """Write the network from the letters to the predictions, every number a formula of its own."""
    letters = book.sizes["letter"]
    page = book.page(
        TimePage,
        "forward",
        title,
        f"{letters} letters in, {lesson.units} hidden units, {letters} letters out. Change a "
        "yellow or blue cell and everything follows. Numbers before a title are the steps of the "
        "page “start”.",
    )
    page.about = "every number, step by step, time running to the right"
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


def places_forward(lesson: HelloLesson, book: Book, weights: str = "W_xh") -> list[Lead]:
    """Return where the weights of the second letter stand, and the state after the third.

    Args:
        lesson: the lesson, of which the word may be shorter.
        book: the workbook.
        weights: the block of W_xh.
    """
    letters = lesson.letters
    second, third = letters[:2][-1], min(2, len(letters) - 1)
    return [
        Lead(f"The column of W_xh for “{second}”",
             book[weights][:, lesson.vocabulary.index(second)]),
        Lead(f"The state after “{letters[third]}”, letter {third + 1} of the word",
             book["h"][:, third]),
    ]  # fmt: skip


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
