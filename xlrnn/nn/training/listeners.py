"""Who is told of a training, of judging, of predicting."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from xlrnn.nn.callbacks.callback_list import CallbackList, as_callbacks
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.training.progress import Progress


@contextmanager
def training_listeners(
    given: Any, model: Any, params: Mapping[str, Any]
) -> Iterator[tuple[CallbackList, History]]:
    """Yield everybody who is told of a training, and the history among them.

    The history is behind those who may add to what is reported, the progress behind all. However
    the training ends, no bar stays on the terminal.
    """
    callbacks = as_callbacks(given)
    history = next((each for each in callbacks if isinstance(each, History)), None)
    if history is None:
        history = History()
        callbacks.append(history)
    shown = [Progress(params["verbose"])] if params["verbose"] else []
    try:
        yield CallbackList([*callbacks, *shown], model, params), history
    finally:
        for progress in shown:
            progress.stop()


def listeners(given: Any, model: Any, batches: int | None, verbose: Any) -> CallbackList:
    """Return everybody who is told of judging or predicting."""
    params = {"verbose": verbose, "epochs": 1, "steps": batches}
    return CallbackList(as_callbacks(given), model, params)
