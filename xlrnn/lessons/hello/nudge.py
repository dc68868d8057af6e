"""The gradient without calculus: make one weight a little larger and smaller, and see the loss.

The page carries two more forward passes, one with w + ε and one with w − ε; the reader picks w.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from xlrnn.errors import InputError
from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import and_, equal, index, less_equal, round_, sum_, where
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello.hello import HelloLesson
from xlrnn.lessons.hello.network import HelloNetwork
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import dense, simple_rnn, softmax
from xlrnn.sheet.maths import losses
from xlrnn.sheet.maths.fits import say_whether_they_fit
from xlrnn.sheet.maths.there import YES, there
from xlrnn.sheet.pages.time.page import TimePage

EPSILON = 1e-4
# A difference of two losses near 1.4, divided by 2ε: their last bit, 2e-16, becomes 1e-12.
SLACK = 1000
PASSES = (("up", 1), ("down", -1))
SIDES = ("rows", "columns")

Chosen: TypeAlias = tuple[Block, Block, Block]


def weights_of(recurrent: str) -> tuple[str, ...]:
    """Return the weights that can be nudged."""
    return "W_xh", recurrent, "b_h", "W_hy"


def given(recurrent: str) -> Arrays:
    """Return what is nudged at first: the recurrent weight, which every step uses."""
    return {
        "nudge_matrix": texts([recurrent]),
        "nudge_row": np.array([[1.0]]),
        "nudge_column": np.array([[1.0]]),
        "epsilon": np.array([[EPSILON]]),
    }


def page(lesson: HelloLesson, book: Book) -> TimePage:
    """Write the choice, the two passes, and the comparison with back-propagation."""
    page = book.page(
        TimePage,
        "nudge",
        "The same gradient without calculus",
        "Pick a weight: the sheet runs the word twice more, with that weight a little larger and "
        "a little smaller. How much the loss changes is the gradient.",
    )
    page.left_heading, page.right_heading = "what is nudged", "how the loss changes"
    page.powers = True
    page.about = "one weight nudged, two more passes: does the loss change as the gradient says?"
    page.vocabulary = book["vocabulary"]
    page.letters_in_header("letter_nudge", lambda _, t: book["letter"][0, t], Role.LABEL)
    chosen = _choice(page, lesson.recurrent)
    _say_whether_there(page, lesson, book, chosen)
    change = page.band(
        "loss_change", rule=lambda _, t: book["up_loss"][0, t] - book["down_loss"][0, t]
    )
    epsilon = page.weights("epsilon")
    slope = page.after("slope", rule=lambda _, __: sum_(slope_step[0, :]), slack=SLACK)
    analytic = page.after("analytic", rule=_analytic(lesson, book, chosen), array=True)
    page.after("slope_error", rule=lambda _, __: slope - analytic, slack=SLACK)
    say_whether_they_fit(page, epsilon)
    slope_step: Block = page.band(
        "slope_step", rule=lambda _, t: change[0, t] / (2 * epsilon), slack=SLACK
    )
    for name, sign in PASSES:
        page.section(f"The word once more, with w {'+' if sign > 0 else '−'} ε")
        page.prefix = f"{name}_"
        _forward(page, lesson, book, _nudged(page, book, (*chosen, epsilon), sign))
    page.prefix = ""
    return page


def _choice(page: TimePage, recurrent: str) -> Chosen:
    """Declare the inputs that say which weight is nudged."""
    return (
        page.weights("nudge_matrix", choices=weights_of(recurrent)),
        page.weights("nudge_row"),
        page.weights("nudge_column"),
    )


def _say_whether_there(page: TimePage, lesson: HelloLesson, book: Book, chosen: Chosen) -> None:
    """Write how large the matrix is, and whether it has such a weight."""
    matrix, row, column = chosen

    def size(side: int) -> Rule:
        *others, last = weights_of(lesson.recurrent)

        def rule(_: int, __: int) -> Operand:
            result: Operand = book[last].shape[side]
            for name in reversed(others):
                result = where(equal(matrix, name), book[name].shape[side], result)
            return result

        return rule

    page.next_row_of_weights()
    rows, columns = (page.weights(f"nudge_{s}", rule=size(k)) for k, s in enumerate(SIDES))
    inside = and_(
        *(
            condition
            for cell, last in ((row, rows), (column, columns))
            for condition in (
                less_equal(1, cell),
                less_equal(cell, last),
                equal(cell, round_(cell, 0)),
            )
        )
    )
    found = 1 / where(inside, 1, 0)
    page.weights(
        "there",
        rule=lambda _, __: there(found, matrix, " has ", rows, " rows and ", columns, " columns"),
    )


def _nudged(
    page: TimePage, book: Book, chosen: tuple[Block, ...], sign: int
) -> Callable[..., Block]:
    """Return how a pass declares a weight: as the forward page has it, but for the chosen one."""
    matrix, row, column, epsilon = chosen

    def declare(quantity: str, dims: tuple[str, str] | None = None) -> Block:
        weight = book[quantity]
        if quantity == "h_0":
            return weight

        def nudged(i: int, k: int) -> Expression:
            this = and_(equal(matrix, quantity), equal(row, i + 1), equal(column, k + 1))
            return weight[i, k] + where(this, epsilon * sign, 0)

        return page.weights(
            quantity, dims, rule=nudged, role=Role.CALCULATION,
            notation=f"{quantity} {'+' if sign > 0 else '−'} ε",
        )  # fmt: skip

    return declare


def _forward(
    page: TimePage, lesson: HelloLesson, book: Book, weights: Callable[..., Block]
) -> None:
    """Write a pass with these weights."""
    h = simple_rnn.simple_rnn(page, book["x"], tied=lesson.tied, weights=weights)
    p = softmax.softmax(page, dense.dense(page, h, weights))
    losses.cross_entropy(page, p, book["y_true"])


def _analytic(
    lesson: HelloLesson, book: Book, chosen: tuple[Block, ...]
) -> Callable[[int, int], Expression]:
    """Return the chosen weight's gradient from the page of the way back."""
    matrix, row, column = chosen

    def rule(_: int, __: int) -> Expression:
        *others, last = (
            (name, _picked(book[f"d{name}"], row, column)) for name in weights_of(lesson.recurrent)
        )
        result: Expression = last[1]
        for name, gradient in reversed(others):
            result = where(equal(matrix, name), gradient, result)
        return result

    return rule


