"""Who is told of a training, of judging, of predicting."""

from collections.abc import Mapping
from typing import Any

from xlrnn.nn.callbacks.callback_list import CallbackList, as_callbacks
from xlrnn.nn.callbacks.history import History
from xlrnn.nn.training.progress import Progress


def training_listeners(
    given: Any, model: Any, params: Mapping[str, Any]
) -> tuple[CallbackList, History]:
    """Return everybody who is told of a training, and the history among them.

    The history is behind those who may add to what is reported, the progress behind all.
    """
    callbacks = as_callbacks(given)
    history = next((each for each in callbacks if isinstance(each, History)), None)
    if history is None:
        history = History()
        callbacks.append(history)
    if params["verbose"]:
        callbacks.append(Progress(params["verbose"]))
    return CallbackList(callbacks, model, params), history


def listeners(given: Any, model: Any, samples: int, size: int, verbose: Any) -> CallbackList:
    """Return everybody who is told of judging or predicting."""
    params = {"verbose": verbose, "epochs": 1, "steps": -(-samples // size)}
    return CallbackList(as_callbacks(given), model, params)
