"""Choose the learning rate of each epoch."""

import inspect
from collections.abc import Callable

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Callback, Logs
from xlrnn.nn.core.checked import FROM_ZERO


class LearningRateScheduler(Callback):
    """Asks a function for the learning rate at the beginning of each epoch.

    Args:
        schedule: takes the epoch, from 0, and, unless it takes one argument alone, the rate so
            far; returns the rate.
        verbose: 1 to say it.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        if not callable(schedule):
            raise UsageError(
                f"LearningRateScheduler: schedule is {schedule!r:.60}, expected a function of the "
                "epoch and the rate so far"
            )
        self.schedule, self.verbose = schedule, verbose
        self.takes_rate = _takes_two(schedule)

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Refuse a rate that follows a schedule of its own."""
        self.model.optimizer.expect_settable("LearningRateScheduler")

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Set the rate."""
        optimizer = self.model.optimizer
        before = (float(optimizer.learning_rate),) if self.takes_rate else ()
        optimizer.learning_rate = FROM_ZERO.number(
            self.schedule(epoch, *before), f"LearningRateScheduler: the rate of epoch {epoch + 1}"
        )
        if self.verbose:
            print(f"epoch {epoch + 1}: learning rate {optimizer.learning_rate:g}")  # noqa: T201

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Report the rate."""
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)


def _takes_two(function: Callable[..., float]) -> bool:
    """Say whether a function takes two arguments; what does not say is taken to."""
    try:
        inspect.signature(function).bind(0, 0.1)
    except TypeError:
        return False
    except ValueError:
        return True
    return True
