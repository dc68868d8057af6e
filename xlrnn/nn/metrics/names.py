"""Which metric a name, a function, a class or a configuration means."""

from types import BuiltinFunctionType
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn import custom, losses
from xlrnn.nn.core.layer import snake_case
from xlrnn.nn.metrics import functions, of_losses
from xlrnn.nn.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from xlrnn.nn.metrics.auc import AUC
from xlrnn.nn.metrics.confusion import (
    FalseNegatives,
    FalsePositives,
    Precision,
    Recall,
    TrueNegatives,
    TruePositives,
)
from xlrnn.nn.metrics.constrained import (
    PrecisionAtRecall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
)
from xlrnn.nn.metrics.f_score import F1Score, FBetaScore
from xlrnn.nn.metrics.metric import Metric
from xlrnn.nn.metrics.of_losses import LossMean
from xlrnn.nn.metrics.of_ones_own import FunctionMean
from xlrnn.nn.metrics.reductions import Mean, Sum
from xlrnn.nn.metrics.regression import CosineSimilarity, R2Score, RootMeanSquaredError

_ALONE: tuple[type[Metric], ...] = (
    Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy,
    TopKCategoricalAccuracy, SparseTopKCategoricalAccuracy, AUC, Precision, Recall,
    TruePositives, FalsePositives, TrueNegatives, FalseNegatives, F1Score, FBetaScore,
    CosineSimilarity, R2Score, RootMeanSquaredError,
    of_losses.MeanSquaredError, of_losses.MeanAbsoluteError,
    of_losses.MeanAbsolutePercentageError, of_losses.MeanSquaredLogarithmicError,
    of_losses.LogCoshError, of_losses.KLDivergence, of_losses.Poisson, of_losses.Hinge,
    of_losses.SquaredHinge, of_losses.CategoricalHinge, of_losses.BinaryCrossentropy,
    of_losses.CategoricalCrossentropy, of_losses.SparseCategoricalCrossentropy,
)  # fmt: skip
"""Those that a name alone makes."""

_WITH_OPTIONS: tuple[type[Metric], ...] = (
    PrecisionAtRecall, RecallAtPrecision, SensitivityAtSpecificity, SpecificityAtSensitivity,
    LossMean, Mean, Sum,
)  # fmt: skip

_KINDS = {kind.__name__: kind for kind in (*_ALONE, *_WITH_OPTIONS)}
_BY_NAME = {kind.__name__: kind for kind in _ALONE}
_BY_NAME |= {snake_case(kind.__name__): kind for kind in _ALONE}
_CHOSEN = ("accuracy", "acc")


def get(given: Any) -> Metric:
    """Return a metric from its name, its function, its class, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.

    Example:
        >>> get("mse").name, get({"class_name": "AUC", "config": {"name": "area"}}).name
        ('mse', 'area')
    """
    if isinstance(given, type) and issubclass(given, Metric):
        return given()
    given = bound(given)
    if isinstance(given, Metric):
        return given
    if isinstance(given, dict) and given.get("class_name") in _KINDS:
        return _KINDS[given["class_name"]].from_config(given.get("config", {}))
    if isinstance(given, str) and given in _BY_NAME:
        return _BY_NAME[given](name=given)
    for function, kind in functions.BY_FUNCTION.items():
        if given is function:
            return kind(name=function.__name__)
    loss = losses.function_named(given)
    if loss is None and callable(given) and not isinstance(given, type | BuiltinFunctionType):
        return FunctionMean(given)
    if loss is None:
        raise UsageError(
            f"metric {given!r} is unknown: expected one of {_known()}{custom.hint(given)}"
        )
    return LossMean(loss, given if isinstance(given, str) else loss.__name__)


def bound(given: Any) -> Any:
    """Return what was given, or the metric or function of one's own that it now names."""
    named = custom.of_config(given, Metric, FunctionMean, "metric") or custom.own(given)
    return given if named is None else named


def resolve(given: Any, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """Return the metric that is meant for labels and predictions of these shapes.

    Raises:
        UsageError: if there is none; the message lists those there are.

    Example:
        >>> type(resolve("accuracy", (8,), (8, 3))).__name__
        'SparseCategoricalAccuracy'
    """
    if depends(given):
        return _accuracy(y_true_shape, y_pred_shape)(name=given)
    return get(given)


def depends(given: Any) -> bool:
    """Say whether it depends on labels and predictions what is meant: `accuracy`."""
    return isinstance(given, str) and given.lower() in _CHOSEN


def reported_name(given: Any) -> str:
    """Return the name under which something is reported.

    Raises:
        UsageError: if it is no metric.
    """
    return str(given) if depends(given) else get(given).name


def direction(given: Any) -> str | None:
    """Return where a metric is better: `up`, `down`, or None if that depends."""
    return "up" if depends(given) else get(given).direction


def as_config(given: Any) -> Any:
    """Return what makes the same metric again, as JSON can hold it."""
    if isinstance(given, str):
        return given
    metric = get(given)
    if not isinstance(given, Metric | type | dict) and not isinstance(metric, FunctionMean):
        return metric.name  # a function, whose name means the same
    return {"class_name": type(metric).__name__, "config": metric.get_config()}


def _known() -> str:
    names = {snake_case(kind.__name__) for kind in _ALONE} | {"accuracy", "mse", "mae"}
    return ", ".join(sorted(names))


def _accuracy(y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> type[Metric]:
    """Return the accuracy that Keras chooses."""
    if y_pred_shape[-1] == 1:
        return BinaryAccuracy
    sparse = len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1
    return SparseCategoricalAccuracy if sparse else CategoricalAccuracy
