"""How a model learns and how it is judged: Keras' `compile`, and what it takes for that."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn import optimizers
from xlrnn.nn.core.checked import positive
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.losses import aligned
from xlrnn.nn.metrics import Metric
from xlrnn.nn.network import Network
from xlrnn.nn.optimizers import Optimizer
from xlrnn.nn.training.data import Samples, samples
from xlrnn.nn.training.measures import Measures
from xlrnn.nn.training.outputs import Aim, aims, for_outputs
from xlrnn.nn.training.penalties import with_penalty


class Learner(Network):
    """A network that knows how it learns and how it is judged.

    Attributes:
        compiled: whether it knows yet.
        optimizer: how it learns.
        aims: what is wanted of each output: its loss, and how much that counts.
        measures: what is reported.
        penalized: the weights that have a penalty, as of the last samples.
        stop_training: a callback that makes it true ends the training.
        stop_evaluating: likewise.
        stop_predicting: likewise.
    """

    optimizer: Optimizer
    aims: list[Aim]
    measures: Measures
    penalized: Sequence[Parameter] = ()

    compiled = stop_training = stop_evaluating = stop_predicting = False

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
            loss: its name, for instance `categorical_crossentropy`, or a loss; for several
                outputs one for all, a list, or a dict by their names.
            loss_weights: a number that the loss is multiplied with; of several likewise.
            metrics: names such as `accuracy`, or metrics; they ignore weights of samples. Of
                several outputs a list of lists, or a dict by their names.
            weighted_metrics: the same, in which weights of samples and classes count.
            run_eagerly: for Keras' sake, as those below: nothing is translated here first.
            steps_per_execution: likewise.
            jit_compile: likewise.
            auto_scale_loss: likewise.
        """
        positive(steps_per_execution, "steps_per_execution")
        wanted = aims(loss, loss_weights, self.output_names)
        measures = Measures(wanted, metrics, weighted_metrics)
        self.optimizer = optimizers.get(optimizer)  # the last that may refuse
        self.aims, self.measures = wanted, measures
        self.compiled = True

    @property
    def loss(self) -> Any:
        """How wrong a prediction is; of several outputs a list."""
        return self.aims[0].loss if len(self.aims) == 1 else [aim.loss for aim in self.aims]

    @property
    def output_names(self) -> list[str]:
        """What the outputs are called; of one it does not matter."""
        return ["output"]

    def get_compile_config(self) -> dict[str, Any]:
        """Return what `compile` was given, as JSON can hold it."""
        config: dict[str, Any] = {
            "optimizer": _as_config(self.optimizer),
            "loss": self._by_output([aim.loss and _as_config(aim.loss) for aim in self.aims]),
            "metrics": self.measures.config("wanted"),
        }
        if self.measures.has_weighted:
            config["weighted_metrics"] = self.measures.config("weighted")
        factors = [aim.weight for aim in self.aims]
        return config | (
            {} if set(factors) == {1.0} else {"loss_weights": self._by_output(factors)}
        )

    def _by_output(self, given: list[Any]) -> Any:
        """Return what there is for each output: of one alone, of several in a list."""
        return given[0] if len(given) == 1 else given

    @property
    def metrics(self) -> list[Metric]:
        """The mean loss and the metrics; those that depend on labels are there with the first."""
        return self.measures.all if self.compiled else []

    @property
    def metrics_names(self) -> list[str]:
        """The names of what `evaluate` returns, in its order."""
        return list(self.measures.reported) if self.compiled else []

    def labelled(self, x: Any, y: Any, weight: Any = None) -> Samples:
        """Return samples whose labels and weights fit loss, metrics and the prediction's shape."""
        if not self.compiled:
            raise UsageError("the model is not compiled: call compile(loss=…) first")
        if y is None:
            raise UsageError("there are no labels: expected x and y")
        inputs = self.separate(x)
        wanted, weights = self._for_outputs("y", y), self._for_outputs("sample_weight", weight)
        given = samples(_alone(inputs), _alone(wanted), _alone(weights))
        arrays = self.arrays(given.x)
        self.claim()
        self.optimizer.ensure_built(self.vectors)
        self.penalized = with_penalty(self.weights)
        shape = self.compute_output_shape(
            [each.shape for each in arrays] if len(arrays) > 1 else arrays[0].shape
        )
        shapes = [shape] if len(self.aims) == 1 else shape
        outputs = [
            self._labelled_output(given.of_output(k), aim, cast("tuple[int, ...]", own))
            for k, (aim, own) in enumerate(zip(self.aims, shapes, strict=True))
        ]
        self.measures.settle([each.y for each in outputs], shapes)
        labels, rows = [each.y for each in outputs], [each.weight for each in outputs]
        return Samples(_alone(arrays), _alone(labels), _alone(rows))

    def _for_outputs(self, what: str, given: Any) -> list[Any]:
        """Return what is given for each output, by its name or its place."""
        if len(self.aims) == 1 and not isinstance(given, Mapping):
            return [given]
        return for_outputs(what, given, self.output_names, for_all=False)

    def _labelled_output(self, given: Samples, aim: Aim, shape: tuple[int, ...]) -> Samples:
        """Return what is expected of an output, as its loss and the prediction's shape want it."""
        if aim.loss is None:
            return Samples(given.x)
        if given.y is None:
            raise UsageError(f"y lacks what is expected of the output {aim.name}")
        labels, weight = aim.loss.labels(given.y, shape), given.weight
        if weight is not None:
            weight = aligned(weight, tuple(np.delete(shape, aim.loss.axis).tolist()))
        return Samples(given.x, labels, weight)

    def class_weighted(self, given: Samples, weights: Mapping[int, float] | None) -> Samples:
        """Return samples with the weights of their classes, if there are any."""
        if weights is not None and len(self.aims) > 1:
            raise UsageError("class_weight is for models with one output: use sample_weight")
        rows = len(self.output_shape) - 1
        return given if weights is None else given.class_weighted(weights, rows)


def _alone(given: list[Any]) -> Any:
    """Return the one thing, or a tuple of several; None if there is nothing at all."""
    if all(each is None for each in given):
        return None
    return given[0] if len(given) == 1 else tuple(given)


def _as_config(thing: Any) -> dict[str, Any]:
    return {"class_name": type(thing).__name__, "config": thing.get_config()}
