"""How a model learns and how it is judged: Keras' `compile`, and what it takes for that."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.nn import losses, metrics, optimizers
from xlrnn.nn.core.checked import positive
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.losses import Loss, aligned
from xlrnn.nn.metrics import Metric
from xlrnn.nn.network import Network
from xlrnn.nn.optimizers import Optimizer
from xlrnn.nn.training.data import Samples, samples
from xlrnn.nn.training.measures import Measures
from xlrnn.nn.training.penalties import with_penalty


class Learner(Network):
    """A network that knows how it learns and how it is judged.

    Attributes:
        compiled: whether it knows yet.
        optimizer: how it learns.
        loss: how wrong a prediction is.
        loss_weight: what the loss is multiplied with.
        measures: what is reported.
        regularized: the weights that have a penalty, as of the last samples.
        stop_training: a callback that makes it true ends the training.
        stop_evaluating: likewise.
        stop_predicting: likewise.
    """

    optimizer: Optimizer
    loss: Loss
    loss_weight: float
    measures: Measures
    regularized: Sequence[Parameter] = ()

    def __init__(self) -> None:
        self.compiled = False
        self.stop_training = self.stop_evaluating = self.stop_predicting = False

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,  # noqa: ARG002
        steps_per_execution: int = 1,
        jit_compile: bool | str = "auto",  # noqa: ARG002
        auto_scale_loss: bool = True,  # noqa: ARG002
    ) -> None:
        """Choose how the model learns and how it is judged.

        Args:
            optimizer: its name, for instance `adam`, or an optimizer.
            loss: its name, for instance `categorical_crossentropy`, or a loss.
            loss_weights: a number that the loss is multiplied with.
            metrics: names such as `accuracy`, or metrics; they ignore weights of samples.
            weighted_metrics: the same, in which weights of samples and classes count.
            run_eagerly: for Keras' sake, as those below: nothing is translated here first.
            steps_per_execution: likewise.
            jit_compile: likewise.
            auto_scale_loss: likewise.
        """
        if loss is None:
            raise UsageError("compile needs a loss, for instance loss='categorical_crossentropy'")
        positive(steps_per_execution, "steps_per_execution")
        chosen = losses.get(_only("loss", loss))
        if chosen.reduction in ("none", None):
            raise UsageError(
                f"{chosen.name}: reduction is {chosen.reduction!r}: a model learns from one "
                "number, as with 'sum_over_batch_size' or 'sum'"
            )
        weight = _loss_weight(loss_weights)
        measures = Measures(metrics, weighted_metrics)
        self.optimizer = optimizers.get(optimizer)  # the last that may refuse
        self.loss, self.loss_weight, self.measures = chosen, weight, measures
        self.compiled = True

    def get_compile_config(self) -> dict[str, Any]:
        """Return what `compile` was given, as JSON can hold it."""
        config: dict[str, Any] = {
            "optimizer": _as_config(self.optimizer),
            "loss": _as_config(self.loss),
            "metrics": [metrics.as_config(given) for given in self.measures.wanted],
        }
        if self.measures.weighted:
            weighted = [metrics.as_config(given) for given in self.measures.weighted]
            config["weighted_metrics"] = weighted
        return config | ({"loss_weights": self.loss_weight} if self.loss_weight != 1 else {})

    @property
    def metrics(self) -> list[Metric]:
        """The mean loss and the metrics; those that depend on labels are there with the first."""
        return [self.measures.loss, *self.measures.metrics] if self.compiled else []

    @property
    def metrics_names(self) -> list[str]:
        """The names of what `evaluate` returns, in its order."""
        return list(self.measures.names) if self.compiled else []

    def labelled(self, x: Any, y: Any, weight: Any = None) -> Samples:
        """Return samples whose labels and weights fit loss, metrics and the prediction's shape."""
        if not self.compiled:
            raise UsageError("the model is not compiled: call compile(loss=…) first")
        if y is None:
            raise UsageError("there are no labels: expected x and y")
        given = samples(x, y, weight)
        self.ensure_built(given.x.shape)
        self.optimizer.ensure_built(self.vectors)
        self.regularized = with_penalty(self.weights)
        x = self.in_rank(given.x)
        self.check_input(x.shape)
        shape = cast("tuple[int, ...]", self.compute_output_shape(x.shape))
        labels = self.loss.labels(given.labels, shape)
        self.measures.settle(labels, shape)
        if given.weight is not None:
            rows = np.delete(shape, self.loss.axis)
            given = Samples(x, labels, aligned(given.weight, tuple(rows.tolist())))
        return Samples(x, labels, given.weight)

    def class_weighted(self, given: Samples, weights: Mapping[int, float] | None) -> Samples:
        """Return samples with the weights of their classes, if there are any."""
        rows = len(self.output_shape) - 1
        return given if weights is None else given.class_weighted(weights, rows)


def _only(what: str, given: Any) -> Any:
    """Return what is given for the one output, alone, in a list, or by the output's name."""
    if isinstance(given, Mapping) and "class_name" not in given:
        given = list(given.values())
    if not isinstance(given, list | tuple):
        return given
    if len(given) != 1:
        raise UsageError(
            f"{what} has {counted(len(given), 'entry', 'entries')}: expected one, for the one "
            "output"
        )
    return given[0]


def _loss_weight(given: Any) -> float:
    """Return what the loss is multiplied with.

    Raises:
        UsageError: if that is no number.
    """
    weight = 1.0 if given is None else _only("loss_weights", given)
    number = isinstance(weight, int | float | np.number) and not isinstance(weight, bool)
    if not number or not np.isfinite(weight):
        raise UsageError(
            f"loss_weights is {given!r:.60}: expected a number, for the one loss; it is the third "
            "argument, as in Keras, and metrics the fourth: metrics=['accuracy']"
        )
    return float(weight)


def _as_config(thing: Any) -> dict[str, Any]:
    return {"class_name": type(thing).__name__, "config": thing.get_config()}
