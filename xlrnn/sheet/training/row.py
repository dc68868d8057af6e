"""A row of training: from the weights of an epoch to the steps that change them."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import equal, log, max_, sum_, where
from xlrnn.formula.sums import dot, summed
from xlrnn.sheet.maths import optimizers
from xlrnn.sheet.training.backward import Backward
from xlrnn.sheet.training.forward import Forward
from xlrnn.sheet.training.network import EpochNetwork, Weight


class TrainingRow:
    """Writes the columns of an epoch, from its weights to the steps that change them.

    Args:
        network: the network, with what the first epoch begins with.
        settings: the optimizer's cells.
    """

    def __init__(self, network: EpochNetwork, settings: optimizers.OptimizerCells) -> None:
        self.network, self.settings, self.page = network, settings, network.page
        self.forward = Forward(network)
        self.backward = Backward(network, self.forward)

    def write(self) -> None:
        """Write all sections."""
        self._number()
        self._weights()
        self.forward.write()
        self._losses()
        self.backward.write()
        self._updates()

    def _number(self) -> None:
        self.page.section("epoch")
        self.epoch: Block = self.page.column(
            "epoch",
            ["number"],
            title=" ",
            rule=lambda e, _: self.epoch[e - 1, 0] + 1 if e else 1,
            notation="that of the row above + 1; row 1: 1",
        )

    # The weights of the epoch: those of the row above, less its step.

    def _weights(self) -> None:
        self.page.section("weights at the beginning of the epoch")
        for weight in self.network.weights:
            for row in range(weight.height):
                weight.rows.append(self._weight_row(weight, row))

    def _weight_row(self, weight: Weight, row: int) -> Block:
        def rule(e: int, k: int) -> Expression:
            if e:
                return weight.rows[row][e - 1, k] - weight.steps[row][e - 1, k]
            return weight.first(row, k)

        name = weight.row_name(row)
        first = f", its row {row + 1}" if weight.height > 1 else ""
        notation = f"{name} − step_{name}, both of the row above; row 1: {weight.name} of page "
        notation += f"{weight.start.page}{first}"
        block = self.network.column("weight_row", name, weight.labels, rule, notation)
        return block.showing(weight.name, row=row)

    # Between forward and back: how right it is.

    def _losses(self) -> None:
        """Write the loss as ln Σ e^y − y of the right letter: it is never ln 0."""
        forward, y = self.forward, self.network.start.y_true
        steps = [f"step {t + 1}" for t in range(self.network.steps)]
        self.page.section("how right it is")
        self.right = self.page.column(
            "right",
            steps,
            rule=lambda e, t: dot(forward.p[t][e, :], y[:, t]),
            notation="p_t of the right letter: Σ p_t · y_true_t",
        )
        losses = self.losses = self.page.column(
            "losses",
            steps,
            rule=lambda e, t: (
                log(sum_(forward.exps[t][e, :]))
                + max_(forward.logits[t][e, :])
                - dot(forward.logits[t][e, :], y[:, t])
            ),
            notation="L_t = −ln p_t of the right letter = "
            "ln Σ exps_t + max(logits_t) − Σ logits_t · y_true_t",
        )
        self.word_loss = self.page.column(
            "word_loss", ["sum"], rule=lambda e, _: sum_(losses[e, :]), notation="L = Σ_t L_t"
        )
        self.hits = self.page.column(
            "hits",
            ["of them"],
            rule=lambda e, _: summed(self._hit(e, t) for t in range(len(steps))),
            notation="at how many steps the right letter has the largest p_t",
        )
        self.page.ahead = [self.word_loss, self.hits]

    def _hit(self, e: int, t: int) -> Expression:
        p = self.forward.p[t][e, :]
        return where(equal(dot(p, self.network.start.y_true[:, t]), max_(p)), 1, 0)

    # Then each weight takes its step.

    def _updates(self) -> None:
        weights = self.network.weights
        every = [gradient for weight in weights for gradient in weight.gradients]
        self.page.section("how far to go")
        pace = optimizers.pace(self.page, self.settings, every)
        self.page.section("the optimizer: m and v of each weight, and its step", folded=True)
        for weight in weights:
            for row, gradient in enumerate(weight.gradients):
                name = weight.row_name(row)
                weight.steps.append(
                    optimizers.step(self.page, self.settings, pace, name, gradient, weight.labels)
                )
