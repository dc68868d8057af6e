"""Stop when nothing gets better."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.callbacks.callback import Logs
from xlrnn.nn.callbacks.monitor import Monitor, Monitoring
from xlrnn.nn.core.checked import whole


class EarlyStopping(Monitoring):
    """Stops the training when a value has not become better for some epochs.

    Args:
        monitor: what to watch, for instance `val_loss`.
        min_delta: by how much it must be better to count.
        patience: for how many epochs it may fail to.
        verbose: 1 to say so, and why.
        mode: `min`, `max` or `auto`.
        baseline: what must be beaten, too, for the waiting to begin again.
        restore_best_weights: go back to the weights of the best epoch at the end.
        start_from_epoch: the first epoch that counts.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        self.monitor = Monitor("EarlyStopping", monitor, mode, min_delta)
        self.patience, self.verbose = whole(patience, "EarlyStopping: patience"), verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = whole(start_from_epoch, "EarlyStopping: start_from_epoch")

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Begin to wait."""
        self.monitor.reset()
        self.wait, self.stopped_epoch, self.best_epoch = 0, 0, 0
        self.best_weights: list[NDArray[Any]] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Stop if the patience is at its end."""
        value = self.monitor.value(logs, self.params)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self._keep(epoch)
        self.wait += 1
        if self.monitor.improves(value):
            self._keep(epoch)
            if self.baseline is None or self.monitor.better(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def _keep(self, epoch: int) -> None:
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def _why(self) -> str:
        """Say what has not become better, and since when."""
        name, best = self.monitor.name, self.monitor.best
        if best is None:
            return f"{name} was never a number (patience {self.patience})"
        baseline = "" if self.baseline is None else f", baseline {self.baseline:g}"
        return (
            f"{name} has not become better than {best:g} of epoch {self.best_epoch + 1} "
            f"(patience {self.patience}{baseline})"
        )

    def on_train_end(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Go back to the best weights, if that is wanted."""
        if self.stopped_epoch and self.verbose:
            print(f"epoch {self.stopped_epoch + 1}: EarlyStopping, {self._why()}")  # noqa: T201
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)
