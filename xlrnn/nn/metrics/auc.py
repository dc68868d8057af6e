"""The area under a curve over all thresholds."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.metrics.confusion import Confusion

Array = NDArray[Any]
EPSILON = 1e-7


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


def _shares(part: Array, rest: Array) -> Array:
    return _ratio(part, part + rest)


def _ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
