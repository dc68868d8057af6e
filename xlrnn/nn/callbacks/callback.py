"""Who is told while a model learns, is judged or predicts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Logs = dict[str, Any]


class Callback:
    """Is told when training, judging and predicting, their epochs and batches begin and end.

    What is to be done at one of these moments is said by a method of its name.

    Attributes:
        model: the model that is at work.
        params: how long it takes: epochs, steps of an epoch, verbose; in training also samples.
    """

    model: Any = None
    params: Mapping[str, Any] = MappingProxyType({})

    def set_model(self, model: Any) -> None:
        """Learn which model it is."""
        self.model = model

    def set_params(self, params: Mapping[str, Any]) -> None:
        """Learn how long it will take."""
        self.params = params

    def listens(self, event: str) -> bool:
        """Say whether anything is done at a moment; who does nothing costs no time.

        Args:
            event: the name of the method.

        Example:
            >>> Callback().listens("on_epoch_end")
            False
        """
        own = getattr(getattr(self, event), "__func__", None) is not getattr(Callback, event)
        older = _OLDER_NAMES.get(event)
        return own or (older is not None and self.listens(older))

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Training begins."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Training has ended; with what its last epoch reported."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch begins; the first is 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch has ended; what is added to `logs` is told to those who come later."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch begins; the first of an epoch is 0."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch has ended; with loss and metrics of the epoch so far."""
        self.on_batch_end(batch, logs)

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """As `on_train_batch_begin`, by its older name."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """As `on_train_batch_end`, by its older name."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Judging begins, by `evaluate` or by the validation of an epoch."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Judging has ended; with loss and metrics."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch that is judged begins."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch has been judged; with loss and metrics so far."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Predicting begins."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """Predicting has ended."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch that is predicted begins."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch has been predicted; with its `outputs`."""


EVENTS = tuple(name for name in vars(Callback) if name.startswith("on_"))
"""What a callback can be told of."""

_OLDER_NAMES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}
