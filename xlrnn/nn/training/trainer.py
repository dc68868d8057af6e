"""`compile`, `fit`, `evaluate` and `predict`, as Keras has them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import TrainingError, UsageError
from xlrnn.nn import losses, optimizers
from xlrnn.nn.callbacks.callback import Callback, CallbackList
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.core import random
from xlrnn.nn.core.layer import positive
from xlrnn.nn.core.parameter import ParameterVector
from xlrnn.nn.core.trace import ModelTrace
from xlrnn.nn.training.data import Samples, as_numbers, samples, validation_parts
from xlrnn.nn.training.measures import Measures, reported
from xlrnn.nn.training.progress import listeners
from xlrnn.nn.training.step import test_step, trace, train_step
from xlrnn.nn.training.truncated import carried_states, windows
from xlrnn.nn.training.words import words_looked_up_once

if TYPE_CHECKING:
    from xlrnn.nn.models import Sequential

Array = NDArray[Any]
Logs = dict[str, float]
BATCH = 32


class Trainer:
    """What a model can do beside calculating: learn, be judged, predict."""

    vectors: list[ParameterVector]

    def __init__(self) -> None:
        self.compiled = False
        self.stop_training = False

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        metrics: Sequence[Any] | None = None,
    ) -> None:
        """Choose how the model learns and how it is judged.

        Args:
            optimizer: its name, for instance `adam`, or an optimizer.
            loss: its name, for instance `categorical_crossentropy`, or a loss.
            metrics: names such as `accuracy`, or metrics.
        """
        if loss is None:
            raise UsageError("compile needs a loss, for instance loss='categorical_crossentropy'")
        self.optimizer = optimizers.get(optimizer)
        self.loss = losses.get(loss)
        self.measures = Measures([] if metrics is None else metrics)
        self.compiled = True

    def get_compile_config(self) -> dict[str, Any]:
        """Return what `compile` was given, as JSON can hold it; metrics by their names."""
        return {
            "optimizer": _as_config(self.optimizer),
            "loss": _as_config(self.loss),
            "metrics": self.measures.names(),
        }

    def fit(
        self,
        x: Any,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: Sequence[Callback] | Callback | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        truncate: int | None = None,
    ) -> History:
        """Train the model.

        Args:
            x: the inputs, a row for each sample.
            y: what is expected of each.
            batch_size: how many samples make one step; 32 by default.
            epochs: how often all samples are seen.
            verbose: 0 silent, 1 a progress bar, 2 a line for each epoch.
            callbacks: who is told of every batch and epoch.
            validation_split: the share of the samples, from the end, to validate with.
            validation_data: x, y and, if any, sample weights to validate with.
            shuffle: whether the samples come in another order in each epoch.
            class_weight: how much the samples, or steps, of each class count: 1 if not said.
            sample_weight: how much each sample counts.
            initial_epoch: the first epoch's number, to go on with a training.
            truncate: the steps after which back-propagation through time is cut, for long
                sequences: one update for each window of so many steps.

        Returns:
            The history: loss and metrics of each epoch.

        Raises:
            TrainingError: if the loss is no longer a number.
        """
        if not isinstance(epochs, int | np.integer) or epochs < 0:
            raise UsageError(f"epochs is {epochs!r}: expected a whole number from 0")
        given = self.labelled(x, y, sample_weight)
        train, held_out = self._divided(given, validation_split, validation_data)
        train = self._class_weighted(train, class_weight)
        size = positive(BATCH if batch_size is None else batch_size, "batch_size")
        history = History()
        params = {"epochs": epochs, "samples": len(train), "steps": -(-len(train) // size)}
        told = listeners(callbacks, history, self, {**params, "verbose": verbose})
        self.stop_training = False
        told.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            told.on_epoch_begin(epoch)
            order = random.generator().permutation(len(train)) if shuffle else None
            with np.errstate(over="ignore", invalid="ignore"):  # the loss will tell
                logs = self._epoch(train, size, order, told, epoch, truncate)
            if held_out is not None:
                logs |= self._judge(held_out, size, "val_")
            told.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        told.on_train_end()
        return history

    def evaluate(
        self,
        x: Any,
        y: Any = None,
        batch_size: int | None = None,
        sample_weight: Any = None,
        *,
        return_dict: bool = False,
        verbose: int | str = 0,  # noqa: ARG002
    ) -> Any:
        """Return the loss, and the metrics behind it; with `return_dict` by name."""
        size = positive(BATCH if batch_size is None else batch_size, "batch_size")
        return reported(self._judge(self.labelled(x, y, sample_weight), size), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: int | str = 0,  # noqa: ARG002
    ) -> Array:
        """Return the prediction for each sample."""
        model, given = self._model, samples(x)
        size = positive(BATCH if batch_size is None else batch_size, "batch_size")
        with words_looked_up_once(model, given, size):
            parts = [model.forward(batch.x).copy() for batch in given.batches(size)]
        return np.concatenate(parts)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Learn from one batch; return its loss, and the metrics if there are any."""
        batch = self._class_weighted(self.labelled(x, y, sample_weight), class_weight)
        self.measures.reset()
        loss, p = train_step(self._model, batch)
        self.measures.add(loss, batch, p, self._model.output_mask)
        return reported(self.measures.logs(), return_dict)

    def test_on_batch(self, x: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Judge one batch; return its loss, and the metrics if there are any."""
        return self.evaluate(x, y, len(x), sample_weight)

    def predict_on_batch(self, x: Any) -> Array:
        """Return the prediction for one batch."""
        return self._model.forward(as_numbers(x, "x")).copy()

    def trace(
        self, x: Any, y: Any = None, sample_weight: Any = None, *, gradients: bool = False
    ) -> ModelTrace:
        """Return every intermediate result by its name, to compare, to draw, to teach.

        Args:
            x: a batch of samples.
            y: what is expected of each; adds the `loss` of each sample and step.
            sample_weight: how much each counts in the gradients.
            gradients: whether every gradient by time step is added; it needs `y`.

        Returns:
            The arrays of all layers, samples in front.
        """
        if gradients and y is None:
            raise UsageError("gradients need labels: expected x and y")
        batch = samples(x) if y is None else self.labelled(x, y, sample_weight)
        return trace(self._model, batch, gradients=gradients)

    # One epoch.

    def _epoch(
        self,
        train: Samples,
        size: int,
        order: Array | None,
        told: CallbackList,
        epoch: int,
        truncate: int | None,
    ) -> Logs:
        self.measures.reset()
        for step, batch in enumerate(train.batches(size, order)):
            told.on_train_batch_begin(step)
            loss = self._learn(batch, truncate)
            logs = self.measures.logs() if told.wants_batches else {"loss": loss}
            told.on_train_batch_end(step, logs)
            if not np.isfinite(loss) and not self.stop_training:
                raise TrainingError(
                    f"the loss, or its gradient, became {loss} in epoch {epoch + 1}, step "
                    f"{step + 1}: the weights are those of the step before; try a smaller "
                    "learning rate or clipnorm=1"
                )
            if self.stop_training:
                break
        return self.measures.logs()

    def _learn(self, batch: Samples, truncate: int | None) -> float:
        """Learn from a batch, in windows if it is to be; return the (last) loss."""
        model = self._model
        if truncate is None:
            loss, p = train_step(model, batch)
            self.measures.add(loss, batch, p, model.output_mask)
            return loss
        with carried_states(model):
            for window in windows(batch, positive(truncate, "truncate")):
                loss, p = train_step(model, window)
                self.measures.add(loss, window, p, model.output_mask)
                if not np.isfinite(loss):
                    break
        return loss

    def _judge(self, held_out: Samples, size: int, prefix: str = "") -> Logs:
        """Return loss and metrics of samples that nothing is learned from."""
        measures = self.measures.afresh()
        with words_looked_up_once(self._model, held_out, size):
            for batch in held_out.batches(size):
                loss, p = test_step(self._model, batch)
                measures.add(loss, batch, p, self._model.output_mask)
        return measures.logs(prefix)

    # What all of them need.

    @property
    def _model(self) -> "Sequential":
        return cast("Sequential", self)

    def labelled(
        self,
        x: Any,
        y: Any,
        weight: Any = None,
    ) -> Samples:
        """Return samples whose labels fit the loss and the prediction's shape."""
        if not self.compiled:
            raise UsageError("the model is not compiled: call compile(loss=…) first")
        if y is None:
            raise UsageError("there are no labels: expected x and y")
        given = samples(x, y, weight)
        model = self._model
        model.ensure_built(given.x.shape)
        self.optimizer.ensure_built(model.vectors)
        x = model.in_rank(given.x)
        model.check_input(x.shape)
        shape = model.compute_output_shape(x.shape)
        return Samples(x, self.loss.check(given.labels, shape), given.weight)

    def _divided(
        self, given: Samples, share: float, validation: Any
    ) -> tuple[Samples, Samples | None]:
        """Return what is trained with, and what is validated with, if anything."""
        if validation is not None:
            return given, self.labelled(*validation_parts(validation))
        return given.split(share) if share else (given, None)

    def _class_weighted(self, given: Samples, weights: Mapping[int, float] | None) -> Samples:
        rows = len(self._model.output_shape) - 1
        return given if weights is None else given.class_weighted(weights, rows)


def _as_config(thing: Any) -> dict[str, Any]:
    return {"class_name": type(thing).__name__, "config": thing.get_config()}
