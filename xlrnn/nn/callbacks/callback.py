"""Who is told while a model learns."""

from collections.abc import Sequence
from typing import Any

from xlrnn.errors import UsageError

Logs = dict[str, Any]


class Callback:
    """Is told when training, epochs and batches begin and end.

    Attributes:
        model: the model that learns.
        params: epochs, steps of an epoch, samples, verbose.
    """

    wants_batches = False
    """Whether it needs the loss and metrics so far after each batch."""

    def set_model(self, model: Any) -> None:
        """Learn which model it is."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Learn how long it will take."""
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Training begins."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Training has ended."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch begins; the first is 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch has ended."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch begins."""

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch has ended."""


class CallbackList(Callback):
    """Tells all callbacks, in order."""

    def __init__(self, callbacks: Sequence[Callback], model: Any, params: dict[str, Any]) -> None:
        self.callbacks = list(callbacks)
        self.wants_batches = any(callback.wants_batches for callback in self.callbacks)
        for callback in self.callbacks:
            callback.set_model(model)
            callback.set_params(params)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_train_begin(logs)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_train_end(logs)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_epoch_begin(epoch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, logs)

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_train_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Tell all."""
        for callback in self.callbacks:
            callback.on_train_batch_end(batch, logs)


def as_callbacks(given: Any) -> list[Callback]:
    """Return a list of callbacks from one, several or none.

    Raises:
        UsageError: if something is no callback.
    """
    callbacks = [given] if isinstance(given, Callback) else list(given or [])
    for callback in callbacks:
        if not isinstance(callback, Callback):
            raise UsageError(f"callbacks has {callback!r:.60}: expected callbacks alone")
    return callbacks
