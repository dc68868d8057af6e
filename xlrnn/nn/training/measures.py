"""Loss and metrics of an epoch, added up batch by batch."""

import copy
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.nn import metrics
from xlrnn.nn.training.data import Samples

Array = NDArray[Any]


class Measures:
    """What is reported of an epoch: the mean loss and each metric, by name.

    Args:
        wanted: names of metrics, or metrics.
    """

    def __init__(self, wanted: Sequence[Any]) -> None:
        self.wanted = list(wanted)
        self.metrics: list[metrics.Metric] = []
        self.reset()

    def afresh(self) -> "Measures":
        """Return the same measures, with nothing taken in."""
        return Measures(copy.deepcopy(self.wanted))

    def names(self) -> list[str]:
        """Return the names of the metrics."""
        return [given if isinstance(given, str) else given.name for given in self.wanted]

    def reset(self) -> None:
        """Begin an epoch."""
        self.loss_sum, self.samples = 0.0, 0
        for metric in self.metrics:
            metric.reset_state()

    def add(self, loss: float, batch: Samples, p: Array) -> None:
        """Take a batch in."""
        self.loss_sum += loss * len(batch)
        self.samples += len(batch)
        if self.wanted and not self.metrics:
            self.metrics = [
                metrics.resolve(name, batch.labels.shape, p.shape) for name in self.wanted
            ]
        for metric in self.metrics:
            metric.update_state(batch.y, p)

    def logs(self, prefix: str = "") -> dict[str, float]:
        """Return what has come together."""
        loss = self.loss_sum / self.samples if self.samples else 0.0
        values = {metric.name: float(metric.result()) for metric in self.metrics}
        return {f"{prefix}{name}": value for name, value in {"loss": loss, **values}.items()}
