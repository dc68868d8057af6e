"""The article's network learns its word: one epoch a row, until "hell" gives "o"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.lessons import training_epochs, training_pages
from xlrnn.lessons.hello import HelloLesson, choices_up_to, short
from xlrnn.lessons.lesson import Option, texts
from xlrnn.lessons.plan import Arrays
from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import Diagram, DiagramRow, arrows
from xlrnn.sheet.epoch_page import EpochPage
from xlrnn.sheet.expression import count_if, equal, greater, largest, match, pick, when
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.fits import say_whether_they_fit
from xlrnn.sheet.layers import one_hot
from xlrnn.sheet.optimizers import ADAM, SGD, Settings
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.time_page import TimePage
from xlrnn.sheet.training import EpochNetwork, Start, TrainingRow

RATES = {"rate_sgd": 0.1, "rate_adam": 0.05, "clip": 10.0}
ADAMS = {"beta_1": 0.9, "beta_2": 0.999, "epsilon_adam": 1e-7}
SETTINGS = ("optimizer", "rate", "clip", *ADAMS)
MOST_EPOCHS = 500


@dataclass(frozen=True)
class HelloTraining(HelloLesson):
    """The network of hello-forward, trained in cells.

    Args:
        epochs: how often it reads the word.
        optimizer: SGD or Adam, as the sheet begins.
    """

    epochs: int = 150
    optimizer: str = SGD

    name: ClassVar[str] = "hello-training"
    title: ClassVar[str] = "A recurrent network learns a word"
    summary: ClassVar[str] = (
        "one epoch a row, forward, back and update, until “hell” gives “o”; SGD and Adam"
    )
    # An epoch has some hundred cells even for few letters and units.
    knows = "begins knowing nothing"
    most_letters: ClassVar[int] = 12
    most_units: ClassVar[int] = 8
    choices: ClassVar[tuple[Option, ...]] = (
        *choices_up_to(most_letters, most_units),
        Option("epochs", "150", f"rows of training, 2 to {MOST_EPOCHS}"),
        Option("optimizer", SGD, f"{SGD} or {ADAM}; the sheet has a list to change it"),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 2 <= self.epochs <= MOST_EPOCHS:
            raise UsageError(f"epochs is {self.epochs}: expected 2 to {MOST_EPOCHS}")
        if self.optimizer not in (SGD, ADAM):
            raise UsageError(f"optimizer is {self.optimizer!r}: expected {SGD} or {ADAM}")

    @property
    def sizes(self) -> dict[str, int]:
        """How many letters, units, steps and epochs there are."""
        return {**super().sizes, "epoch": self.epochs}

    def given(self) -> Arrays:
        """Return letters, start weights and the optimizer's settings."""
        given = dict(super().given())
        for name in ("W_xh", self.recurrent, "b_h", "W_hy"):
            given[f"start_{name}"] = given.pop(name)
        numbers = {name: np.array([[value]]) for name, value in {**RATES, **ADAMS}.items()}
        return {
            **given,
            "last_letter": texts([self.word[-1]]),
            "optimizer": texts([self.optimizer]),
            **numbers,
            "epoch_shown": np.array([[1.0]]),
        }

    # The formulas.

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write what is learnt and from where, the epochs, and one of them as matrices."""
        word = self._word_page(book)
        training = book.page(
            EpochPage,
            "training",
            "One epoch a row",
            "Each row reads the word once: forward, how wrong, back, and a step against the "
            "gradient. The next row begins with the changed weights: fill the last row down to "
            "train on.",
        )
        training.about = "every number of every epoch, a row each"
        training.prefix = "e_"
        start = Start(
            *(book[name] for name in ("start_W_xh", "h_0", f"start_{self.recurrent}")),
            *(book[name] for name in ("start_b_h", "start_W_hy", "x", "y_true")),
        )
        settings = Settings(*(book[name] for name in SETTINGS))
        network = EpochNetwork(training, start, self.vocabulary, tied=self.tied)
        row = TrainingRow(network, settings)
        row.write()
        self._write_result(word, book, row)
        shown = training_pages.epoch_page(book, row)
        return [word, training, shown], [training_pages.equations_page(book, tied=self.tied)]

    def _word_page(self, book: Book) -> TimePage:
        page = book.page(
            TimePage,
            "word",
            self.title,
            f"What it reads, {short(self.letters)}, what should come next, and what it begins "
            "with. Change a yellow or blue cell: the whole training runs again.",
        )
        page.about = "the word, the first weights, the optimizer, and how training ends"
        page.left_heading = "what it begins with (change it)"
        shared = ("one", "one") if self.tied else None
        _first_weight(page, "W_xh")
        one_hot.one_hot(page)
        page.weights("h_0")
        _first_weight(page, self.recurrent)
        _first_weight(page, "b_h", shared)
        page.next_row_of_weights()
        page.weights("optimizer", choices=(SGD, ADAM))
        sgd, adam, clip = (page.weights(name) for name in RATES)
        page.next_row_of_weights()
        memories = [page.weights(name) for name in ADAMS]
        page.weights("rate", rule=lambda _, __: when(equal(book["optimizer"], ADAM), adam, sgd))
        say_whether_they_fit(page, sgd, adam, clip, *memories)
        page.next_row_of_weights()
        target = one_hot.next_letter(page, book["letter"])
        _first_weight(page, "W_hy")
        one_hot.one_hot_target(page, target, book["vocabulary"])
        book.name_columns(book["letter"], "letter")
        return page

    def _write_result(self, page: TimePage, book: Book, row: TrainingRow) -> None:
        """Write how the network began and how it ended, and draw the way between."""
        last = self.epochs - 1
        page.band("p_start", rule=lambda k, t: row.forward.p[t][0, k])
        p_end = page.band("p_end", rule=lambda k, t: row.forward.p[t][last, k])
        page.band(
            "predicted_end",
            rule=lambda _, t: pick(
                book["vocabulary"][:, :], match(largest(p_end[:, t]), p_end[:, t], 0)
            ),
            array=True,
            below=True,
        )
        found = count_if(row.hits[:, 0], self.sizes["step"])
        page.weights(
            "all_right",
            rule=lambda _, __: when(
                greater(found, 0), match(self.sizes["step"], row.hits[:, 0], 0), 0
            ),
        )
        page.band("loss_end", rule=lambda _, t: row.losses[last, t])
        curves: tuple[tuple[str, Block, Block | tuple[str, ...], str], ...] = (
            ("The loss of the word", row.word_loss, ("loss",), "x"),
            ("How sure it is of the right letter", row.right, book["target"], "p_start"),
        )
        for title, block, names, beside in curves:
            page.chart(
                Chart(
                    title,
                    ((block, names),),
                    categories=row.epoch,
                    beside=book[beside],
                    axes=("epoch", ""),
                    kind=ChartKind.LINES,
                    downwards=True,
                )
            )

    # The same in NumPy.

    def calculate(self, inputs: Arrays) -> Arrays:
        """Train the network, epoch by epoch."""
        return training_epochs.calculate(inputs, self.epochs, tied=self.tied)

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            f"{self.epochs} times the network reads {short(self.letters)} and changes its weights "
            "a little: every number of every epoch is a formula."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return what the trained network expects after each letter."""
        return Diagram(
            [
                DiagramRow("expects now", first.shown(book["predicted_end"], Role.OUTPUT)),
                DiagramRow("should expect", first.shown(book["target"], Role.LABEL)),
                arrows(f"after {self.epochs} epochs"),
                DiagramRow("letter", first.shown(book["letter"], Role.LABEL)),
            ],
            len(self.letters),
            "What it has learnt",
        )

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return what happens in a row, and the columns that it leads to."""
        weight = "e_W_xh_1" if self.units > 1 else "e_W_xh"
        return "What happens in a row", [
            ("1   The weights of this epoch: those of the row above, less its step.", book[weight]),
            ("2   Forward through the word: states, scores, probabilities.", book["e_h_1"]),
            ("3   How sure the network was of each right letter, and the loss of the word.",
             book["e_right"]),
            ("4   Back through the word, from the last step to the first.",
             book[f"e_dlogits_{len(self.letters)}"]),
            ("5   The gradient of each weight, all steps added up.", book[f"e_d{self.recurrent}"
             if self.tied or self.units == 1 else f"e_d{self.recurrent}_1"]),
            ("6   How far to go: a gradient that is too long is shortened; Adam corrects its rate.",
             book["e_gradient_norm"]),
            ("7   The step of each weight: of SGD, or of Adam with its two moments.",
             book[f"e_step_{weight.removeprefix('e_')}"]),
            ("✓   Any epoch once more, in matrices: pick it.", book["epoch_shown"]),
        ]  # fmt: skip

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            "Page “word”: choose Adam. It needs a fifth of the epochs until all letters are right.",
            "Set the rate of SGD to 5: the loss jumps instead of falling. Then set the longest "
            "gradient to 0.5: short steps tame it.",
            "Change a letter of the word, or what comes last: the network learns that instead. "
            "After the two l of “hello” come different letters: only the state tells them apart.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return (
            *self.where_weights_are_from(),
            "Each epoch rounds anew and the next carries it on, so two programs drift apart: after "
            "150 epochs they still share more than eleven digits.",
        )


def _first_weight(page: TimePage, quantity: str, dims: tuple[str, str] | None = None) -> None:
    page.weights(quantity, dims, f"start_{quantity}", key=f"start_{quantity}")
