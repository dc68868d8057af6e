"""How good predictions are, added up over batches: Keras' metrics."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import losses

Array = NDArray[Any]


class Metric:
    """Something counted over batches.

    Args:
        name: under which it is reported.
    """

    default_name: ClassVar[str] = "metric"

    def __init__(self, name: str | None = None) -> None:
        self.name = name or self.default_name
        self.reset_state()

    def reset_state(self) -> None:
        """Begin again."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        raise NotImplementedError

    def result(self) -> float:
        """Return what has come together."""
        raise NotImplementedError


class Mean(Metric):
    """The mean of a number for each row, which the kinds below say how to get."""

    default_name = "mean"

    def reset_state(self) -> None:
        """Begin again."""
        self.total, self.count = 0.0, 0.0

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the number of each row."""
        raise NotImplementedError

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        values = self.rows(np.asarray(y_true), np.asarray(y_pred))
        if sample_weight is None:
            self.total += float(values.sum())
            self.count += values.size
            return
        weight = np.asarray(sample_weight)
        weight = weight.reshape(*weight.shape, *(1,) * (values.ndim - weight.ndim))
        weight = np.broadcast_to(weight, values.shape)
        self.total += float((values * weight).sum())
        self.count += float(weight.sum())

    def result(self) -> float:
        """Return the mean, 0 of nothing."""
        return self.total / self.count if self.count else 0.0


class Accuracy(Mean):
    """How often label and prediction are equal."""

    default_name = "accuracy"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where they are."""
        return y_true.reshape(y_pred.shape) == y_pred


class BinaryAccuracy(Mean):
    """How often the side of the threshold is right.

    Args:
        name: under which it is reported.
        threshold: above it a prediction means 1.
    """

    default_name = "binary_accuracy"

    def __init__(self, name: str | None = None, threshold: float = 0.5) -> None:
        self.threshold = threshold
        super().__init__(name)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the share of each row that is right."""
        right = (y_pred > self.threshold) == (y_true.reshape(y_pred.shape) > self.threshold)
        return right.mean(axis=-1)


class CategoricalAccuracy(Mean):
    """How often the likeliest class is the labelled one, labels one-hot."""

    default_name = "categorical_accuracy"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        return y_true.argmax(axis=-1) == y_pred.argmax(axis=-1)


class SparseCategoricalAccuracy(Mean):
    """How often the likeliest class is the labelled one, labels whole numbers."""

    default_name = "sparse_categorical_accuracy"

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return 1 where it is."""
        return y_true.reshape(y_pred.shape[:-1]) == y_pred.argmax(axis=-1)


class LossMean(Mean):
    """The mean of a loss.

    Args:
        loss: its name, or itself.
        name: under which it is reported.
    """

    def __init__(self, loss: Any, name: str | None = None) -> None:
        self.loss = losses.get(loss)
        super().__init__(name or self.loss.name)

    def rows(self, y_true: Array, y_pred: Array) -> Array:
        """Return the loss of each row."""
        return self.loss.values(self.loss.check(y_true, y_pred.shape), y_pred)


