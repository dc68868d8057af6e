"""Loss and metrics of an epoch, added up batch by batch."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn import metrics
from xlrnn.nn.losses import aligned
from xlrnn.nn.training.data import Samples

Array = NDArray[Any]
Logs = dict[str, Any]


class Measures:
    """What is reported of an epoch: the mean loss and each metric, by name.

    Args:
        wanted: names of metrics, or metrics; no weights of samples count in them.
        weighted: the same of those in which such weights do count.

    Attributes:
        names: under which the loss and the metrics are reported, no two alike.

    Raises:
        UsageError: if there is no such metric.
    """

    def __init__(self, wanted: Any = None, weighted: Any = None) -> None:
        self.wanted = [metrics.bound(each) for each in _flat(wanted, "metrics")]
        self.weighted = [metrics.bound(each) for each in _flat(weighted, "weighted_metrics")]
        self.names = _named(self.wanted, self.weighted)
        self.loss = metrics.Mean("loss")
        self.metrics: list[metrics.Metric] = []
        self.inside = False  # of a pass

    def settle(self, labels: Array, shape: tuple[int, ...]) -> None:
        """Find out which metrics are meant, for predictions of a shape, and try the labels.

        Raises:
            ShapeError: if a metric cannot judge such labels.
        """
        if not self.metrics:
            self.metrics = [
                metrics.resolve(given, labels.shape, shape)
                for given in (*self.wanted, *self.weighted)
            ]
        for metric in self.metrics:
            metric.expect(labels, shape)

    @contextmanager
    def from_nothing(self) -> Iterator[None]:
        """Begin anew; what a pass around this one has counted by then comes back behind it.

        Callbacks may judge a model in the middle of an epoch, which then goes on to be measured.
        """
        counting = [self.loss, *self.metrics]
        outer = [metric.counted() for metric in counting] if self.inside else []
        around, self.inside = self.inside, True
        for metric in counting:
            metric.reset_state()
        try:
            yield
        finally:
            self.inside = around
            for metric, values in zip(counting, outer, strict=False):
                vars(metric).update(values)

    def add(self, loss: float, batch: Samples, p: Array, mask: Array | None = None) -> None:
        """Take a batch in; as in Keras, means leave out the steps that a mask does."""
        self.loss.total += loss * len(batch)
        self.loss.count += len(batch)
        if mask is not None and mask.shape != p.shape[:-1]:
            mask = None
        for k, metric in enumerate(self.metrics):
            weight = batch.weight if k >= len(self.wanted) else None
            if mask is not None and metric.heeds_mask:
                weight = mask if weight is None else mask * aligned(weight, mask.shape)
            metric.update_state(batch.y, p, weight)

    def logs(self, prefix: str = "") -> Logs:
        """Return what has come together."""
        values = [metric.result() for metric in (self.loss, *self.metrics)]
        named = zip(self.names, values, strict=False)  # before any data there is no metric
        return {f"{prefix}{name}": value for name, value in named}

    def direction(self, name: str) -> str | None:
        """Return where a value is better: `up`, `down`, or None if that cannot be told."""
        directions = map(metrics.direction, (*self.wanted, *self.weighted))
        known = dict(zip(self.names, ("down", *directions), strict=True))
        return known.get(name.removeprefix("val_"))


def reported(logs: Logs, return_dict: bool) -> Any:
    """Return the loss, and the metrics behind it; or all by name."""
    values = list(logs.values())
    return logs if return_dict else values if len(values) > 1 else values[0]


def _flat(given: Any, what: str) -> list[Any]:
    """Return the metrics of the one output: Keras takes lists in lists, and them by its name.

    Raises:
        UsageError: if it is no list of metrics.
    """
    if given is None:
        return []
    if not isinstance(given, list | tuple | dict):
        raise UsageError(f"{what} is {given!r:.60}: expected a list, for instance ['accuracy']")
    return list(_leaves(given))


def _leaves(given: Any) -> Iterator[Any]:
    if isinstance(given, Mapping) and "class_name" not in given:
        given = list(given.values())
    if isinstance(given, list | tuple):
        for each in given:
            yield from _leaves(each)
    else:
        yield given


def _named(wanted: list[Any], weighted: list[Any]) -> list[str]:
    """Return the names of loss and metrics; as in Keras, the second of a name gets a number."""
    names = ["loss"]
    for k, given in enumerate((*wanted, *weighted)):
        name = metrics.reported_name(given)
        if name in names and k >= len(wanted):
            name = f"weighted_{name}"
        number, numbered = 0, name
        while numbered in names:
            number += 1
            numbered = f"{name}_{number}"
        names.append(numbered)
    return names
