"""The training of `hello-training` in NumPy: every number of every epoch, as it stands there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.hello.network import HelloNetwork
from xlrnn.nn import optimizers, predicted
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.losses import CategoricalCrossentropy
from xlrnn.nn.optimizers.clipping import norm
from xlrnn.nn.optimizers.optimizer import Optimizer
from xlrnn.sheet.maths.there import YES

Array = NDArray[Any]
PREFIX = "e_"
"""Stands before the names of the table's columns."""


def calculate(inputs: Arrays, epochs: int, *, tied: bool) -> dict[str, Array]:
    """Train, and return what every block shows.

    Args:
        inputs: letters, first weights and settings.
        epochs: how many rows there are.
        tied: whether all units share one recurrent weight and one bias.
    """
    shown = int(inputs["epoch_shown"][0, 0]) - 1
    training = Training(inputs, tied=tied)
    rows: list[dict[str, Array]] = []
    picked: dict[str, Array] = {}
    for number in range(epochs):
        matrices = training.epoch()
        rows.append(training.row(matrices))
        if number == shown:
            picked = matrices
    table = {PREFIX + key: np.array([row[key] for row in rows]) for key in rows[0]}
    same_in_all = {key: picked[key] for key in ("x", "target", "y_true")}
    said = {"there": texts([YES])}
    return {**picked, **same_in_all, **said, **table, **_result(table, training)}


@dataclass
class TrainedWeight:
    """A weight of the network: its parameter, and how it stands on the sheet."""

    name: str
    parameter: Parameter
    part: slice

    def matrix(self, values: Array) -> Array:
        """Return numbers of this weight as the matrix of the other lessons."""
        own = values.reshape(self.parameter.shape)
        return own[:, None] if own.ndim == 1 else own.T

    def rows(self, values: Array) -> dict[str, Array]:
        """Return its rows, each under a name of its own; a bias is one row."""
        matrix = self.matrix(values)
        if self.name == "b_h" or len(matrix) == 1:
            return {self.name: matrix.ravel()}
        return {f"{self.name}_{row + 1}": line for row, line in enumerate(matrix)}


class Training:
    """The network, its optimizer, and one epoch after the other."""

    def __init__(self, inputs: Arrays, *, tied: bool) -> None:
        recurrent = "w_hh" if tied else "W_hh"
        names = ("W_xh", recurrent, "b_h", "W_hy")
        first = {name: inputs[f"start_{name}"] for name in names}
        self.network = HelloNetwork({**inputs, **first}, tied=tied)
        self.network.forward()
        rnn, output = self.network.rnn, self.network.output
        self.vector = ParameterVector([rnn.kernel, rnn.recurrent_kernel, rnn.bias, output.kernel])
        self.weights = [
            TrainedWeight(name, parameter, part)
            for name, parameter, part in zip(
                names, self.vector.parameters, self.vector.parts, strict=True
            )
        ]
        self.betas = float(inputs["beta_1"][0, 0]), float(inputs["beta_2"][0, 0])
        self.clip = float(inputs["clip"][0, 0])
        self.adam = str(inputs["optimizer"][0, 0]) == "Adam"
        self.rate = float(inputs["rate_adam" if self.adam else "rate_sgd"][0, 0])
        # Both remember, as the sheet does: only one of them changes the weights.
        epsilon = float(inputs["epsilon_adam"][0, 0])
        clip = self.clip
        self.memory = optimizers.Adam(self.rate, *self.betas, epsilon, global_clipnorm=clip)
        self.optimizer: Optimizer = (
            self.memory if self.adam else optimizers.SGD(self.rate, global_clipnorm=clip)
        )

    def epoch(self) -> dict[str, Array]:
        """Read the word once: everything by its key, the weights as they are before the step."""
        network = self.network
        calculated = {**network.forward(), **network.judge(), **network.backward()}
        weights = {w.name: w.matrix(w.parameter.value).copy() for w in self.weights}
        logits = calculated["logits"].T
        loss = CategoricalCrossentropy().fused_values(network.y_true, logits)[None]
        return {**calculated, **weights, "loss": loss}

    def row(self, matrices: dict[str, Array]) -> dict[str, Array]:
        """Return the row of this epoch, and take its step."""
        right = (matrices["y_true"] * matrices["p"]).sum(axis=0)
        hits = float((right == matrices["p"].max(axis=0)).sum())
        return {
            "epoch": np.array([self.optimizer.iterations + 1.0]),
            **self._by_row(self.vector.values.copy()),
            **_by_step(matrices),
            "right": right,
            "losses": matrices["loss"][0],
            "word_loss": matrices["loss"].sum(axis=1),
            "hits": np.array([hits]),
            **self._by_row(self.vector.grads.copy(), "d"),
            **self._pace(),
            **self._step(),
        }

    def _by_row(self, values: Array, before: str = "") -> dict[str, Array]:
        return {
            before + name: row
            for weight in self.weights
            for name, row in weight.rows(values[weight.part]).items()
        }

    def _pace(self) -> dict[str, Array]:
        """Return how far this step goes."""
        n = self.optimizer.iterations + 1
        length = norm([self.vector.grads])
        powers = [beta**n for beta in self.betas]
        alpha = self.rate * np.sqrt(1 - powers[1]) / (1 - powers[0])
        factor = self.clip / length if length > self.clip else 1.0
        numbers = {
            "gradient_norm": length,
            "gradient_scale": factor,
            "beta_1_power": powers[0],
            "beta_2_power": powers[1],
            "alpha": alpha,
        }
        return {name: np.array([number]) for name, number in numbers.items()}

    def _step(self) -> dict[str, Array]:
        """Let the optimizer change the weights; return its memory and the step of each weight."""
        before = self.vector.values.copy()
        if not self.adam:
            self._remember()
        self.optimizer.step([self.vector])
        step = before - self.vector.values
        slots = self.memory.slots[0]
        mean = (1 - self.betas[0]) * slots["mean"]
        square = (1 - self.betas[1]) * slots["square"]
        moments = {**self._by_row(mean, "m_"), **self._by_row(square, "v_")}
        return {**moments, **self._by_row(step, "step_")}

    def _remember(self) -> None:
        """Let Adam see the gradients, and take back what it does to weights and gradients."""
        values, grads = self.vector.values.copy(), self.vector.grads.copy()
        self.memory.step([self.vector])
        self.vector.values[...], self.vector.grads[...] = values, grads


def _by_step(matrices: dict[str, Array]) -> dict[str, Array]:
    """Return the columns of each quantity that has one for each step."""
    quantities = ("h", "logits", "exps", "p", "dlogits", "dh", "da")
    return {
        f"{name}_{t + 1}": column
        for name in quantities
        for t, column in enumerate(matrices[name].T)
    }


def _result(table: dict[str, Array], training: Training) -> dict[str, Array]:
    """Return how the network began, and how it ended."""
    steps = table[f"{PREFIX}right"].shape[1]
    p_end = np.array([table[f"{PREFIX}p_{t + 1}"][-1] for t in range(steps)])
    p_start = np.array([table[f"{PREFIX}p_{t + 1}"][0] for t in range(steps)])
    all_right = np.flatnonzero(table[f"{PREFIX}hits"][:, 0] == steps)
    return {
        "rate": np.array([[training.rate]]),
        "p_start": p_start.T,
        "p_end": p_end.T,
        "predicted_end": texts(predicted(p_end, training.network.vocabulary)).T,
        "all_right": np.array([[float(all_right[0] + 1) if all_right.size else 0.0]]),
        "loss_end": table[f"{PREFIX}losses"][-1:],
    }
