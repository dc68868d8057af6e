"""The loss of a network and the way back from it, as `nn` goes it."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import losses
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.models import Model
from xlrnn.nn.optimizers import SGD
from xlrnn.nn.training.step import JudgedBatch, JudgedOutput, go_back

Array = NDArray[Any]

_LOSSES: Final = {
    "cross-entropy": losses.CategoricalCrossentropy,
    "binary cross-entropy": losses.BinaryCrossentropy,
    "mean squared error": losses.MeanSquaredError,
    "squared error": losses.MeanSquaredError,
    "half squared error": losses.MeanSquaredError,
}
_REDUCTIONS: Final = {"mean": "sum_over_batch_size", "sum": "sum"}


class Arriving(Layer):
    """Hands on what it gets, both ways, and keeps ∂L/∂ of it.

    Attributes:
        dy: what arrived last.
    """

    dy: Array

    def forward(self, x: Array, *, training: bool = False, mask: Mask | None = None) -> Array:  # noqa: ARG002
        """Return x."""
        return x

    def backward(self, dy: Array) -> Array:
        """Keep dy, and return it."""
        self.dy = np.array(dy)
        return dy


class Judge:
    """Judges what a model says, and goes back from that.

    Args:
        model: with one output.
        kind: one of `words.LOSSES`.
        reduction: how the losses of samples and steps become one.
        width: of the output.
    """

    def __init__(self, model: Model, kind: str, reduction: str, width: int) -> None:
        self.model = model
        self.factor = {"squared error": float(width), "half squared error": width / 2}.get(
            kind, 1.0
        )
        self._loss = _LOSSES[kind](reduction=_REDUCTIONS[reduction])
        self._learn(1.0)

    def _learn(self, rate: float) -> None:
        self.model.compile(SGD(rate), self._loss, loss_weights=self.factor)

    def judge(self, x: list[Array], y: Array) -> None:
        """Calculate the loss and all gradients."""
        batch = self.model.labelled(x if len(x) > 1 else x[0], y)
        judged = JudgedBatch(self.model, self.model.forward(batch.x), batch)
        output = judged.outputs[0]
        assert output is not None
        self.losses: Array = np.array(output.values) * self.factor
        self.value = judged.value
        self.dy = self._gradient(output)
        with recording():
            go_back(self.model, judged)

    def _gradient(self, output: JudgedOutput) -> Array:
        """Return ∂L/∂ of the prediction, which the way back may leave out."""
        dy: Array = output.loss.gradient(output.y, output.p) * output.weights[..., None]
        return dy

    def learn(self, rate: float) -> None:
        """Take a step against the gradients, which `judge` has found."""
        self._learn(rate)
        self.model.claim()
        self.model.optimizer.ensure_built(self.model.vectors)
        self.model.optimizer.step(self.model.vectors)
