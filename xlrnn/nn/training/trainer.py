"""`fit`, `evaluate` and `predict`, as Keras has them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Callback
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.core import random
from xlrnn.nn.core.trace import ModelTrace
from xlrnn.nn.training import asked, passes
from xlrnn.nn.training.data import Samples, samples, validation_parts
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.listeners import listeners, training_listeners
from xlrnn.nn.training.measures import reported
from xlrnn.nn.training.step import trace, train_step
from xlrnn.nn.training.validation import Validation

Array = NDArray[Any]
Callbacks = Sequence[Any] | Callback | None


class Trainer(Learner):
    """What a network can do beside calculating: learn, be judged, predict.

    Attributes:
        history: of the last training.
    """

    history: History

    def fit(
        self,
        x: Any,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: int | str = "auto",
        callbacks: Callbacks = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: None = None,
        validation_steps: None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
        *,
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
            steps_per_epoch: Keras' option; we take whole epochs, and nothing but None.
            validation_steps: likewise.
            validation_batch_size: how many samples are validated at once; by default as trained.
            validation_freq: after every how many epochs there is a validation, or after which
                epochs, the first being 1.
            truncate: the steps after which back-propagation through time is cut, for long
                sequences: one update for each window of so many steps.

        Returns:
            The history: loss and metrics of each epoch.

        Raises:
            TrainingError: if the loss is no longer a number.
        """
        asked.whole_passes(steps_per_epoch=steps_per_epoch, validation_steps=validation_steps)
        planned = asked.epochs(initial_epoch, epochs)
        size = asked.batch_size(batch_size)
        given = self.labelled(x, y, sample_weight)
        train, held_out = self._divided(given, validation_split, validation_data)
        train = self.class_weighted(train, class_weight)
        validation = Validation(
            held_out,
            size if validation_batch_size is None else validation_batch_size,
            validation_freq,
        )
        params = {"verbose": verbose, "epochs": epochs, "steps": -(-len(train) // size)}
        params |= {"samples": len(train), "validates_always": validation.always}
        self.stop_training = False
        with training_listeners(callbacks, self, params) as (told, self.history):
            told.on_train_begin()
            logs: dict[str, Any] = {}
            for epoch in planned:
                told.on_epoch_begin(epoch)
                order = random.generator().permutation(len(train)) if shuffle else None
                logs = passes.learn(
                    self, train, size, told, order=order, epoch=epoch, truncate=truncate
                )
                logs |= validation.after(self, epoch, told)
                told.on_epoch_end(epoch, logs)
                if self.stop_training:
                    break
            told.on_train_end(logs)
        return self.history

    def evaluate(
        self,
        x: Any,
        y: Any = None,
        batch_size: int | None = None,
        verbose: int | str = 0,
        sample_weight: Any = None,
        steps: None = None,
        callbacks: Callbacks = None,
        return_dict: bool = False,
    ) -> Any:
        """Return the loss, and the metrics behind it; with `return_dict` by name.

        Args:
            x: the inputs.
            y: what is expected of each.
            batch_size: how many samples are judged at once; 32 by default.
            verbose: Keras' option; nothing is shown.
            sample_weight: how much each sample counts.
            steps: Keras' option; we take all samples, and nothing but None.
            callbacks: who is told of every batch.
            return_dict: whether the values come by name.
        """
        asked.whole_passes(steps=steps)
        given, size = self.labelled(x, y, sample_weight), asked.batch_size(batch_size)
        told = listeners(callbacks, self, len(given), size, verbose)
        return reported(passes.judge(self, given, size, told), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: int | str = 0,
        steps: None = None,
        callbacks: Callbacks = None,
    ) -> Any:
        """Return the prediction for each sample; of several outputs a list.

        Args:
            x: the inputs.
            batch_size: how many samples are predicted at once; 32 by default.
            verbose: Keras' option; nothing is shown.
            steps: Keras' option; we take all samples, and nothing but None.
            callbacks: who is told of every batch.
        """
        asked.whole_passes(steps=steps)
        given, size = self.inputs_alone(x), asked.batch_size(batch_size)
        told = listeners(callbacks, self, len(given), size, verbose)
        return passes.predict(self, given, size, told)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Learn from one batch; return its loss, and the metrics if there are any."""
        batch = self.class_weighted(self.labelled(x, y, sample_weight), class_weight)
        with self.measures.from_nothing():
            with np.errstate(over="ignore", invalid="ignore"):  # the loss tells
                train_step(self, batch)
            return reported(self.measures.logs(), return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Judge one batch; return its loss, and the metrics if there are any."""
        size = max(1, len(self.inputs_alone(x)))
        return self.evaluate(x, y, size, sample_weight=sample_weight, return_dict=return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the prediction for one batch."""
        y = self.forward(self.inputs_alone(x).x)
        return [each.copy() for each in y] if isinstance(y, list) else y.copy()

    def trace(
        self, x: Any = None, y: Any = None, sample_weight: Any = None, *, gradients: bool = False
    ) -> ModelTrace:
        """Return every intermediate result by its name, to compare, to draw, to teach.

        Args:
            x: a batch of samples; by default what was calculated last.
            y: what is expected of each; adds the `loss` of each sample and step.
            sample_weight: how much each counts in the gradients.
            gradients: whether every gradient by time step is added; it needs `y`.

        Returns:
            The arrays of all layers, samples in front.
        """
        if x is None and y is None and not gradients:
            return cast("ModelTrace", super().trace())
        if gradients and y is None:
            raise UsageError("gradients need labels: expected x and y")
        batch = self.inputs_alone(x) if y is None else self.labelled(x, y, sample_weight)
        return trace(self, batch, gradients=gradients)

    # What all of them need.

    def inputs_alone(self, x: Any) -> Samples:
        """Return samples of which nothing is expected."""
        given = [None] if x is None else self.separate(x)
        return samples(given[0] if len(given) == 1 else tuple(given))

    def _divided(
        self, given: Samples, share: float, validation: Any
    ) -> tuple[Samples, Samples | None]:
        """Return what is trained with, and what is validated with, if anything."""
        if validation is not None:
            return given, self.labelled(*validation_parts(validation))
        return given.split(share) if share else (given, None)
