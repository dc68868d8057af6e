"""The article's network, trained: each epoch a row of forward pass, way back, and update.

The rows repeat the equations of `layers.one_hot`, `layers.simple_rnn`, `layers.dense`, `losses`
and `optimizers`, laid out so that one row holds them all and can be filled down.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add

from xlrnn.sheet import optimizers
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.epoch_page import EpochPage
from xlrnn.sheet.expression import (
    Expression,
    dot,
    equal,
    exp,
    largest,
    ln,
    tanh,
    total,
    when,
)


@dataclass(frozen=True)
class Start:
    """What the first epoch begins with, and what is learnt: all of it cells of another page."""

    W_xh: Block
    h_0: Block
    W_hh: Block
    b_h: Block
    W_hy: Block
    x: Block
    y_true: Block


@dataclass
class Weight:
    """A matrix whose rows stand side by side: a block for each row, with its gradient."""

    name: str
    start: Block
    rows: list[Block] = field(default_factory=list)
    gradients: list[Block] = field(default_factory=list)
    steps: list[Block] = field(default_factory=list)

    def __getitem__(self, row: int) -> Block:
        return self.rows[row]


class TrainingRow:
    """Writes the columns of an epoch, from its weights to the steps that change them.

    Args:
        page: the page.
        start: what the first epoch begins with.
        settings: the optimizer's cells.
        letters: the vocabulary, for the labels.
        tied: whether W_hh and b_h are 1×1.
    """

    def __init__(
        self,
        page: EpochPage,
        start: Start,
        settings: optimizers.Settings,
        letters: Sequence[str],
        *,
        tied: bool,
    ) -> None:
        self.page, self.start, self.settings, self.tied = page, start, settings, tied
        self.letters = list(letters)
        self.units = [f"unit {i + 1}" for i in range(start.W_xh.shape[0])]
        self.steps = start.x.shape[1]
        self.W_xh = Weight("W_xh", start.W_xh)
        self.W_hh = Weight(start.W_hh.quantity, start.W_hh)
        self.b_h = Weight("b_h", start.b_h)
        self.W_hy = Weight("W_hy", start.W_hy)

    @property
    def weights(self) -> list[Weight]:
        """All weights, in the order of the page."""
        return [self.W_xh, self.W_hh, self.b_h, self.W_hy]

    def write(self) -> None:
        """Write all sections."""
        self._number()
        self._weights()
        self._forward()
        self._losses()
        self._backward()
        self._gradients()
        self._updates()

    def _number(self) -> None:
        self.page.section("epoch")
        self.epoch: Block = self.page.column(
            "epoch", ["number"], title=" ", rule=lambda e, _: self.epoch[e - 1, 0] + 1 if e else 1
        )

    # The weights of the epoch: those of the row above, less its step.

    def _weights(self) -> None:
        self.page.section("weights at the beginning of the epoch")
        for weight in self.weights:
            for row in range(self._height(weight)):
                weight.rows.append(self._weight_row(weight, row))

    def _weight_row(self, weight: Weight, row: int) -> Block:
        def rule(e: int, k: int) -> Expression:
            if e:
                return weight.rows[row][e - 1, k] - weight.steps[row][e - 1, k]
            # A bias is a column of numbers, and stands here as a row.
            first = weight.start[k, 0] if weight is self.b_h else weight.start[row, k]
            return first.as_operand()

        return self._column("weight_row", _row(weight, row), self._labels(weight), rule)

    def _height(self, weight: Weight) -> int:
        return 1 if weight is self.b_h else weight.start.shape[0]

    def _labels(self, weight: Weight) -> list[str]:
        """Name the columns of a weight's row after what they are multiplied with."""
        if weight.start.shape == (1, 1):
            return ["all units"]
        return self.letters if weight is self.W_xh else self.units

    # Forward.

    def _forward(self) -> None:
        self.h: list[Block] = []
        self.logits: list[Block] = []
        self.exps: list[Block] = []
        self.p: list[Block] = []
        for t in range(self.steps):
            self.page.section(f"step {t + 1}: forward")
            self.h.append(self._states(t))
            self._outputs(t)

    def _states(self, t: int) -> Block:
        def rule(e: int, i: int) -> Expression:
            before = [self.h[t - 1][e, j] if t else self.start.h_0[j, 0] for j in self._sources(i)]
            remembered = _sum(
                weight * state for weight, state in zip(self._recurrent(e, i), before, strict=True)
            )
            bias = self.b_h[0][e, 0 if self.tied else i]
            return tanh(dot(self.W_xh[i][e, :], self.start.x[:, t]) + remembered + bias)

        return self._column("state_row", f"h_{t + 1}", self.units, rule)

    def _sources(self, i: int) -> Sequence[int]:
        """Return the units whose last state a unit sees: in the article's form itself alone."""
        return [i] if self.tied else range(len(self.units))

    def _recurrent(self, e: int, i: int) -> list[Expression]:
        """Return the weights from those units."""
        if self.tied:
            return [self.W_hh[0][e, 0]]
        return [self.W_hh[i][e, j] for j in range(len(self.units))]

    def _outputs(self, t: int) -> None:
        h = self.h[t]

        def scores(e: int, k: int) -> Expression:
            return _sum(self.W_hy[k][e, i] * h[e, i] for i in range(len(self.units)))

        logits = self._column("letter_row", f"logits_{t + 1}", self.letters, scores)
        exps = self._column(
            "letter_row",
            f"exps_{t + 1}",
            self.letters,
            lambda e, k: exp(logits[e, k] - largest(logits[e, :])),
        )
        p = self._column(
            "letter_row", f"p_{t + 1}", self.letters, lambda e, k: exps[e, k] / total(exps[e, :])
        )
        self.logits.append(logits)
        self.exps.append(exps)
        self.p.append(p)

    def _losses(self) -> None:
        """Write the loss as ln Σ e^y − y of the right letter: it is never ln 0."""
        steps = [f"step {t + 1}" for t in range(self.steps)]
        y = self.start.y_true
        self.page.section("how right it is")
        self.right = self.page.column(
            "right", steps, rule=lambda e, t: dot(self.p[t][e, :], y[:, t])
        )
        losses = self.losses = self.page.column(
            "losses",
            steps,
            rule=lambda e, t: (
                ln(total(self.exps[t][e, :]))
                + largest(self.logits[t][e, :])
                - dot(self.logits[t][e, :], y[:, t])
            ),
        )
        self.word_loss = self.page.column(
            "word_loss", ["sum"], rule=lambda e, _: total(losses[e, :])
        )
        self.hits = self.page.column(
            "hits", ["of them"], rule=lambda e, _: _sum(self._hit(e, t) for t in range(self.steps))
        )

    def _hit(self, e: int, t: int) -> Expression:
        likeliest = largest(self.p[t][e, :])
        return when(equal(dot(self.p[t][e, :], self.start.y_true[:, t]), likeliest), 1, 0)

    # Backward, from the last step to the first.

    def _backward(self) -> None:
        self.dlogits: dict[int, Block] = {}
        self.dh: dict[int, Block] = {}
        self.da: dict[int, Block] = {}
        for t in reversed(range(self.steps)):
            self.page.section(f"step {t + 1}: back")
            self.dlogits[t] = self._column(
                "letter_row", f"dlogits_{t + 1}", self.letters, self._error_rule(t)
            )
            dh = self._column("state_row", f"dh_{t + 1}", self.units, self._blame_rule(t))
            h = self.h[t]
            self.dh[t] = dh
            self.da[t] = self._column("state_row", f"da_{t + 1}", self.units, _through_tanh(dh, h))

    def _error_rule(self, t: int) -> Callable[[int, int], Expression]:
        return lambda e, k: self.p[t][e, k] - self.start.y_true[k, t]

    def _blame_rule(self, t: int) -> Callable[[int, int], Expression]:
        def rule(e: int, i: int) -> Expression:
            from_output = _sum(
                self.W_hy[k][e, i] * self.dlogits[t][e, k] for k in range(len(self.letters))
            )
            if t + 1 == self.steps:
                return from_output
            after = self.da[t + 1]
            from_future = _sum(
                (self.W_hh[0][e, 0] if self.tied else self.W_hh[j][e, i]) * after[e, j]
                for j in self._sources(i)
            )
            return from_output + from_future

        return rule

    def _gradients(self) -> None:
        self.page.section("gradients, all steps added up")
        rules: dict[str, Callable[[int], Rule]] = {
            "W_xh": lambda row: self._products_over_steps(self.da, row, self._input),
            "W_hy": lambda row: self._products_over_steps(self.dlogits, row, self._state),
            "W_hh": lambda row: self._products_over_steps(self.da, row, self._before),
            "w_hh": lambda _: self._shared_gradient,
            "b_h": lambda _: self._bias_gradient,
        }
        for weight in self.weights:
            for row in range(len(weight.rows)):
                rule = rules[weight.name](row)
                weight.gradients.append(
                    self._column("gradient_row", _row(weight, row, "d"), self._labels(weight), rule)
                )

    def _over_steps(self, of: Callable[[int], Expression]) -> Expression:
        return _sum(of(t) for t in range(self.steps))

    def _products_over_steps(
        self, errors: dict[int, Block], row: int, source: Callable[[int, int, int], Expression]
    ) -> Rule:
        """Return Σ_t error_t[row] · source_t[k], the gradient of one row of a matrix."""
        return lambda e, k: self._over_steps(lambda t: errors[t][e, row] * source(e, k, t))

    def _input(self, _: int, k: int, t: int) -> Expression:
        return self.start.x[k, t]

    def _state(self, e: int, i: int, t: int) -> Expression:
        return self.h[t][e, i]

    def _before(self, e: int, j: int, t: int) -> Expression:
        return self.h[t - 1][e, j] if t else self.start.h_0[j, 0]

    def _shared_gradient(self, e: int, _: int) -> Expression:
        units = range(len(self.units))
        return self._over_steps(
            lambda t: _sum(self.da[t][e, i] * self._before(e, i, t) for i in units)
        )

    def _bias_gradient(self, e: int, i: int) -> Expression:
        if self.tied:
            return self._over_steps(lambda t: total(self.da[t][e, :]))
        return self._over_steps(lambda t: self.da[t][e, i].as_operand())

    # Then each weight takes its step.

    def _updates(self) -> None:
        every = [gradient for weight in self.weights for gradient in weight.gradients]
        self.page.section("how far to go")
        pace = optimizers.pace(self.page, self.settings, every)
        self.page.section("the optimizer: m and v of each weight, and its step", folded=True)
        for weight in self.weights:
            labels = self._labels(weight)
            for row, gradient in enumerate(weight.gradients):
                name = _row(weight, row)
                weight.steps.append(
                    optimizers.step(self.page, self.settings, pace, name, gradient, labels)
                )

    def _column(self, quantity: str, name: str, labels: list[str], rule: Rule) -> Block:
        return self.page.column(
            quantity, labels, title=name, name=name, key=self.page.prefix + name, rule=rule
        )


def _through_tanh(dh: Block, h: Block) -> Callable[[int, int], Expression]:
    return lambda e, i: dh[e, i] * (1 - h[e, i] * h[e, i])


def _row(weight: Weight, row: int, before: str = "") -> str:
    """Return the name of one row of a weight, or of its gradient."""
    many = weight.start.shape[0] > 1 and weight.name != "b_h"
    return f"{before}{weight.name}_{row + 1}" if many else f"{before}{weight.name}"


def _sum(terms: Iterable[Expression]) -> Expression:
    first, *others = terms
    return reduce(add, others, first)
