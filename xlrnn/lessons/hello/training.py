"""The article's network learns its word: one epoch a row, until "hell" gives "o"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.formula.functions import countif, equal, greater, index, match, max_, where
from xlrnn.lessons.common.lesson import Option, texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello import training_epochs, training_pages
from xlrnn.lessons.hello.forward import places_forward
from xlrnn.lessons.hello.hello import HelloLesson, choices_up_to, other_letter, short
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import one_hot
from xlrnn.sheet.maths.fits import say_whether_they_fit
from xlrnn.sheet.maths.optimizers import ADAM, SGD, OptimizerCells
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows
from xlrnn.sheet.pages.epoch import EpochPage
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.step import Lead, Step, Try
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
        """Write what is learned and from where, the epochs, and one of them as matrices."""
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
        settings = OptimizerCells(*(book[name] for name in SETTINGS))
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
        page.weights("optimizer", choices=(SGD, ADAM))
        sgd, adam, clip = (page.weights(name) for name in RATES)
        page.weights("rate", rule=lambda _, __: where(equal(book["optimizer"], ADAM), adam, sgd))
        page.next_row_of_weights()
        memories = [page.weights(name) for name in ADAMS]
        say_whether_they_fit(page, sgd, adam, clip, *memories)
        one_hot.one_hot(page)
        target = one_hot.next_letter(page, book["letter"])
        self._first_weights(page)
        one_hot.one_hot_target(page, target, book["vocabulary"])
        book.name_columns(book["letter"], "letter")
        return page

    def _first_weights(self, page: TimePage) -> None:
        """Declare the weights of the first epoch: beside the letters, and under them by unit."""
        _first_weight(page, "W_hy")
        page.next_row_of_weights()
        _first_weight(page, "W_xh")
        page.next_row_of_weights()
        page.weights("h_0")
        _first_weight(page, self.recurrent)
        _first_weight(page, "b_h", ("one", "one") if self.tied else None)

    def _write_result(self, page: TimePage, book: Book, row: TrainingRow) -> None:
        """Write how the network began and how it ended, and draw the way between."""
        last = self.epochs - 1
        page.band("p_start", rule=lambda k, t: row.forward.p[t][0, k])
        p_end = page.band("p_end", rule=lambda k, t: row.forward.p[t][last, k])
        page.band(
            "predicted_end",
            rule=lambda _, t: index(
                book["vocabulary"][:, :], match(max_(p_end[:, t]), p_end[:, t], 0)
            ),
            array=True,
            below=True,
        )
        found = countif(row.hits[:, 0], self.sizes["step"])
        page.weights(
            "all_right",
            rule=lambda _, __: where(
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
        """Return what this is and what there is to see."""
        return (
            f"{self.epochs} times the network reads {short(self.letters)}, and each time it "
            "changes its weights a little. Watch how the loss falls until it knows the word. "
            "Change the learning rate or a letter, and the whole training runs again."
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
            "What it has learned",
        )

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return what happens in a row; the pages “epoch” and “equations” do the same."""
        weights = ("W_xh", self.recurrent, "b_h", "W_hy")

        def rows(of: str) -> tuple[Block, ...]:
            """Return the columns of something for each row of each weight, and their matrices."""
            names = (f"e_{of}{name}{end}" for name in weights for end in ("", *self._row_ends))
            return tuple(book[name] for name in names if name in book)

        def each(*names: str) -> tuple[Block, ...]:
            found = [f"e_{name}_{t + 1}" for t in range(len(self.letters)) for name in names]
            return tuple(book[name] for name in (*found, *names))

        last = len(self.letters)
        return "What happens in a row", [
            Step("The weights of this epoch: those of the row above, less its step.",
                 rows("")[0], rows("")),
            Step("Forward through the word: states, scores, probabilities.", book["e_h_1"],
                 each("h", "logits", "exps", "p")),
            Step("How sure the network was of each right letter, and the loss of the word.",
                 book["e_right"],
                 tuple(book[name] for name in ("e_losses", "e_word_loss", "e_hits", "loss"))),
            Step("Back through the word, from the last step to the first.",
                 book[f"e_dlogits_{last}"], (*each("dlogits", "dh", "da"), book["dh_out"])),
            Step("The gradient of each weight, all steps added up.", rows("d")[0],
                 (*rows("d"), *(book[f"d{name}"] for name in weights))),
            Step("How far to go: a gradient that is too long is shortened; Adam corrects its rate.",
                 book["e_gradient_norm"], (book["e_gradient_scale"], book["e_alpha"])),
            Step("The step of each weight, by SGD or by Adam with its two moments.",
                 rows("step_")[0], rows("step_")),
            Step("Any epoch once more, with its matrices: pick its number.", book["epoch_shown"]),
        ]  # fmt: skip

    @property
    def _row_ends(self) -> tuple[str, ...]:
        """How the names of a matrix's rows end."""
        most = max(self.units, len(self.vocabulary))
        return tuple(f"_{number + 1}" for number in range(most))

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        another = other_letter(self.word[-1], self.vocabulary)
        optimizer, rate, last = (book[name] for name in ("optimizer", "rate_sgd", "last_letter"))
        return (
            Try("Page “word”: choose Adam. It needs far fewer epochs until all letters are right.",
                optimizer, ((optimizer, ADAM),)),
            Try("Page “word”: make the rate of SGD 5. The loss explodes. Then make the longest "
                "gradient 0.5: short steps tame it.", rate, ((optimizer, SGD), (rate, 5.0))),
            Try("Page “word”: put another letter in place of the last one. The network learns "
                "that word instead.", last, ((last, another),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the curve, a column of weights, and a state."""
        return (
            Lead("The curve of the loss, on the page “word”", book["optimizer"]),
            Lead("From which epoch on all letters are right", book["all_right"]),
            *places_forward(self, book, "start_W_xh"),
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
