"""All who are told, as one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import EVENTS, Callback, Logs


class CallbackList(Callback):
    """Tells several callbacks, in order.

    At each moment only those are asked who do something then: what nobody listens to costs
    nothing. All are handed the same logs, so that what one adds the next ones see.

    Args:
        callbacks: who is told.
        model: the model that is at work.
        params: how long it takes.
    """

    def __init__(
        self,
        callbacks: Sequence[Callback],
        model: Any = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        self.callbacks = list(callbacks)
        for event in EVENTS:
            listeners = [getattr(each, event) for each in callbacks if each.listens(event)]
            if listeners:
                numbered = "epoch" in event or "batch" in event
                setattr(self, event, (_telling_number if numbered else _telling)(listeners))
        if model is not None:
            self.set_model(model)
        if params is not None:
            self.set_params(params)

    def set_model(self, model: Any) -> None:
        """Tell all which model it is."""
        self.model = model
        for callback in self.callbacks:
            callback.set_model(model)

    def set_params(self, params: Mapping[str, Any]) -> None:
        """Tell all how long it will take."""
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)


def _telling(listeners: Sequence[Callable[..., None]]) -> Callable[..., None]:
    def tell(logs: Logs | None = None) -> None:
        logs = dict(logs or {})
        for listener in listeners:
            listener(logs)

    return tell


def _telling_number(listeners: Sequence[Callable[..., None]]) -> Callable[..., None]:
    """Return what tells of an epoch or a batch."""

    def tell(number: int, logs: Logs | None = None) -> None:
        logs = dict(logs or {})
        for listener in listeners:
            listener(number, logs)

    return tell


def as_callbacks(given: Any) -> list[Callback]:
    """Return a list of callbacks from one, several or none.

    Raises:
        UsageError: if something is no callback.
    """
    return list(_each(given))


def _each(given: Any) -> Iterator[Callback]:
    if isinstance(given, CallbackList):
        given = given.callbacks
    if isinstance(given, Callback):
        yield given
    elif isinstance(given, list | tuple):
        for each in given:
            yield from _each(each)
    elif given is not None:
        brackets = f", for instance {given.__name__}()" if isinstance(given, type) else ""
        raise UsageError(f"callbacks has {given!r:.60}: expected callbacks alone{brackets}")
