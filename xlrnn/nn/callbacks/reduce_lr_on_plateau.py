"""Take smaller steps when nothing gets better."""

from xlrnn.nn.callbacks.callback import Logs
from xlrnn.nn.callbacks.monitor import Monitor, Monitoring
from xlrnn.nn.core.checked import BETWEEN, FROM_ZERO, whole


class ReduceLROnPlateau(Monitoring):
    """Makes the learning rate smaller when a value has not become better for some epochs.

    Args:
        monitor: what to watch.
        factor: what the learning rate is multiplied with.
        patience: for how many epochs the value may fail to become better.
        verbose: 1 to say so.
        mode: `min`, `max` or `auto`.
        min_delta: by how much it must be better to count.
        cooldown: for how many epochs nothing is done afterwards.
        min_lr: what the learning rate stays above.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        self.monitor = Monitor("ReduceLROnPlateau", monitor, mode, min_delta)
        self.factor = BETWEEN.number(factor, "ReduceLROnPlateau: factor")
        self.verbose = verbose
        self.patience = whole(patience, "ReduceLROnPlateau: patience")
        self.cooldown = whole(cooldown, "ReduceLROnPlateau: cooldown")
        self.min_lr = FROM_ZERO.number(min_lr, "ReduceLROnPlateau: min_lr")

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Begin to wait."""
        self.model.optimizer.expect_settable("ReduceLROnPlateau")
        self.monitor.reset()
        self.wait, self.cooling = 0, 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Make the learning rate smaller if the patience is at its end."""
        value = self.monitor.value(logs, self.params)
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)
        if value is None:
            return
        if self.cooling:
            self.cooling -= 1
            self.wait = 0
        if self.monitor.improves(value):
            self.wait = 0
        elif not self.cooling:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        optimizer = self.model.optimizer
        if optimizer.learning_rate <= self.min_lr:
            return
        optimizer.learning_rate = max(optimizer.learning_rate * self.factor, self.min_lr)
        self.cooling, self.wait = self.cooldown, 0
        if self.verbose:
            print(f"epoch {epoch + 1}: learning rate {optimizer.learning_rate:g}")  # noqa: T201
