"""Sums and means of numbers that come batch by batch."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.losses.pairs import floats
from xlrnn.nn.losses.row_weights import aligned
from xlrnn.nn.metrics.metric import Metric

Array = NDArray[Any]


class Sum(Metric):
    """The sum of all numbers."""

    default_name = "sum"
    state = ("total",)
    total: float

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take numbers in."""
        v = floats(values)
        if sample_weight is not None:
            v = v * aligned(np.asarray(sample_weight), v.shape)
        self.total += float(v.sum())

    def result(self) -> float:
        """Return the sum."""
        return self.total


class Mean(Metric):
    """The mean of all samples, a sample of several numbers being their mean."""

    default_name = "mean"
    state = ("total", "count")
    total: float
    count: float

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take the numbers of some samples in."""
        self.take(floats(values), sample_weight)

    def take(self, values: Array, sample_weight: Any = None) -> None:
        """Take the numbers of some samples in; weights count how often each is seen."""
        if sample_weight is None:
            samples = len(values) if values.ndim else 1
            self.total += float(values.sum()) * samples / max(1, values.size)
            self.count += samples
            return
        weight = np.asarray(sample_weight)
        if weight.ndim == 0:
            self.total += float(values.mean() * weight)
            self.count += float(weight)
            return
        weight = np.broadcast_to(aligned(weight, values.shape), values.shape)
        each = max(1, values.size // max(1, len(values)))
        self.total += float((values * weight).sum()) / each
        self.count += float(weight.sum()) / each

    def result(self) -> float:
        """Return the mean, 0 of nothing."""
        return self.total / self.count if self.count else 0.0


class MeanOfRows(Mean):
    """The mean of what the kinds below say of each row of labels and predictions."""

    heeds_mask = True

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the number, or the numbers, of each row."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take a batch in."""
        self.take(self.rows(np.asarray(y_true), np.asarray(y_pred)), sample_weight)
