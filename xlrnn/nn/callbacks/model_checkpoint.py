"""Save the model as it learns."""

from pathlib import Path

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Logs
from xlrnn.nn.callbacks.monitor import Monitor, Monitoring
from xlrnn.nn.file_names import expect_name


class ModelCheckpoint(Monitoring):
    """Saves the model after each epoch, each file whole or not at all.

    Args:
        filepath: the file; `{epoch}` and the names of reported values may stand in it, as in
            `model-{epoch:02d}-{val_loss:.2f}.npz`, or `batch` where batches are counted. Its end
            says what kind of file it is, as for `save` and `save_weights`.
        monitor: what says which epoch is best.
        verbose: 1 to say what is saved.
        save_best_only: save only what is better than all before.
        save_weights_only: leave out where the optimizer stands.
        mode: `min`, `max` or `auto`.
        save_freq: `epoch`, or the number of batches between two files.
        initial_value_threshold: what has to be beaten first.
    """

    def __init__(
        self,
        filepath: str | Path,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: int | str = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        if save_freq != "epoch" and not (isinstance(save_freq, int) and save_freq > 0):
            raise UsageError(
                f"ModelCheckpoint: save_freq is {save_freq!r}, expected 'epoch' or a number of "
                "batches"
            )
        self.filepath = str(filepath)
        try:
            expect_name(self.filepath, weights_alone=save_weights_only)
        except UsageError as error:
            raise UsageError(f"ModelCheckpoint: {error}") from None
        self.monitor = Monitor("ModelCheckpoint", monitor, mode, best=initial_value_threshold)
        self.verbose = verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.save_freq = save_freq
        self.batches, self.epoch = 0, 0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Note the epoch."""
        self.epoch = epoch

    def listens(self, event: str) -> bool:
        """Batches matter only where files are counted by them."""
        by_batches = self.save_freq != "epoch"
        return super().listens(event) and (by_batches or event != "on_train_batch_end")

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Save after so many batches, if that is wanted."""
        self.batches += 1
        if isinstance(self.save_freq, int) and self.batches % self.save_freq == 0:
            self._save(self.epoch, {"batch": batch + 1, **(logs or {})})

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save after the epoch."""
        if self.save_freq == "epoch":
            self._save(epoch, logs)

    def _save(self, epoch: int, logs: Logs | None) -> None:
        if self.save_best_only:
            value = self.monitor.value(logs, self.params)
            if value is None or not self.monitor.improves(value):
                return
        path = self._path(epoch, logs)
        if self.save_weights_only:
            self.model.save_weights(path)
        else:
            self.model.save(path)
        if self.verbose:
            print(f"epoch {epoch + 1}: saved {path}")  # noqa: T201

    def _path(self, epoch: int, logs: Logs | None) -> Path:
        try:
            return Path(self.filepath.format(epoch=epoch + 1, **(logs or {})))
        except (KeyError, IndexError, ValueError) as error:
            known = ", ".join(["epoch", *(logs or {})])
            raise UsageError(
                f"ModelCheckpoint: {self.filepath!r} cannot be filled in ({error}): expected "
                f"{known}"
            ) from None
