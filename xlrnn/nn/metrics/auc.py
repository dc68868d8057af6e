"""The area under a curve over all thresholds."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.activations import sigmoid
from xlrnn.nn.core.checked import whole
from xlrnn.nn.losses.pairs import floats
from xlrnn.nn.metrics.confusion import ALL, Confusion, counts, expect_thresholds, ratio, share

Array = NDArray[Any]
EPSILON = 1e-7
CURVES = ("ROC", "PR", "PRGAIN")
SUMMATIONS = ("interpolation", "minoring", "majoring")


class AUC(Confusion):
    """The area under a curve over all thresholds.

    Args:
        num_thresholds: how many points the curve has.
        curve: `ROC` (true against false positives), `PR` (precision against recall) or `PRGAIN`
            (how much both gain on calling all 1).
        summation_method: `interpolation` between the points, or from below (`minoring`) or above
            (`majoring`).
        name: under which it is reported.
        dtype: for Keras' sake.
        thresholds: the points themselves, between 0 and 1, instead of so many in equal steps.
        multi_label: whether each output has a curve of its own, and the areas are averaged.
        num_labels: how many outputs that are; for Keras' sake.
        label_weights: how much each output counts.
        from_logits: whether predictions are scores before the sigmoid.
    """

    default_name = "auc"
    direction = "up"
    options = ("num_thresholds", "curve", "summation_method", "thresholds", "multi_label",
               "num_labels", "label_weights", "from_logits")  # fmt: skip

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: DTypeLike | None = None,
        thresholds: Any = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Any = None,
        from_logits: bool = False,
    ) -> None:
        self.curve = _one_of("curve", str(curve).upper(), CURVES)
        self.summation_method = _one_of(
            "summation_method", str(summation_method).lower(), SUMMATIONS
        )
        self.thresholds = _inner_thresholds(thresholds)
        between = self.thresholds
        if between is None:
            num_thresholds = whole(num_thresholds, "AUC: num_thresholds", least=2)
            between = (np.arange(1, num_thresholds - 1) / (num_thresholds - 1)).tolist()
        self.num_thresholds = len(between) + 2
        if num_labels is not None and not multi_label:
            raise UsageError("AUC: num_labels goes with multi_label=True alone")
        self.multi_label, self.num_labels, self.from_logits = multi_label, num_labels, from_logits
        self.label_weights = (
            None if label_weights is None else np.asarray(label_weights, float).tolist()
        )
        super().__init__([-EPSILON, *between, 1 + EPSILON], name, dtype)
        self.clips = self.clips or thresholds is None

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        p = sigmoid(floats(y_pred)) if self.from_logits else y_pred
        super().update_state(y_true, p, sample_weight)

    def add(self, truth: Array, p: Array, weight: Array) -> None:
        """Count: each output for itself if they have curves of their own."""
        if self.label_weights is not None and not self.multi_label:
            weight = weight * self._weights_of(p.shape)
        if not self.multi_label:
            super().add(truth, p, weight)
            return
        if p.ndim != 2 or (self.num_labels or p.shape[1]) != p.shape[1]:
            expected = f"(samples, {self.num_labels or 'outputs'})"
            raise ShapeError(f"{self.name}: predictions of shape {p.shape}, expected {expected}")
        self._weights_of(p.shape)
        p = np.clip(p, 0, 1) if self.clips else p
        each = [counts(*those, self.at.astype(p.dtype)) for those in zip(truth.T, p.T, weight.T,
                                                                         strict=True)]  # fmt: skip
        for name, found in zip(ALL, zip(*each, strict=True), strict=True):
            counted, columns = getattr(self, name), np.stack(found, axis=-1)
            setattr(self, name, counted + columns if counted.ndim == 2 else columns)

    def _weights_of(self, shape: tuple[int, ...]) -> Array:
        """Return how much each output counts."""
        weights = np.ones(shape[-1]) if self.label_weights is None else self.label_weights
        if len(weights) != shape[-1]:
            raise ShapeError(
                f"{self.name}: {len(weights)} label_weights, and predictions of shape {shape}"
            )
        return np.asarray(weights, float)

    def result(self) -> float:
        """Return the area; of several outputs the mean area."""
        if self.curve == "PR" and self.summation_method == "interpolation":
            areas = np.sum(self._precision_recall(), axis=0)
        else:
            x, y = self._points()
            heights = {"interpolation": (y[:-1] + y[1:]) / 2,
                       "minoring": np.minimum(y[:-1], y[1:]),
                       "majoring": np.maximum(y[:-1], y[1:])}[self.summation_method]  # fmt: skip
            areas = np.sum((x[:-1] - x[1:]) * heights, axis=0)
        if areas.ndim == 0:
            return float(areas)
        weights = self._weights_of(areas.shape)
        return float(np.average(areas, weights=weights)) if weights.sum() else 0.0

    def _points(self) -> tuple[Array, Array]:
        """Return the curve, by threshold."""
        tp, fp, tn, fn = (getattr(self, name) for name in ALL)
        if self.curve == "ROC":
            return share(fp, tn), share(tp, fn)
        if self.curve == "PR":
            return share(tp, fn), share(tp, fp)
        odds = ratio(tp + fn, tn + fp)
        gain_of_recall = np.where(tp == 0, 0.0, 1 - odds * ratio(fn, tp))
        gain_of_precision = np.where(tp == 0, 1.0, 1 - odds * ratio(fp, tp))
        return np.maximum(gain_of_recall, 0.0), gain_of_precision

    def _precision_recall(self) -> Array:
        """Interpolate as Davis and Goadrich (2006) do: true positives linearly, not precision."""
        tp, fp, fn = self.true_positives, self.false_positives, self.false_negatives
        called = tp + fp
        d_tp, d_called = tp[:-1] - tp[1:], called[:-1] - called[1:]
        slope = ratio(d_tp, np.maximum(d_called, 0))
        intercept = tp[1:] - slope * called[1:]
        both = (called[:-1] > 0) & (called[1:] > 0)
        growth = np.divide(called[:-1], called[1:], out=np.ones_like(d_tp), where=both)
        gain = slope * (d_tp + intercept * np.log(growth))
        return ratio(gain, np.maximum(tp[1:] + fn[1:], 0))


def _one_of(option: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise UsageError(f"AUC: {option} is {given!r}: expected one of {', '.join(known)}")
    return given


def _inner_thresholds(given: Any) -> list[float] | None:
    """Return thresholds in order, if there are any."""
    if given is None:
        return None
    return sorted(np.atleast_1d(expect_thresholds("AUC", given)).tolist())
