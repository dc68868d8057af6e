"""Keep what each epoch reported."""

from xlrnn.nn.callbacks.callback import Callback, Logs


class History(Callback):
    """Keeps what each epoch reported.

    Attributes:
        epoch: the numbers of the epochs.
        history: the values of each loss and metric, by name.
    """

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Count epochs anew; as in Keras, values of a training before stay."""
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Keep the values."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
