"""Loss and metrics of an epoch, added up batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn import metrics
from xlrnn.nn.losses import aligned
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.outputs import Aim, for_outputs

Array = NDArray[Any]
Logs = dict[str, Any]


@runtime_checkable
class Judged(Protocol):
    """A batch that has been predicted and judged.

    Attributes:
        value: the loss of all outputs together.
        predictions: of each output.
        masks: which steps of each count.
    """

    value: float
    predictions: list[Array]
    masks: list[Array | None]

    def values_by_output(self) -> list[float]:
        """Return the loss of each output that has one, not weighed against the others."""


class OutputMeasures:
    """The metrics of one output.

    Args:
        name: of the output; empty where there is but one.
        wanted: names of metrics, or metrics; no weights of samples count in them.
        weighted: the same of those in which such weights do count.
    """

    def __init__(self, name: str, wanted: list[Any], weighted: list[Any]) -> None:
        self.name = name
        self.wanted = [metrics.bound(each) for each in wanted]
        self.weighted = [metrics.bound(each) for each in weighted]
        self.metrics: list[metrics.Metric] = []

    @property
    def given(self) -> list[Any]:
        """All of them, as they were given."""
        return [*self.wanted, *self.weighted]

    def settle(self, labels: Array | None, shape: tuple[int, ...]) -> None:
        """Find out which metrics are meant, for predictions of a shape, and try the labels.

        Raises:
            ShapeError: if a metric cannot judge such labels.
            UsageError: if there are metrics and no labels.
        """
        if not self.given:
            return
        if labels is None:
            raise UsageError(f"{self.name} has metrics, and no loss: expected both or none")
        if not self.metrics:
            self.metrics = [metrics.resolve(given, labels.shape, shape) for given in self.given]
        for metric in self.metrics:
            metric.expect(labels, shape)

    def add(self, batch: Samples, p: Array, mask: Array | None) -> None:
        """Take a batch in; as in Keras, means leave out the steps that a mask does."""
        if mask is not None and mask.shape != p.shape[:-1]:
            mask = None
        for k, metric in enumerate(self.metrics):
            weight = batch.weight if k >= len(self.wanted) else None
            if mask is not None and metric.heeds_mask:
                weight = mask if weight is None else mask * aligned(weight, mask.shape)
            metric.update_state(batch.y, p, weight)


class Measures:
    """What is reported of an epoch: the mean loss and each metric, by name.

    Of several outputs the loss of each is reported, too, and names begin with the output's.

    Args:
        aims: what is wanted of each output.
        wanted: names of metrics, or metrics; no weights of samples count in them.
        weighted: the same of those in which such weights do count.

    Attributes:
        names: under which the loss and the metrics are reported, no two alike.

    Raises:
        UsageError: if there is no such metric.
    """

    def __init__(self, aims: Sequence[Aim], wanted: Any = None, weighted: Any = None) -> None:
        both = zip(
            _of_outputs("metrics", wanted, aims),
            _of_outputs("weighted_metrics", weighted, aims),
            strict=True,
        )
        self.outputs = [OutputMeasures(aim.name, *own) for aim, own in zip(aims, both, strict=True)]
        self.loss = metrics.Mean("loss")
        with_loss = [aim for aim in aims if len(aims) > 1 and aim.loss is not None]
        self.losses = [metrics.Mean(f"{aim.name}_loss") for aim in with_loss]
        self.names = ["loss", *(own.name for own in self.losses)]
        for output in self.outputs:
            _add_names(self.names, output)
        self.inside = False  # of a pass

    @property
    def all(self) -> list[metrics.Metric]:
        """Losses and metrics, in the order of their names; before any data there is no metric."""
        return [
            self.loss, *self.losses,
            *(metric for output in self.outputs for metric in output.metrics),
        ]  # fmt: skip

    @property
    def reported(self) -> list[str]:
        """The names in the order of reports: of several outputs, as in Keras, by the alphabet."""
        if len(self.outputs) == 1:
            return self.names
        losses = 1 + len(self.losses)
        return [*self.names[:losses], *sorted(self.names[losses:])]

    def settle(self, labels: Sequence[Array | None], shapes: Sequence[tuple[int, ...]]) -> None:
        """Find out which metrics are meant, for what is predicted and expected of each output."""
        for output, own, shape in zip(self.outputs, labels, shapes, strict=True):
            output.settle(own, shape)

    def config(self, which: str) -> Any:
        """Return the metrics as `compile` took them, as JSON can hold it."""
        lists = [
            [metrics.as_config(given) for given in getattr(output, which)]
            for output in self.outputs
        ]
        return lists[0] if len(lists) == 1 else lists

    @property
    def has_weighted(self) -> bool:
        """Whether weights of samples count in some."""
        return any(output.weighted for output in self.outputs)

    @contextmanager
    def from_nothing(self) -> Iterator[None]:
        """Begin anew; what a pass around this one has counted by then comes back behind it.

        Callbacks may judge a model in the middle of an epoch, which then goes on to be measured.
        """
        counting = self.all
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

    def add(self, judged: Judged, batch: Samples) -> None:
        """Take a batch in."""
        self.loss.total += judged.value * len(batch)
        self.loss.count += len(batch)
        for own, value in zip(self.losses, judged.values_by_output(), strict=False):
            own.total += value * len(batch)
            own.count += len(batch)
        for k, output in enumerate(self.outputs):
            if output.metrics:
                output.add(batch.of_output(k), judged.predictions[k], judged.masks[k])

    def logs(self, prefix: str = "") -> Logs:
        """Return what has come together."""
        values = [metric.result() for metric in self.all]
        found = dict(zip(self.names, values, strict=False))  # before any data there is no metric
        return {f"{prefix}{name}": found[name] for name in self.reported if name in found}

    def direction(self, name: str) -> str | None:
        """Return where a value is better: `up`, `down`, or None if that cannot be told."""
        losses = ["down"] * (1 + len(self.losses))
        directions = (metrics.direction(given) for output in self.outputs for given in output.given)
        known = dict(zip(self.names, (*losses, *directions), strict=True))
        return known.get(name.removeprefix("val_"))


def reported(logs: Logs, return_dict: bool) -> Any:
    """Return the loss, and the metrics behind it; or all by name."""
    values = list(logs.values())
    return logs if return_dict else values if len(values) > 1 else values[0]


def _of_outputs(what: str, given: Any, aims: Sequence[Aim]) -> list[list[Any]]:
    """Return the metrics of each output.

    Raises:
        UsageError: if it is no list of metrics, or names no such output.
    """
    if given is None:
        return [[] for _ in aims]
    if not isinstance(given, list | tuple | dict):
        raise UsageError(f"{what} is {given!r}: expected a list, for instance ['accuracy']")
    if len(aims) == 1:  # Keras takes lists in lists, and them by the output's name
        return [list(_leaves(given))]
    names = [aim.name for aim in aims]
    return [list(_leaves(own)) for own in for_outputs(what, given, names, for_all=False)]


def _leaves(given: Any) -> Iterator[Any]:
    if given is None:
        return
    if isinstance(given, Mapping) and "class_name" not in given:
        given = list(given.values())
    if isinstance(given, list | tuple):
        for each in given:
            yield from _leaves(each)
    else:
        yield given


def _add_names(names: list[str], output: OutputMeasures) -> None:
    """Add the names of an output's metrics; as in Keras, the second of a name gets a number."""
    for k, given in enumerate(output.given):
        own = metrics.reported_name(given)
        name = f"{output.name}_{own}" if output.name else own
        if name in names and k >= len(output.wanted):
            name = f"{output.name}_weighted_{own}" if output.name else f"weighted_{own}"
        number, numbered = 0, name
        while numbered in names:
            number += 1
            numbered = f"{name}_{number}"
        names.append(numbered)
