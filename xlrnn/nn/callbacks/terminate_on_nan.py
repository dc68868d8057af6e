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

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the loss."""
        if not self.raise_error and not math.isfinite((logs or {}).get("loss", 0.0)):
            print(f"step {batch + 1}: the loss is no number, training stops")  # noqa: T201
            self.model.stop_training = True