def _picked(gradient: Block, row: Block, column: Block) -> Expression:
    """Return one cell of a gradient; of a single cell not every program knows a row and column."""
    return gradient[0, 0] if gradient.shape == (1, 1) else index(gradient[:, :], row, column)


def calculate(lesson: HelloLesson, inputs: Arrays, calculated: Arrays) -> dict[str, Any]:
    """Calculate the page in NumPy.

    Args:
        lesson: the lesson.
        inputs: its inputs and weights.
        calculated: what the forward and the backward page show.

    Raises:
        InputError: if there is no such weight.
    """
    name = str(inputs["nudge_matrix"][0, 0])
    place = tuple(int(inputs[f"nudge_{side}"][0, 0]) - 1 for side in ("row", "column"))
    if name not in weights_of(lesson.recurrent):
        raise InputError(
            f"nudge_matrix is {name!r}: expected one of {', '.join(weights_of(lesson.recurrent))}"
        )
    shape = inputs[name].shape
    if not all(0 <= index < side for index, side in zip(place, shape, strict=True)):
        raise InputError(
            f"nudge_row and nudge_column are {place[0] + 1} and {place[1] + 1}: "
            f"{name} has {shape[0]} rows and {shape[1]} columns"
        )
    epsilon = float(inputs["epsilon"][0, 0])
    passes: dict[str, Any] = {}
    for side, sign in PASSES:
        nudge = np.zeros(shape)
        nudge[place] = sign * epsilon
        network = HelloNetwork({**inputs, name: inputs[name] + nudge}, tied=lesson.tied)
        found = {**network.inputs, **network.forward(), **network.judge()}
        passes |= {f"{side}_{key}": array for key, array in found.items()}
    change = passes["up_loss"] - passes["down_loss"]
    slope_step = change / (2 * epsilon)
    slope = slope_step.sum(keepdims=True)
    analytic = np.array([[calculated[f"d{name}"][place]]])
    return {
        **passes,
        **{f"nudge_{side}": np.array([[float(n)]]) for side, n in zip(SIDES, shape, strict=True)},
        "there": texts([YES]),
        "loss_change": change,
        "slope_step": slope_step,
        "slope": slope,
        "analytic": analytic,
        "slope_error": slope - analytic,
    }