class Confusion(Metric):
    """Counts of right and wrong answers at thresholds.

    Args:
        thresholds: above each of them a prediction means 1.
        name: under which it is reported.
    """

    def __init__(self, thresholds: Any = 0.5, name: str | None = None) -> None:
        self.thresholds = np.atleast_1d(np.asarray(thresholds, float))
        super().__init__(name)

    def reset_state(self) -> None:
        """Begin again."""
        zeros = np.zeros(len(self.thresholds))
        self.true_positives, self.false_positives = zeros.copy(), zeros.copy()
        self.true_negatives, self.false_negatives = zeros.copy(), zeros.copy()

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in: one sort, however many thresholds there are."""
        p = np.asarray(y_pred, float)
        truth = np.asarray(y_true).astype(bool)
        if truth.size != p.size:
            raise ShapeError(f"{self.name}: labels {truth.shape}, predictions {p.shape}")
        weight = np.ones(p.shape) if sample_weight is None else np.asarray(sample_weight, float)
        weight = weight.reshape(*weight.shape, *(1,) * (p.ndim - weight.ndim))
        weight = np.broadcast_to(weight, p.shape).ravel()
        p, truth = p.ravel(), truth.ravel()
        for chosen, above, below in (
            (truth, self.true_positives, self.false_negatives),
            (~truth, self.false_positives, self.true_negatives),
        ):
            order = np.argsort(p[chosen])
            sums = np.concatenate([[0.0], np.cumsum(weight[chosen][order])])
            under = sums[np.searchsorted(p[chosen][order], self.thresholds, side="right")]
            below += under
            above += sums[-1] - under


class Precision(Confusion):
    """Of those called 1, the share that are."""

    default_name = "precision"

    def result(self) -> float:
        """Return the share, 0 of nothing."""
        return _share(self.true_positives[0], self.false_positives[0])


class Recall(Confusion):
    """Of those that are 1, the share called so."""

    default_name = "recall"

    def result(self) -> float:
        """Return the share, 0 of nothing."""
        return _share(self.true_positives[0], self.false_negatives[0])


class AUC(Confusion):
    """The area under a curve over all thresholds, by trapezoids.

    Args:
        num_thresholds: how many points the curve has.
        curve: `ROC` (true against false positives) or `PR` (precision against recall).
        name: under which it is reported.
    """

    default_name = "auc"

    def __init__(
        self, num_thresholds: int = 200, curve: str = "ROC", name: str | None = None
    ) -> None:
        if curve not in ("ROC", "PR"):
            raise UsageError(f"AUC: curve is {curve!r}: expected ROC or PR")
        self.curve = curve
        between = np.arange(1, num_thresholds - 1) / (num_thresholds - 1)
        super().__init__(np.concatenate([[-EPSILON], between, [1 + EPSILON]]), name)

    def result(self) -> float:
        """Return the area."""
        if self.curve == "PR":
            return self._precision_recall_area()
        recall = _shares(self.true_positives, self.false_negatives)
        fallout = _shares(self.false_positives, self.true_negatives)
        return float(np.sum((fallout[:-1] - fallout[1:]) * (recall[:-1] + recall[1:]) / 2))

    def _precision_recall_area(self) -> float:
        """Interpolate as Davis and Goadrich (2006) do: true positives linearly, not precision."""
        tp, fp, fn = self.true_positives, self.false_positives, self.false_negatives
        called = tp + fp
        d_tp, d_called = tp[:-1] - tp[1:], called[:-1] - called[1:]
        slope = np.divide(
            d_tp, np.maximum(d_called, 0), out=np.zeros_like(d_tp), where=d_called > 0
        )
        intercept = tp[1:] - slope * called[1:]
        both = (called[:-1] > 0) & (called[1:] > 0)
        ratio = np.divide(called[:-1], called[1:], out=np.ones_like(d_tp), where=both)
        gain = slope * (d_tp + intercept * np.log(ratio))
        positives = np.maximum(tp[1:] + fn[1:], 0)
        return float(
            np.sum(np.divide(gain, positives, out=np.zeros_like(gain), where=positives > 0))
        )


EPSILON = 1e-7

_BY_NAME: dict[str, type[Metric]] = {
    kind.default_name: kind
    for kind in (BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy,
                 Precision, Recall, AUC)
}  # fmt: skip
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
    if given in ("accuracy", "acc"):
        return _accuracy(y_true_shape, y_pred_shape)(name=given)
    if given in _LOSSES:
        return LossMean(given, given)
    known_name = given.lower() if isinstance(given, str) else given
    if known_name not in _BY_NAME:
        known = ", ".join(sorted({"accuracy", *_BY_NAME, *_LOSSES}))
        raise UsageError(f"metric {given!r} is unknown: expected one of {known}")
    return _BY_NAME[known_name](name=known_name)


def _accuracy(y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> type[Mean]:
    """Return the accuracy that Keras chooses."""
    if y_pred_shape[-1] == 1:
        return BinaryAccuracy
    return CategoricalAccuracy if y_true_shape == y_pred_shape else SparseCategoricalAccuracy


def _share(part: float, rest: float) -> float:
    return float(part / (part + rest)) if part + rest else 0.0


def _shares(part: Array, rest: Array) -> Array:
    return _ratio(part, part + rest)


def _ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
