"""End quietly when the loss is no number."""

import math

from xlrnn.nn.callbacks.callback import Callback, Logs


class TerminateOnNaN(Callback):
    """Stops the training when the loss is no longer a number; without it, that is an error.

    Args:
        raise_error: whether it is an error all the same.
    """

    def __init__(self, raise_error: bool = False) -> None:
        self.raise_error = raise_error
        self.epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Know which epoch it is."""
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the loss."""
        loss = (logs or {}).get("loss", 0.0)
        if not self.raise_error and not math.isfinite(loss):
            print(  # noqa: T201
                f"epoch {self.epoch + 1}, step {batch + 1}: the loss is {loss}, training stops"
            )
            self.model.stop_training = True
