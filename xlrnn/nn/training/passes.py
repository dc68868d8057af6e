"""Once through all batches: to learn, to judge, to predict."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import TrainingError
from xlrnn.nn.callbacks.callback import Logs
from xlrnn.nn.callbacks.callback_list import CallbackList
from xlrnn.nn.compute.keeping import output_alone
from xlrnn.nn.core.checked import positive
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.epochs import Epochs
from xlrnn.nn.training.learner import Learner
from xlrnn.nn.training.step import judge_batch, train_step
from xlrnn.nn.training.truncated import carried_states, windows

Array = NDArray[Any]


def learn(
    model: Learner,
    train: Epochs,
    told: CallbackList,
    *,
    epoch: int,
    truncate: int | None,
) -> Logs:
    """Learn from the batches of an epoch, and return loss and metrics.

    Args:
        model: what learns.
        train: the batches.
        told: who is told of each batch.
        epoch: its number, from 0.
        truncate: the steps of a window, if there are to be windows.

    Raises:
        TrainingError: if the loss is no longer a number.
    """
    measures = model.measures
    followed = told.listens("on_train_batch_end")
    with measures.from_nothing():
        for step, batch in enumerate(train.epoch()):
            told.on_train_batch_begin(step)
            with np.errstate(over="ignore", invalid="ignore"):  # the loss will tell
                loss = _learn_batch(model, batch, truncate)
            if followed:
                told.on_train_batch_end(step, measures.logs())
            if not np.isfinite(loss) and not model.stop_training:
                raise TrainingError(
                    f"the loss, or its gradient, became {loss} in epoch {epoch + 1}, step "
                    f"{step + 1}: the weights are those of the step before; try a smaller "
                    "learning rate or clipnorm=1"
                )
            if model.stop_training:
                break
        return measures.logs()


def _learn_batch(model: Learner, batch: Samples, truncate: int | None) -> float:
    """Learn from a batch, in windows if it is to be; return the (last) loss."""
    if truncate is None:
        return train_step(model, batch)
    with carried_states(model):
        for window in windows(batch, positive(truncate, "truncate")):
            loss = train_step(model, window)
            if not np.isfinite(loss):
                break
    return loss


def judge(model: Learner, held_out: Epochs, told: CallbackList, prefix: str = "") -> Logs:
    """Return loss and metrics of batches that nothing is learned from.

    Args:
        model: what is judged.
        held_out: the batches.
        told: who is told of each batch.
        prefix: of the names that are returned.
    """
    measures = model.measures
    followed = told.listens("on_test_batch_end")
    model.stop_evaluating = False
    with measures.from_nothing():
        told.on_test_begin()
        with _words(model, held_out, told, "test"):
            for step, batch in enumerate(held_out.epoch()):
                told.on_test_batch_begin(step)
                with np.errstate(over="ignore", invalid="ignore"):  # the loss tells
                    judged = judge_batch(model, batch)
                measures.add(judged, batch)
                if followed:
                    told.on_test_batch_end(step, measures.logs())
                if model.stop_evaluating:
                    break
        told.on_test_end(measures.logs())
        return measures.logs(prefix)


def predict(model: Learner, given: Epochs, told: CallbackList) -> Any:
    """Return the prediction for each sample; of several outputs a list.

    Of the last batch all intermediate results are kept, for `trace`.

    Args:
        model: what predicts.
        given: the batches.
        told: who is told of each batch.
    """
    parts: list[list[Array]] = []
    model.stop_predicting = False
    told.on_predict_begin()
    passing_by = _passing_by(given, told)
    with _words(model, given, told, "predict"):
        for step, batch in enumerate(given.epoch()):
            told.on_predict_batch_begin(step)
            with output_alone() if step < passing_by else nullcontext():
                y = model.forward(batch.x)
            parts.append([each.copy() for each in (y if isinstance(y, list) else [y])])
            told.on_predict_batch_end(step, {"outputs": _one_or_all(parts[-1])})
            if model.stop_predicting:
                break
    told.on_predict_end()
    return _one_or_all([np.concatenate(own) for own in zip(*parts, strict=True)])


def _one_or_all(outputs: list[Array]) -> Any:
    return outputs if len(outputs) > 1 else outputs[0]


def _passing_by(given: Epochs, told: CallbackList) -> int:
    """Return of how many batches, from the first, nobody looks at more than the output."""
    if told.listens("on_predict_batch_end") or given.steps is not None:
        return 0
    return (given.source.batches or 1) - 1


def _words(
    model: Learner, given: Epochs, told: CallbackList, work: str
) -> AbstractContextManager[None]:
    """Return a context for batches of words, between which a callback may change the weights."""
    if told.listens(f"on_{work}_batch_begin") or told.listens(f"on_{work}_batch_end"):
        return nullcontext()
    return given.source.words_looked_up(model)
