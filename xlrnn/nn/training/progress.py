"""What a training shows: a bar on a terminal, a line for each epoch anywhere else."""

import time
from typing import Any

import numpy as np

from xlrnn.nn.callbacks.callback import Callback, Logs

# A terminal is not written to more often than this, in seconds.
_PAUSE = 0.1


class Progress(Callback):
    """Shows loss and metrics so far, speed and the time left.

    Args:
        verbose: 1 or "auto" for a bar, 2 for lines alone.
    """

    def __init__(self, verbose: int | str = "auto") -> None:
        from rich.console import Console

        self.console = Console(highlight=False, soft_wrap=True)
        self.wants_bar = verbose in (1, "auto", True) and self.console.is_terminal
        self.bar: Any = None

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Look at the clock."""
        self.begin = time.perf_counter()
        self.first: int | None = None

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Show an empty bar."""
        self.epoch, self.epoch_begin = epoch, time.perf_counter()
        self.first = epoch if self.first is None else self.first
        self.done, self.shown = 0, 0.0
        if self.wants_bar:
            self.bar = _bar(self.console, self._title(), self.params["steps"])
            self.bar.start()

    def listens(self, event: str) -> bool:
        """Without a bar there is nothing to show of a batch."""
        return super().listens(event) and (self.wants_bar or event != "on_train_batch_end")

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Count; that needs no loss, which takes its time."""
        self.done = batch + 1

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Let the bar grow."""
        self.done = batch + 1
        now = time.perf_counter()
        if self.bar is not None and now - self.shown > _PAUSE:
            self.shown = now
            told = f"{_values(logs)}  {self._speed()}  {self._left()}"
            (task,) = self.bar.task_ids
            self.bar.update(task, completed=self.done, told=told)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: ARG002
        """Leave a line in the place of the bar."""
        self.stop()
        self.console.print(f"{self._title()}  {_values(logs)}  {self._speed()}", markup=False)

    def stop(self) -> None:
        """Take the bar away, if there is one."""
        if self.bar is not None:
            self.bar.stop()
            self.bar = None

    def _title(self) -> str:
        epochs = str(self.params["epochs"])
        return f"epoch {self.epoch + 1:{len(epochs)}}/{epochs}"

    def _speed(self) -> str:
        """Say how many samples a second this epoch sees, or steps where nobody counts samples."""
        seconds = time.perf_counter() - self.epoch_begin + 1e-9
        if self.params["samples"] is None:
            return f"{self.done / seconds:,.0f} steps/s"
        share = self.done / self.params["steps"]
        return f"{share * self.params['samples'] / seconds:,.0f} samples/s"

    def _left(self) -> str:
        """Say how long the rest of the training takes, if it goes on like this."""
        if self.params["steps"] is None:
            return f"step {self.done}"
        epochs = self.epoch - (self.first or 0) + self.done / self.params["steps"]
        left = (
            (time.perf_counter() - self.begin)
            / epochs
            * (self.params["epochs"] - (self.first or 0) - epochs)
        )
        return f"{duration(left)} left"


def duration(seconds: float) -> str:
    """Return a time as a person says it.

    Example:
        >>> duration(3.21), duration(75), duration(7325)
        ('3 s', '1 min 15 s', '2 h 2 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _values(logs: Logs | None) -> str:
    return "  ".join(f"{name} {_number(value)}" for name, value in (logs or {}).items())


def _number(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"[{' '.join(map(_number, value.tolist()))}]"
    return f"{value:.4f}" if 0.01 <= abs(value) < 1e5 or value == 0 else f"{value:.3g}"


def _bar(console: Any, title: str, steps: int) -> Any:
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[told]}"),
        console=console,
        transient=True,
    )
    bar.add_task(title, total=steps, told="")
    return bar
