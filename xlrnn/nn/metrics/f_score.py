"""Precision and recall as one number."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core import checked
from xlrnn.nn.core.checked import Range
from xlrnn.nn.losses.row_weights import aligned
from xlrnn.nn.metrics.accuracy import alike
from xlrnn.nn.metrics.metric import Metric

Array = NDArray[Any]
AVERAGES = (None, "micro", "macro", "weighted")
THRESHOLDS = Range(" above 0, up to 1", high=1.0, without_low=True)
EPSILON = 1e-7
NOTHING = 1e-9
"""A prediction so small is not the largest of its row, as in Keras."""


class FBetaScore(Metric):
    """(1 + β²) · precision · recall / (β² · precision + recall).

    Args:
        average: None for a number for each class, `micro` for all answers alike, `macro` for the
            mean of the classes, `weighted` for their mean by how often each is labelled.
        beta: how much more recall counts than precision.
        threshold: above it a prediction means 1; by default the largest of each row does.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    default_name = "fbeta_score"
    direction = "up"
    options: ClassVar[tuple[str, ...]] = ("average", "beta", "threshold")
    state = ("true_positives", "false_positives", "false_negatives", "intermediate_weights")

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        kind = type(self).__name__
        self.average = checked.one_of(average, AVERAGES, f"{kind}: average")
        self.beta = checked.ABOVE_ZERO.number(beta, f"{kind}: beta")
        self.threshold = (
            None if threshold is None else THRESHOLDS.number(threshold, f"{kind}: threshold")
        )
        super().__init__(name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        y, p = alike(self.name, y_true, y_pred)
        if p.ndim != 2:
            raise ShapeError(f"{self.name}: predictions of shape {p.shape}, expected 2 dimensions")
        if self.threshold is None:
            called = (p >= p.max(axis=-1, keepdims=True)) & (np.abs(p) > NOTHING)
        else:
            called = p > self.threshold
        given = np.ones(()) if sample_weight is None else np.asarray(sample_weight, float)
        weight, y = aligned(given, p.shape), y.astype(float)
        axis = None if self.average == "micro" else 0
        found = (called * y, called * (1 - y), ~called * y, y)
        for name, values in zip(self.state, found, strict=True):
            setattr(self, name, getattr(self, name) + np.sum(values * weight, axis=axis))

    def result(self) -> Any:
        """Return the score; of classes that are not averaged, each score."""
        tp, fp, fn, labelled = (np.asarray(getattr(self, name)) for name in self.state)
        precision, recall = tp / (tp + fp + EPSILON), tp / (tp + fn + EPSILON)
        squared = self.beta**2
        score = (1 + squared) * precision * recall / (squared * precision + recall + EPSILON)
        if self.average == "weighted":
            return float(np.sum(score * labelled / (labelled.sum() + EPSILON)))
        return score if self.average is None else float(score.mean())


class F1Score(FBetaScore):
    """2 · precision · recall / (precision + recall).

    Args:
        average: None for a number for each class, `micro`, `macro` or `weighted`.
        threshold: above it a prediction means 1; by default the largest of each row does.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    default_name = "f1_score"
    options = ("average", "threshold")

    def __init__(
        self,
        average: str | None = None,
        threshold: float | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        super().__init__(average, 1.0, threshold, name, dtype)
