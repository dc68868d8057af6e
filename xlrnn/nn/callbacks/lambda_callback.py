"""A callback of functions."""

from collections.abc import Callable
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import EVENTS, Callback


class LambdaCallback(Callback):
    """Calls a function when something begins or ends.

    Args:
        functions: by the name of what happens, for instance `on_epoch_end`.

    Example:
        >>> LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch)).on_epoch_end(3, {})
        3
    """

    def __init__(self, **functions: Callable[..., Any] | None) -> None:
        for name, function in functions.items():
            if name not in EVENTS:
                raise UsageError(
                    f"LambdaCallback: {name!r} never happens: expected one of {', '.join(EVENTS)}"
                )
            if function is not None and not callable(function):
                raise UsageError(f"LambdaCallback: {name} is {function!r:.60}, expected a function")
            if function is not None:
                setattr(self, name, function)
