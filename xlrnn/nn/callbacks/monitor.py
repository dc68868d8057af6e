"""What several callbacks do: watch one of the reported values get better."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Callback, Logs

_LARGER_IS_BETTER = ("acc", "accuracy", "auc", "precision", "recall")


class Monitor:
    """The best value so far of what an epoch reports.

    Args:
        owner: who asks, for error messages.
        name: what to watch, for instance `val_loss`.
        mode: `min` if smaller is better, `max` if larger is, `auto` as the metric says.
        min_delta: by how much a value must be better to count.
        best: what has to be beaten first.

    Example:
        >>> monitor = Monitor("me", "val_accuracy")
        >>> [monitor.improves(value) for value in (0.5, 0.7, 0.6)]
        [True, True, False]
    """

    def __init__(
        self,
        owner: str,
        name: str,
        mode: str = "auto",
        min_delta: float = 0.0,
        best: float | None = None,
    ) -> None:
        if mode not in ("auto", "min", "max"):
            raise UsageError(f"{owner}: mode is {mode!r}, expected auto, min or max")
        self.owner, self.name, self.mode = owner, name, mode
        self.min_delta = abs(min_delta)
        self.begin = best
        self.look_at(None)
        self.reset()

    def look_at(self, model: Any) -> None:
        """Find out which way is better: a metric of the model knows, or the name tells."""
        measures = getattr(model, "measures", None)
        known = {"min": "down", "max": "up"}.get(self.mode)
        if known is None and measures is not None:
            known = measures.direction(self.name)
        if known is None and self.name.endswith((*_LARGER_IS_BETTER, "loss")):
            known = "down" if self.name.endswith("loss") else "up"
        self.sign = {"down": 1.0, "up": -1.0, None: math.nan}[known]

    def reset(self) -> None:
        """Forget all values."""
        self.best = self.begin

    def value(self, logs: Logs | None, params: Mapping[str, Any]) -> float | None:
        """Return the value of an epoch, or None if it is left out in this one.

        Args:
            logs: what is reported.
            params: of the training; they say whether epochs without validation are to be expected.

        Raises:
            UsageError: if nothing of that name is reported, or it cannot be said what is better.
        """
        reported = logs or {}
        if self.name not in reported:
            self._expect_left_out(reported, params)
            return None
        value = reported[self.name]
        if np.ndim(value):
            raise UsageError(
                f"{self.owner} monitors {self.name!r}, which is {np.size(value)} numbers: expected "
                "one"
            )
        if math.isnan(self.sign):
            raise UsageError(
                f"{self.owner} monitors {self.name!r}, and cannot tell whether it should be large "
                "or small: say mode='max' or mode='min'"
            )
        return float(value)

    def _expect_left_out(self, reported: Logs, params: Mapping[str, Any]) -> None:
        """Refuse a name of which nothing is reported, unless this epoch has no validation."""
        of_validation = self.name.startswith("val_")
        if of_validation and not params.get("validates_always", True):
            return
        known = ", ".join(reported) or "nothing"
        hint = "; give fit validation data" if of_validation else ""
        raise UsageError(
            f"{self.owner} monitors {self.name!r}, which is not reported: there is {known}{hint}"
        )

    def better(self, value: float, than: float) -> bool:
        """Say whether a value is better than another."""
        return self.sign * value + self.min_delta < self.sign * than

    def improves(self, value: float) -> bool:
        """Say whether a value is the best so far, and keep it then."""
        if not self.better(value, self.sign * math.inf if self.best is None else self.best):
            return False
        self.best = value
        return True


class Monitoring(Callback):
    """A callback that watches a value.

    Attributes:
        monitor: what it watches.
    """

    monitor: Monitor

    def set_model(self, model: Any) -> None:
        """Learn which model it is, and with it which way is better."""
        super().set_model(model)
        self.monitor.look_at(model)
