"""How well numbers are predicted, seen as a whole."""

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core import checked
from xlrnn.nn.losses.divergences import unit
from xlrnn.nn.losses.row_weights import aligned
from xlrnn.nn.metrics.accuracy import alike
from xlrnn.nn.metrics.metric import Metric
from xlrnn.nn.metrics.reductions import Mean, MeanOfRows

Array = NDArray[Any]
AGGREGATIONS = ("uniform_average", "variance_weighted_average", None)


class RootMeanSquaredError(Mean):
    """The root of the mean squared error."""

    default_name = "root_mean_squared_error"
    direction = "down"

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take a batch in."""
        y, p = alike(self.name, y_true, y_pred)
        self.take((p - y) ** 2, sample_weight)

    def result(self) -> float:
        """Return the root of the mean, 0 of nothing."""
        return math.sqrt(super().result())


class CosineSimilarity(MeanOfRows):
    """The mean cosine of the angle between prediction and label.

    Args:
        name: under which it is reported.
        dtype: for Keras' sake.
        axis: along which the vectors lie.
    """

    default_name = "cosine_similarity"
    direction = "up"
    options = ("axis",)

    def __init__(
        self, name: str | None = None, dtype: DTypeLike | None = None, axis: int = -1
    ) -> None:
        self.axis = axis
        super().__init__(name, dtype)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the cosine of each row."""
        y, p = (np.moveaxis(each, self.axis, -1) for each in alike(self.name, y_true, y_pred))
        return np.sum(unit(y) * unit(p), axis=-1)


class R2Score(Metric):
    """The share of the labels' variance that is explained.

    Args:
        class_aggregation: how outputs become one number: `uniform_average`,
            `variance_weighted_average`, or None for a number for each.
        num_regressors: of how many inputs; above 0 the score is the adjusted one.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    default_name = "r2_score"
    direction = "up"
    options = ("class_aggregation", "num_regressors")
    state = ("num_samples", "squared_sum", "sum", "total_mse", "count")
    num_samples: Any
    squared_sum: Any
    sum: Any
    total_mse: Any
    count: Any

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        self.class_aggregation = checked.one_of(
            class_aggregation, AGGREGATIONS, "R2Score: class_aggregation"
        )
        self.num_regressors = checked.whole(num_regressors, "R2Score: num_regressors")
        super().__init__(name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        y, p = alike(self.name, y_true, y_pred)
        if y.ndim != 2:
            raise ShapeError(f"{self.name}: the labels have shape {y.shape}, expected 2 dimensions")
        given = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, float)
        weight = np.broadcast_to(aligned(given, y.shape), y.shape)
        y = y.astype(float)
        self.num_samples += y.size
        self.sum = self.sum + (y * weight).sum(axis=0)
        self.squared_sum = self.squared_sum + (y * (y * weight)).sum(axis=0)
        self.total_mse = self.total_mse + ((y - p) ** 2 * weight).sum(axis=0)
        self.count = self.count + weight.sum(axis=0)

    def result(self) -> Any:
        """Return the score; it is no number where labels do not differ and are all met."""
        with np.errstate(divide="ignore", invalid="ignore"):
            total = np.asarray(self.squared_sum - self.sum * np.divide(self.sum, self.count))
            raw = 1 - np.divide(self.total_mse, total)
            raw = np.where(np.isinf(raw), 0.0, raw)
            score = raw if self.class_aggregation is None else raw.mean()
            if self.class_aggregation == "variance_weighted_average":
                score = np.divide((total * raw).sum(), total.sum())
        rest = self.num_samples - self.num_regressors - 1
        if self.num_regressors and rest > 0:
            score = 1 - (1 - score) * (self.num_samples - 1) / rest
        return score if self.class_aggregation is None else float(score)
