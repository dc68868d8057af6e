"""How good predictions are, added up over batches: Keras' metrics."""

from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
)
from xlrnn.nn.metrics.auc import AUC
from xlrnn.nn.metrics.confusion import Confusion, Precision, Recall
from xlrnn.nn.metrics.loss_mean import LossMean
from xlrnn.nn.metrics.metric import Mean, Metric

__all__ = [
    "AUC",
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Confusion",
    "LossMean",
    "Mean",
    "Metric",
    "Precision",
    "Recall",
    "SparseCategoricalAccuracy",
    "expect_known",
    "resolve",
]

_BY_NAME: dict[str, type[Metric]] = {
    kind.default_name: kind
    for kind in (BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy,
                 Precision, Recall, AUC)
}  # fmt: skip
_CHOSEN = ("accuracy", "acc")
_LOSSES = ("categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy",
           "mean_squared_error", "mse", "mean_absolute_error", "mae")  # fmt: skip


def resolve(
    given: "str | Metric", y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
) -> Metric:
    """Return the metric that a name means for labels and predictions of these shapes.

    Raises:
        UsageError: if there is none; the message lists those there are.

    Example:
        >>> type(resolve("accuracy", (8,), (8, 3))).__name__
        'SparseCategoricalAccuracy'
    """
    if isinstance(given, Metric):
        return given
    expect_known(given)
    if given in _CHOSEN:
        return _accuracy(y_true_shape, y_pred_shape)(name=given)
    if given in _LOSSES:
        return LossMean(given, given)
    return _BY_NAME[given.lower()](name=given.lower())


def expect_known(given: Any) -> None:
    """Refuse what is no metric.

    Raises:
        UsageError: with the names of those there are.
    """
    known = {*_CHOSEN, *_LOSSES}
    if isinstance(given, Metric) or given in known or str(given).lower() in _BY_NAME:
        return
    names = ", ".join(sorted({"accuracy", *_BY_NAME, *_LOSSES}))
    raise UsageError(f"metric {given!r} is unknown: expected one of {names}")


def _accuracy(y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> type[Mean]:
    """Return the accuracy that Keras chooses."""
    if y_pred_shape[-1] == 1:
        return BinaryAccuracy
    return CategoricalAccuracy if y_true_shape == y_pred_shape else SparseCategoricalAccuracy
