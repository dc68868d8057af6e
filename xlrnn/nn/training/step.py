"""One step of training: forward, loss, backward, update."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.trace import ModelTrace, Trace
from xlrnn.nn.graph.graph import Arriving
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.time_distributed import TimeDistributed
from xlrnn.nn.losses import Loss, SampledCrossentropy, row_weights
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.penalties import add_gradients, penalty

Array = NDArray[Any]


class JudgedOutput:
    """The loss of one output, and the way back from it.

    Loss and last activation are taken together where they meet (softmax with cross-entropy,
    sigmoid with binary cross-entropy): exact however sure the network is, and cheaper.

    Args:
        loss: how wrong a prediction is.
        factor: what the loss is multiplied with.
        p: the prediction.
        batch: the labels and weights.
        mask: which rows count for the model.
        last: the layer that predicts, if nobody else takes what it returns.
    """

    def __init__(
        self,
        loss: Loss,
        factor: float,
        p: Array,
        batch: Samples,
        mask: Array | None,
        last: Layer | None,
    ) -> None:
        self.loss, self.p = loss, loss.classes_last(p, p.ndim)
        self.y = loss.targets(batch.labels, p.ndim)
        self.fused = (
            last is not None
            and loss.fuses_with is not None
            and last.fused_activation == loss.fuses_with
        )
        self.values = (
            loss.values_of_both(self.y, last.logits, self.p)
            if last is not None and self.fused
            else loss.values(self.y, self.p)
        )
        counted = _both(mask, loss.counted(batch.labels))
        self.weights = row_weights(
            self.values.shape, batch.weight, counted, p.dtype, loss.reduction
        )
        self.alone = float(np.vdot(self.weights, self.values))
        if factor != 1:
            self.weights *= factor
        self.value = self.alone if factor == 1 else float(np.vdot(self.weights, self.values))

    def gradient(self) -> Arriving:
        """Return ∂L/∂ of the prediction, or of what the last activation was given."""
        if self.fused:
            dlogits = self.loss.weighed_gradient(self.y, self.p, self.weights)
            return Arriving(dlogits, at_logits=True)
        dy = self.loss.gradient(self.y, self.p)
        dy *= self.weights[..., None]
        return Arriving(dy if self.loss.axis == -1 else self._moved_back(dy))

    def _moved_back(self, dy: Array) -> Array:
        """Return a gradient with the classes where the prediction has them."""
        return np.ascontiguousarray(np.moveaxis(dy, -1, self.loss.axis))


class JudgedBatch:
    """The loss of a batch, and the way back from it.

    Args:
        model: the network, after its forward pass.
        p: the prediction; of several outputs a list.
        batch: the labels and weights.

    Attributes:
        predictions: of each output.
        masks: which steps of each count.
        outputs: each as it was judged; None for one of which nothing is expected.
        value: the loss of all together.
    """

    def __init__(self, model: Learner, p: Any, batch: Samples) -> None:
        self.predictions = p if isinstance(p, list) else [p]
        self.masks = model.output_masks
        self.outputs = [self._judged(model, k, batch.of_output(k)) for k in range(len(model.aims))]
        self.value = sum(output.value for output in self.outputs if output is not None)
        if model.penalized:
            self.value += penalty(model.penalized)

    def _judged(self, model: Learner, k: int, batch: Samples) -> JudgedOutput | None:
        aim = model.aims[k]
        if aim.loss is None:
            return None
        last = model.graph.sole_end(k)
        return JudgedOutput(aim.loss, aim.weight, self.predictions[k], batch, self.masks[k], last)

    def values_by_output(self) -> list[float]:
        """Return the loss of each output that has one, not weighed against the others."""
        return [output.alone for output in self.outputs if output is not None]

    def gradients(self) -> list[Arriving | None]:
        """Return ∂L/∂ of each output."""
        return [None if output is None else output.gradient() for output in self.outputs]


def go_back(model: Learner, judged: JudgedBatch) -> None:
    """Fill the gradients of all weights, from the loss and from their penalties."""
    model.backward_all(judged.gradients())
    if model.penalized:
        add_gradients(model.penalized)


def _both(mask: Array | None, counted: Array | None) -> Array | None:
    """Return which rows count for the model and for the loss; None where all do."""
    if mask is None or counted is None:
        return mask if counted is None else counted
    return mask & counted if mask.shape == counted.shape else counted


def train_step(model: Learner, batch: Samples) -> float:
    """Learn from a batch, measure what was predicted of it, and return its loss."""
    with looking_at_some(model, batch) as seen:
        model.claim()
        judged = JudgedBatch(model, model.forward(seen.x, training=True), seen)
        loss = _learned(model, judged)
        judged.value = loss
        model.measures.add(judged, seen)
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
    if len(model.aims) > 1 or not isinstance(model.loss, SampledCrossentropy):
        yield batch
        return
    last = model.graph.sole_end(0)
    head = last.layer if isinstance(last, TimeDistributed) else last
    if not isinstance(head, Dense) or head.fused_activation != "softmax":
        raise UsageError(
            f"{model.loss.name} looks at some of the classes: expected Dense(…, "
            f"activation='softmax') as the last layer, got {last and last.name}"
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


def judge_batch(model: Learner, batch: Samples) -> JudgedBatch:
    """Judge a batch without learning from it."""
    return JudgedBatch(model, model.forward(batch.x, training=False), batch)


def trace(model: Learner, batch: Samples, *, gradients: bool) -> ModelTrace:
    """Name every intermediate result of a batch, and every gradient by time step."""
    p = model.forward(batch.x)
    turns = model.turns()
    traces = {name: step.layer.trace() for name, step in turns}
    if batch.y is not None:
        judged = JudgedBatch(model, p, batch)
        for k, output in enumerate(judged.outputs):
            if output is not None:
                traces.setdefault(_end(model, k), Trace())["loss"] = output.values
        if gradients:
            with recording():
                go_back(model, judged)
            for name, step in turns:
                if step.learns and step.passed:
                    traces[name].update(step.layer.gradient_trace())
    return ModelTrace(traces)


def _end(model: Learner, k: int) -> str:
    """Return whose trace the loss of an output belongs to."""
    last = model.graph.ends[k]
    names = [name for name, step in model.turns() if step is last]
    return names[0] if names else model.name
