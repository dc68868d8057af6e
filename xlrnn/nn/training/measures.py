"""Loss and metrics of an epoch, added up batch by batch."""

import copy
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn import metrics
from xlrnn.nn.training.data import Samples

Array = NDArray[Any]


class Measures:
    """What is reported of an epoch: the mean loss and each metric, by name.

    Args:
        wanted: names of metrics, or metrics.

    Raises:
        UsageError: if there is no such metric.
    """

    def __init__(self, wanted: Sequence[Any]) -> None:
        if not isinstance(wanted, list | tuple):
            raise UsageError(
                f"metrics is {wanted!r:.60}: expected a list, for instance ['accuracy']"
            )
        for given in wanted:
            metrics.expect_known(given)
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

    def add(self, loss: float, batch: Samples, p: Array, mask: Array | None = None) -> None:
        """Take a batch in; as in Keras, means leave out the steps that a mask does."""
        self.loss_sum += loss * len(batch)
        self.samples += len(batch)
        if self.wanted and not self.metrics:
            self.metrics = [
                metrics.resolve(name, batch.labels.shape, p.shape) for name in self.wanted
            ]
        for metric in self.metrics:
            rows = mask if mask is not None and mask.shape == p.shape[:-1] else None
            metric.update_state(batch.y, p, rows if isinstance(metric, metrics.Mean) else None)

    def logs(self, prefix: str = "") -> dict[str, float]:
        """Return what has come together."""
        loss = self.loss_sum / self.samples if self.samples else 0.0
        values = {metric.name: float(metric.result()) for metric in self.metrics}
        return {f"{prefix}{name}": value for name, value in {"loss": loss, **values}.items()}


def reported(logs: dict[str, float], return_dict: bool) -> Any:
    """Return the loss, and the metrics behind it; or all by name."""
    values = list(logs.values())
    return logs if return_dict else values if len(values) > 1 else values[0]
