"""One epoch of `hello-training` once more: picked from its row, and calculated as matrices."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import index, match, sumproduct
from xlrnn.formula.writing.equation import at_step
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import dense, one_hot, simple_rnn, softmax
from xlrnn.sheet.maths import losses
from xlrnn.sheet.maths.there import there
from xlrnn.sheet.pages.time.page import TimePage, Weights
from xlrnn.sheet.training import TrainingRow, Weight


def epoch_page(book: Book, row: TrainingRow) -> TimePage:
    """Write one epoch as the other lessons show it: a column a step, weights to the left."""
    page = book.page(
        TimePage,
        "epoch",
        "One epoch, out of its row",
        "Pick an epoch: its weights, states and gradients stand here as on the pages of the other "
        "lessons, and the page “equations” calculates them again.",
    )
    page.about = "one epoch out of its row, with its matrices"
    page.left_heading = "weights of that epoch"
    page.vocabulary = book["vocabulary"]
    page.letters_in_header("letter_epoch", lambda _, t: book["letter"][0, t], Role.LABEL)
    shown = page.weights("epoch_shown")
    known = match(shown, row.epoch[:, 0], 0)
    page.weights(
        "there", rule=lambda _, __: there(known, f"there are epochs 1 to {book.sizes['epoch']}")
    )
    page.next_row_of_weights()
    picked = Picked(page, shown)
    network, forward, back = row.network, row.forward, row.backward
    picked.weight(network.W_hh)
    picked.weight(network.b_h)
    page.band("h_prev", rule=lambda i, t: book["h"][i, t - 1] if t else book["h_0"][i, 0])
    picked.weight(network.W_xh)
    picked.band("h", dict(enumerate(forward.h)), simple_rnn.state_equation(network.W_hh.name))
    W_hy = picked.weight(network.W_hy)
    for name, blocks in (("logits", forward.logits), ("exps", forward.exps), ("p", forward.p)):
        picked.band(name, dict(enumerate(blocks)))
    page.band("loss", rule=lambda _, t: index(row.losses[:, t], shown), array=True)
    picked.gradient(network.W_hy)
    dlogits = picked.band("dlogits", back.dlogits)
    page.band("dh_out", rule=lambda i, t: sumproduct(W_hy[:, i], dlogits[:, t]))
    picked.band("dh", back.dh, simple_rnn.blame_equation(network.W_hh.name))
    picked.gradient(network.W_xh)
    page.next_row_after()
    picked.gradient(network.W_hh)
    picked.gradient(network.b_h)
    picked.band("da", back.da)
    return page


class Picked:
    """Picks the numbers of one epoch out of the table.

    INDEX could return a range, so each is an array formula of its own.
    """

    def __init__(self, page: TimePage, epoch: Block) -> None:
        self.page, self.epoch = page, epoch

    def band(self, quantity: str, steps: dict[int, Block], notation: str = "") -> Block:
        """Declare a band that shows a block of each step as a column."""
        return self.page.band(
            quantity,
            rule=lambda i, t: index(steps[t][:, i], self.epoch),
            notation=notation,
            array=True,
        )

    def weight(self, weight: Weight) -> Block:
        """Declare a matrix of weights to the left of the next band."""
        return self._matrix(self.page.weights, weight, weight.name, weight.rows, Role.CALCULATION)

    def gradient(self, weight: Weight) -> Block:
        """Declare its gradient."""
        return self._matrix(
            self.page.after, weight, f"d{weight.name}", weight.gradients, Role.OUTPUT
        )

    def _matrix(
        self, declare: Weights, weight: Weight, name: str, rows: list[Block], role: Role
    ) -> Block:
        def rule(i: int, k: int) -> Expression:
            # A bias is a column of numbers, and stands in the table as a row.
            cells = rows[0][:, i] if weight.lies else rows[i][:, k]
            return index(cells, self.epoch)

        dims = weight.start.dims
        shared = name == "db_h" and weight.start.shape == (1, 1)
        notation = simple_rnn.SUM_OF_ALL if shared else ""
        return declare(name, dims, rule=rule, role=role, array=True, notation=notation)


def equations_page(book: Book, *, tied: bool) -> TimePage:
    """Write that epoch as array formulas over names, forward and back."""
    page = book.page(
        TimePage,
        "equations",
        "That epoch as equations",
        "Matrices by their names, one array formula for each equation and step: "
        "click a cell and read it.",
    )
    page.about = "the same epoch in matrices, an array formula a step"
    page.right_heading = "of all steps at once"
    one_hot.one_hot_equation(page, book["letter"], book["vocabulary"])
    simple_rnn.simple_rnn_equation(page, tied=tied)
    dense.dense_equation(page)
    softmax.softmax_equations(page)
    backward_equations(page, book, tied=tied)
    for quantity in ("x", "h", "logits", "exps", "p"):
        book.name_columns(book[f"{quantity}_eq"], quantity)
    return page


def backward_equations(page: TimePage, book: Book, *, tied: bool) -> None:
    """Continue a page of equations: targets, loss, and back."""
    following = [f"letter_{t + 2}" for t in range(page.steps - 1)] + ["last_letter"]
    page.band(
        "y_true",
        name="y_true_eq",
        equation=lambda t: at_step(f"IF(EXACT(vocabulary, {following[t]}), 1, 0)", t + 1),
    )
    losses.cross_entropy_equation(page)
    losses.cross_entropy_backward_equation(page)
    dense.dense_backward_equations(page)
    simple_rnn.simple_rnn_backward_equations(page, tied=tied)
    for quantity in ("y_true", "dlogits", "dh_out", "dh", "da"):
        book.name_columns(book[f"{quantity}_eq"], quantity)
