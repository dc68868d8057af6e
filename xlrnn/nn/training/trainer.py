"""`fit`, `evaluate` and `predict`, as Keras has them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Callback
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.core.older import also_called
from xlrnn.nn.core.trace import ModelTrace
from xlrnn.nn.training import asked, passes
from xlrnn.nn.training.data import Samples, expect_made, samples, validation_parts
from xlrnn.nn.training.epochs import Epochs
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.listeners import listeners, training_listeners
from xlrnn.nn.training.measures import reported
from xlrnn.nn.training.older import OF_FIT, QUEUES, OlderCalls
from xlrnn.nn.training.source import Source, cut_or_made, expect_alone, makes_batches
from xlrnn.nn.training.step import trace, train_step
from xlrnn.nn.training.validation import Validation
from xlrnn.nn.training.words import lengths

Array = NDArray[Any]
Callbacks = Sequence[Any] | Callback | None


class Trainer(OlderCalls, Learner):
    """What a network can do beside calculating: learn, be judged, predict.

    Attributes:
        history: of the last training.
    """

    history: History

    @also_called(OF_FIT)
    def fit(
        self,
        x: Any = None,
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
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
        *,
        truncate: int | None = None,
    ) -> History:
        """Train the model.

        Args:
            x: the inputs, a row for each sample; or batches of (x, y) or (x, y, sample_weight): a
                generator, a `PyDataset`, anything that yields them.
            y: what is expected of each; batches hold it themselves.
            batch_size: how many samples make one step; by default 32, or what makes
                `steps_per_epoch` steps of all samples.
            epochs: how often all samples are seen.
            verbose: 0 silent, 1 a progress bar, 2 a line for each epoch.
            callbacks: who is told of every batch and epoch.
            validation_split: the share of the samples, from the end, to validate with.
            validation_data: x, y and, if any, sample weights to validate with; or batches.
            shuffle: whether the samples, or the batches of a `PyDataset`, come in another order
                in each epoch.
            class_weight: how much the samples, or steps, of each class count: 1 if not said.
            sample_weight: how much each sample counts.
            initial_epoch: the first epoch's number, to go on with a training.
            steps_per_epoch: how many steps make an epoch, of which the next goes on where it
                ended; by default all samples or batches do.
            validation_steps: how many batches are validated with; by default all.
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
        planned = asked.epochs(initial_epoch, epochs)
        given, held_out = self._divided(x, y, sample_weight, validation_split, validation_data)
        source = self._source(
            given, "x", (batch_size,), steps_per_epoch, class_weight=class_weight, shuffle=shuffle
        )
        train = Epochs(source, steps_per_epoch, planned=len(planned), wish="steps_per_epoch")
        sizes = asked.size(validation_batch_size, "validation_batch_size"), batch_size
        judged = (
            None
            if held_out is None
            else self._source(held_out, "validation_data", sizes, validation_steps)
        )
        validation = Validation(judged, validation_freq, steps=validation_steps, planned=planned)
        params = {"verbose": verbose, "epochs": epochs, "steps": train.batches}
        params |= {"samples": train.samples, "validates_always": validation.always}
        self.stop_training = False
        with training_listeners(callbacks, self, params) as (told, self.history):
            told.on_train_begin()
            logs: dict[str, Any] = {}
            for epoch in planned:
                if not train.more():
                    break
                told.on_epoch_begin(epoch)
                logs = passes.learn(self, train, told, epoch=epoch, truncate=truncate)
                logs |= validation.after(self, epoch, told)
                told.on_epoch_end(epoch, logs)
                if self.stop_training:
                    break
            told.on_train_end(logs)
        return self.history

    @also_called(QUEUES)
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: int | str = 0,
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Callbacks = None,
        return_dict: bool = False,
    ) -> Any:
        """Return the loss, and the metrics behind it; with `return_dict` by name.

        Args:
            x: the inputs; or batches, as for `fit`.
            y: what is expected of each.
            batch_size: how many samples are judged at once; 32 by default.
            verbose: Keras' option; nothing is shown.
            sample_weight: how much each sample counts.
            steps: how many batches are taken; by default all.
            callbacks: who is told of every batch.
            return_dict: whether the values come by name.
        """
        given = self._given(x, y, sample_weight)
        held_out = Epochs(self._source(given, "x", (batch_size,), steps), steps)
        told = listeners(callbacks, self, held_out.batches, verbose)
        return reported(passes.judge(self, held_out, told), return_dict)

    @also_called(QUEUES)
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: int | str = 0,
        steps: int | None = None,
        callbacks: Callbacks = None,
    ) -> Any:
        """Return the prediction for each sample; of several outputs a list.

        Args:
            x: the inputs; or batches of x, of which those that are tuples may hold more.
            batch_size: how many samples are predicted at once; 32 by default.
            verbose: Keras' option; nothing is shown.
            steps: how many batches are taken; by default all.
            callbacks: who is told of every batch.
        """
        given = x if makes_batches(x) else self.inputs_alone(x)
        source = cut_or_made(given, "x", self._of_batch, sizes=(batch_size,), steps=steps)
        batches = Epochs(source, steps)
        told = listeners(callbacks, self, batches.batches, verbose)
        return passes.predict(self, batches, told)

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

    def _of_batch(self, x: Any, *_: Any) -> Samples:
        return self.inputs_alone(x)

    def _given(self, x: Any, y: Any, weight: Any) -> Any:
        """Return samples that fit, or the batches that somebody makes."""
        expect_made(x, "x")
        if not makes_batches(x):
            return self.labelled(x, y, weight)
        expect_alone(x, y=y, sample_weight=weight)
        return x

    def _divided(
        self, x: Any, y: Any, weight: Any, share: float, validation: Any
    ) -> tuple[Any, Any]:
        """Return what is trained with, and what is validated with, if anything."""
        given = self._given(x, y, weight)
        if makes_batches(validation):
            return given, validation
        if validation is not None:
            return given, self.labelled(*validation_parts(validation))
        if not isinstance(given, Samples):
            expect_alone(x, validation_split=share)
        return given.split(share) if share else (given, None)

    def _source(
        self,
        given: Any,
        name: str,
        sizes: tuple[int | None, ...],
        steps: int | None,
        *,
        class_weight: Mapping[int, float] | None = None,
        shuffle: bool = False,
    ) -> Source:
        """Return the batches of samples, or those that somebody makes, checked."""

        def ready(x: Any, y: Any = None, weight: Any = None) -> Samples:
            return self.class_weighted(self.labelled(x, y, weight), class_weight)

        if isinstance(given, Samples):
            given = self.class_weighted(given, class_weight)
        long = lengths(self, given) if shuffle and isinstance(given, Samples) else None
        return cut_or_made(
            given, name, ready, sizes=sizes, steps=steps, shuffle=shuffle, lengths=long
        )
