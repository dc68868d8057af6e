"""Right and wrong answers, counted at thresholds: precision and recall."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.metrics.metric import Metric

Array = NDArray[Any]


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


def _share(part: float, rest: float) -> float:
    return float(part / (part + rest)) if part + rest else 0.0
