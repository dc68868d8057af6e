"""What several callbacks do: watch one of the reported values get better."""

import math
from collections.abc import Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.callbacks.callback import Logs

_LARGER_IS_BETTER = ("acc", "accuracy", "auc", "precision", "recall")


class Monitor:
    """The best value so far of what an epoch reports.

    Args:
        owner: who asks, for error messages.
        name: what to watch, for instance `val_loss`.
        mode: `min` if smaller is better, `max` if larger is, `auto` to tell by the name.
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
        self.owner, self.name = owner, name
        larger = mode == "max" or (mode == "auto" and name.endswith(_LARGER_IS_BETTER))
        self.sign = -1.0 if larger else 1.0
        self.min_delta = abs(min_delta)
        self.begin = best
        self.reset()

    def reset(self) -> None:
        """Forget all values."""
        self.best = self.sign * math.inf if self.begin is None else self.begin

    def value(self, logs: Logs | None, params: Mapping[str, Any]) -> float | None:
        """Return the value of an epoch, or None if it is left out in this one.

        Args:
            logs: what is reported.
            params: of the training; they say whether epochs without validation are to be expected.

        Raises:
            UsageError: if nothing of that name is reported.
        """
        reported = logs or {}
        if self.name in reported:
            return float(reported[self.name])
        of_validation = self.name.startswith("val_")
        if of_validation and not params.get("validates_always", True):
            return None
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
        if not self.better(value, self.best):
            return False
        self.best = value
        return True
