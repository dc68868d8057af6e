"""Choose the learning rate of each epoch."""

from collections.abc import Callable

from xlrnn.nn.callbacks.callback import Callback, Logs


class LearningRateScheduler(Callback):
    """Asks a function for the learning rate at the beginning of each epoch.

    Args:
        schedule: takes the epoch, from 0, and the rate so far; returns the rate.
        verbose: 1 to say it.
    """

    def __init__(self, schedule: Callable[[int, float], float], verbose: int = 0) -> None:
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Set the rate."""
        optimizer = self.model.optimizer
        optimizer.learning_rate = float(self.schedule(epoch, optimizer.learning_rate))
        if self.verbose:
            print(f"epoch {epoch + 1}: learning rate {optimizer.learning_rate:g}")  # noqa: T201

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Report the rate."""
        if logs is not None:
            logs["learning_rate"] = self.model.optimizer.learning_rate
