"""One step of training: forward, loss, backward, update."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.core.trace import ModelTrace
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.time_distributed import TimeDistributed
from xlrnn.nn.losses import Loss, SampledCrossentropy, row_weights
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.penalties import add_gradients, penalty

Array = NDArray[Any]


class JudgedBatch:
    """The loss of a batch, and the way back from it.

    Loss and last activation are taken together where they meet (softmax with cross-entropy,
    sigmoid with binary cross-entropy): exact however sure the network is, and cheaper.

    Args:
        model: the network, after its forward pass.
        loss: how wrong a prediction is.
        p: the prediction.
        batch: the labels and weights.
    """

    def __init__(self, model: Learner, loss: Loss, p: Array, batch: Samples) -> None:
        self.last, self.loss, self.p = model.layers[-1], loss, loss.classes_last(p, p.ndim)
        self.y = loss.targets(batch.labels, p.ndim)
        self.fused = loss.fuses_with is not None and self.last.fused_activation == loss.fuses_with
        values = (
            loss.fused_values(self.y, self.last.logits)
            if self.fused
            else loss.values(self.y, self.p)
        )
        mask = _both(model.output_mask, loss.counted(batch.labels))
        self.values = values
        self.weights = row_weights(values.shape, batch.weight, mask, p.dtype, loss.reduction)
        if model.loss_weight != 1:
            self.weights *= model.loss_weight
        self.value = float(np.vdot(self.weights, values))
        if model.regularized:
            self.value += penalty(model.regularized)

    def backward(self) -> Any:
        """Return ∂L/∂ of what the last layer was given."""
        if not self.fused:
            dy = self.loss.gradient(self.y, self.p)
            dy *= self.weights[..., None]
            return self.last.backward(dy if self.loss.axis == -1 else self._moved_back(dy))
        dlogits = self.loss.fused_gradient(self.y, self.p)
        dlogits *= self.weights[..., None]
        return self.last.backward_from_logits(dlogits)

    def _moved_back(self, dy: Array) -> Array:
        """Return a gradient with the classes where the prediction has them."""
        return np.ascontiguousarray(np.moveaxis(dy, -1, self.loss.axis))


def go_back(model: Learner, judged: JudgedBatch) -> None:
    """Fill the gradients of all weights, from the loss and from their penalties."""
    model.backward_below(judged.backward())
    if model.regularized:
        add_gradients(model.regularized)


def _both(mask: Array | None, counted: Array | None) -> Array | None:
    """Return which rows count for the model and for the loss; None where all do."""
    if mask is None or counted is None:
        return mask if counted is None else counted
    return mask & counted if mask.shape == counted.shape else counted


def train_step(model: Learner, batch: Samples) -> float:
    """Learn from a batch, measure what was predicted of it, and return its loss."""
    with looking_at_some(model, batch) as seen:
        p = model.forward(seen.x, training=True)
        loss = _learned(model, JudgedBatch(model, model.loss, p, seen))
        model.measures.add(loss, seen, p, model.output_mask)
    return loss


def _learned(model: Learner, judged: JudgedBatch) -> float:
    """Go back from the loss, change the weights, and return the loss.

    A loss or a gradient that is no number must not spoil the weights: they stay as they are, and
    the loss that is returned is no number.
    """
    go_back(model, judged)
    if not np.isfinite(judged.value):
        return judged.value
    if not all(_is_finite(vector.grads) for vector in model.vectors):
        return np.nan
    model.optimizer.step(model.vectors)
    return judged.value


@contextmanager
def looking_at_some(model: Learner, batch: Samples) -> Iterator[Samples]:
    """Let the last layer look at the classes that a loss draws; their places become the labels.

    Raises:
        UsageError: if the model's last layer is none that can.
    """
    if not isinstance(model.loss, SampledCrossentropy):
        yield batch
        return
    last = model.layers[-1]
    head = last.layer if isinstance(last, TimeDistributed) else last
    if not isinstance(head, Dense) or head.fused_activation != "softmax":
        raise UsageError(
            f"{model.loss.name} looks at some of the classes: expected Dense(…, "
            f"activation='softmax') as the last layer, got {last.name}"
        )
    head.some = some = model.loss.looked_at(batch.labels, head.units)
    try:
        yield batch if some is None else replace(batch, y=some.places(batch.labels))
    finally:
        head.some = None


def _is_finite(array: Array) -> bool:
    """Say whether all numbers are finite: one product tells, unless they are very large."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(np.vdot(array, array)) or np.isfinite(array).all())


def test_step(model: Learner, batch: Samples) -> tuple[float, Array]:
    """Judge a batch without learning from it."""
    p = model.forward(batch.x, training=False)
    return JudgedBatch(model, model.loss, p, batch).value, p


def trace(model: Learner, batch: Samples, *, gradients: bool) -> ModelTrace:
    """Name every intermediate result of a batch, and every gradient by time step."""
    p = model.forward(batch.x)
    traces = {layer.name: layer.trace() for layer in model.layers}
    if batch.y is not None:
        judged = JudgedBatch(model, model.loss, p, batch)
        traces[judged.last.name]["loss"] = judged.values
        if gradients:
            with recording():
                go_back(model, judged)
            for layer in model.layers:
                if layer.trainable_weights:
                    traces[layer.name].update(layer.gradient_trace())
    return ModelTrace(traces)
