"""What every metric is, and means of a number for each row."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Metric:
    """Something counted over batches.

    Args:
        name: under which it is reported.
    """

    default_name: ClassVar[str] = "metric"

    def __init__(self, name: str | None = None) -> None:
        self.name = name or self.default_name
        self.reset_state()

    def reset_state(self) -> None:
        """Begin again."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        raise NotImplementedError

    def result(self) -> float:
        """Return what has come together."""
        raise NotImplementedError


class Mean(Metric):
    """The mean of a number for each row, which the kinds below say how to get."""

    default_name = "mean"

    def reset_state(self) -> None:
        """Begin again."""
        self.total, self.count = 0.0, 0.0

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the number of each row."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        values = self.rows(np.asarray(y_true), np.asarray(y_pred))
        if sample_weight is None:
            self.total += float(values.sum())
            self.count += values.size
            return
        weight = np.asarray(sample_weight)
        weight = weight.reshape(*weight.shape, *(1,) * (values.ndim - weight.ndim))
        weight = np.broadcast_to(weight, values.shape)
        self.total += float((values * weight).sum())
        self.count += float(weight.sum())

    def result(self) -> float:
        """Return the mean, 0 of nothing."""
        return self.total / self.count if self.count else 0.0
