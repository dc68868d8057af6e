"""What the lessons on gated cells have in common: a sequence, a target, and the way back."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.cells.gates import half_square_of, per_gate, side_by_side
from xlrnn.lessons.common.lesson import Lesson, Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.common.small_numbers import (
    NUMBERS_OPTION,
    SMALL,
    USUAL,
    check_numbers,
    few_terms,
    halves,
)
from xlrnn.names import Role
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.half_square import half_square, half_square_equations
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.sketch import Sketch
from xlrnn.sheet.step import Step

MOST_STEPS, MOST_FEATURES, MOST_UNITS = 50, 32, 32
WIDEST = 16
"""Columns of weights that are shown beside the bands; those of the default sizes fit in."""

GRADIENTS = "gradients of the weights, summed over time"

Drawn: TypeAlias = tuple[NDArray[Any], NDArray[Any], list[NDArray[Any]]]
"""A sequence, its targets, and the weights in Keras' order."""

EXACT: dict[str, Any] = {"dtype": "float64", "return_sequences": True}


@dataclass(frozen=True)
class CellLesson(Lesson):
    """One gated cell, forward and backward: every gate, state and gradient at every step.

    Args:
        steps: how long the sequence is.
        features: how many numbers each step of it has.
        units: the number of hidden units.
        seed: of the random weights, inputs and targets.
        numbers: `usual`, or `small` for weights that one can calculate with in one's head.
    """

    steps: int = 4
    features: int = 2
    units: int = 3
    seed: int = 1
    numbers: str = field(default=USUAL, kw_only=True)

    choices: ClassVar[tuple[Option, ...]] = (
        Option("steps", "4", f"time steps, 1 to {MOST_STEPS}"),
        Option("features", "2", f"numbers of each step, 1 to {MOST_FEATURES}"),
        Option("units", "3", f"hidden units, 1 to {MOST_UNITS}"),
        Option("seed", "1", "of the random weights, as --seed is"),
        NUMBERS_OPTION,
    )
    gates: ClassVar[str]
    """The letters of the gates, in the order in which they lie side by side in Keras."""
    memories: ClassVar[tuple[str, ...]]
    """What is handed on from step to step."""
    handing_on: ClassVar[str] = "state → × W_h"
    """How, in the words of the diagram."""

    def __post_init__(self) -> None:
        for name, most in (
            ("steps", MOST_STEPS), ("features", MOST_FEATURES), ("units", MOST_UNITS),
        ):  # fmt: skip
            value = getattr(self, name)
            if not 1 <= value <= most:
                raise UsageError(f"{name} is {value}: expected 1 to {most}")
        if self.seed < 0:
            raise UsageError(f"seed is {self.seed}: expected a whole number from 0")
        check_numbers(self.numbers)

    @property
    def decimals(self) -> int:
        """As many as somebody writes down who calculates with a pencil, or the usual four."""
        return 2 if self.numbers == SMALL else super().decimals

    @property
    def sizes(self) -> dict[str, int]:
        """How many steps, features and units there are."""
        return {"step": self.steps, "feature": self.features, "unit": self.units}

    # What each cell says.

    @property
    @abstractmethod
    def weight_shapes(self) -> Sequence[tuple[int, ...]]:
        """The shapes of kernel, recurrent kernel and bias, as Keras has them."""

    @abstractmethod
    def layer(self, weights: Sequence[NDArray[Any]]) -> RNN:
        """Return the layer that calculates the same."""

    @abstractmethod
    def write_forward(self, page: TimePage, x: Block) -> Block:
        """Write the cell, step by step, and return its states."""

    @abstractmethod
    def write_forward_equations(self, page: TimePage) -> None:
        """Write it as equations."""

    @abstractmethod
    def sketch(self) -> Sketch:
        """Return a drawing of the cell."""

    @abstractmethod
    def write_backward(self, page: TimePage, dh_out: Block) -> None:
        """Write its gradients, step by step."""

    @abstractmethod
    def write_backward_equations(self, page: TimePage) -> None:
        """Write them as equations."""

    @abstractmethod
    def charted(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
        """Return title and block of the charts of the forward and of the backward page."""

    def keeping_gate(self, trace: Trace) -> NDArray[Any]:
        """Return the gate that says how much is kept from step to step, time first."""
        raise NotImplementedError

    # The numbers.

    def given(self) -> Arrays:
        """Return a sequence, a target and weights, all random, and first states of 0."""
        x, goal, weights = self._small() if self.numbers == SMALL else self._usual()
        self.open_at_first(weights)
        nothing = np.zeros((self.units, 1))
        return {
            "x": x,
            "goal": goal,
            "counts": np.ones((1, self.steps)),
            **{f"{name}_0": nothing for name in self.memories},
            **{f"d{name}_last": nothing for name in self.memories},
            **per_gate(weights, self.gates),
        }

    def _usual(self) -> Drawn:
        draw = np.random.default_rng(self.seed).uniform
        reach = 1.5 / np.sqrt(self.units)
        weights = [draw(-reach, reach, shape).round(4) for shape in self.weight_shapes]
        x = draw(-1, 1, (self.features, self.steps)).round(2)
        return x, draw(-0.9, 0.9, (self.units, self.steps)).round(2), weights

    def _small(self) -> Drawn:
        """Draw numbers for the head; each gate adds up at most two inputs and two states."""
        draw = np.random.default_rng(self.seed)
        *matrices, bias = self.weight_shapes
        weights = [few_terms(draw, (gates, sources)).T for sources, gates in matrices]
        x = draw.choice((-1.0, -0.5, 0.5, 1.0), (self.features, self.steps))
        return x, halves(draw, (self.units, self.steps)), [*weights, halves(draw, bias)]

    def open_at_first(self, weights: list[NDArray[Any]]) -> None:
        """Change random weights as the cell's usual beginning wants it."""

    # The formulas.

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the cell forward and backward, and both once more as equations."""
        forward, h = self._forward_page(book)
        backward = self._backward_page(book, h)
        return [forward, backward], [self._forward_equations(book), self._backward_equations(book)]

    def _forward_page(self, book: Book) -> tuple[TimePage, Block]:
        page = book.page(
            TimePage,
            "forward",
            f"{self.title}: forward",
            f"{self.steps} steps of {self.features} numbers each go through {self.units} units. "
            "Change a yellow or blue cell and everything follows. Numbers before a title are the "
            "steps of the page “start”.",
        )
        page.about = "every gate and state, step by step, time running to the right"
        x = page.band("sequence", name="x", key="x")
        book.name_columns(x, "x")
        h = self.write_forward(page, x)
        page.sketch = self.sketch()
        self._draw_charts(page, self.charted()[0])
        return page, h

    def _backward_page(self, book: Book, h: Block) -> TimePage:
        page = book.page(
            TimePage,
            "backward",
            f"{self.title}: backward",
            "How the loss changes with each number of the forward page. Read it from right to "
            "left: each column uses what the column to its right hands back.",
        )
        page.about = "every gradient, step by step, from right to left"
        page.right_heading = GRADIENTS
        self.write_backward(page, half_square(page, h))
        self._draw_charts(page, self.charted()[1])
        return page

    def _draw_charts(self, page: TimePage, charts: Sequence[tuple[str, str]]) -> None:
        page.widest = WIDEST
        units = tuple(f"unit {k + 1}" for k in range(self.units))
        for title, name in charts:
            series = ((page.book[name], units),)
            page.chart(Chart(title, series, axes=("time step", ""), kind=ChartKind.LINES))

    def _forward_equations(self, book: Book) -> TimePage:
        page = book.page(
            TimePage,
            "forward equations",
            "The same as equations",
            "Matrices by their names, one array formula for each equation and step: "
            "click a cell and read it.",
        )
        page.about = "the forward page in matrices, an array formula a step"
        self.write_forward_equations(page)
        return page

    def _backward_equations(self, book: Book) -> TimePage:
        page = book.page(
            TimePage,
            "backward equations",
            "The gradients as equations",
            "The gradient of a matrix is one matrix product over all steps; it stands where the "
            "weights stand on the forward page.",
        )
        page.about = "the backward page in matrices"
        page.right_heading = GRADIENTS
        half_square_equations(page)
        self.write_backward_equations(page)
        return page

    # The same in NumPy.

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the layer forward and backward; its arrays are transposed, as on the sheet."""
        layer = self.layer(side_by_side(inputs, self.gates))
        firsts = [inputs[f"{name}_0"].T for name in self.memories]
        h = layer(inputs["x"].T[None], initial_state=firsts)[0]
        trace, loss = layer.trace().sample(0), half_square_of(h, inputs)
        with recording():
            lasts = [inputs[f"d{name}_last"].T for name in self.memories]
            dx = layer.backward(loss["dh_out"][None], lasts)
        assert isinstance(dx, np.ndarray), "a sequence of numbers has a gradient of numbers"
        gradients = layer.gradient_trace().sample(0)
        kept = np.cumprod(self.keeping_gate(trace)[::-1], axis=0)[::-1]
        by_step = {**trace, **gradients, **loss, "dx": dx[0], "kept": kept}
        by_gate = per_gate([weight.grad for weight in layer.weights], self.gates)
        return {
            **{name: array.T for name, array in by_step.items() if array.ndim == 2},
            "total_loss": loss["loss"].sum(keepdims=True),
            **{f"d{name}": gradient.copy() for name, gradient in by_gate.items()},
        }

    # The words that are the same for both.

    def loss_steps(self, book: Book) -> tuple[Step, Step]:
        """Return the two steps with which the way back begins."""
        return (
            Step("Now back, from the last step to the first. The loss is half the squared distance "
                 "of the state from its target.", book["loss"],
                 tuple(book[name] for name in ("goal", "counts", "apart", "total_loss", "dh_out"))),
            Step("∂L/∂h_t: what the loss of this step says, and what the next step hands back.",
                 book["dh"], (book["dh_next"],)),
        )  # fmt: skip

    @property
    def where_numbers_are_from(self) -> str:
        """How weights, inputs and targets were drawn."""
        kind = "small random numbers" if self.numbers == SMALL else "random numbers"
        return f"Weights, inputs and targets are {kind}, drawn with seed {self.seed}"

    def diagram_rows(self, first: FirstPage, book: Book) -> list[DiagramRow]:
        """Return the upper rows of the diagram: the loss and the states."""
        return [
            DiagramRow("loss", first.shown(book["loss"], Role.OUTPUT)),
            arrows("distance from the target"),
            states(self.handing_on, "h", self.steps),
        ]

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the cell unrolled over time, with the losses of the sheet."""
        rows = [*self.diagram_rows(first, book), DiagramRow("input", lambda t: f"x_{t}")]
        return Diagram(rows, self.steps, "The cell, unrolled over time")
