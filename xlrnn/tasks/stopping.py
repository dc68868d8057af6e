"""Who may end a training early, and says why."""

from xlrnn.nn.callbacks import Callback


class Stopping(Callback):
    """A callback that may end the training.

    Attributes:
        why: why it did, in words for a person; "" as long as it did not.
    """

    why = ""

    def stop(self, why: str) -> None:
        """End the training after this epoch."""
        self.why = why
        self.model.stop_training = True
