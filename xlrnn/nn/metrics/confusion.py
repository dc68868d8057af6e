"""Right and wrong answers, counted at thresholds: precision, recall, and the counts themselves."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.checked import positive, whole
from xlrnn.nn.losses.row_weights import aligned
from xlrnn.nn.metrics.accuracy import alike
from xlrnn.nn.metrics.metric import Metric

Array = NDArray[Any]

ALL: tuple[str, ...] = ("true_positives", "false_positives", "true_negatives", "false_negatives")
LOWEST = -1e10
"""What predictions that are not among the best k count as, in Keras."""


class Confusion(Metric):
    """Counts of right and wrong answers at thresholds.

    Args:
        thresholds: above each of them a prediction means 1.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    state: ClassVar[tuple[str, ...]] = ALL
    true_positives: Array
    false_positives: Array
    true_negatives: Array
    false_negatives: Array

    top_k: int | None = None
    class_id: int | None = None

    def __init__(
        self, thresholds: Any, name: str | None = None, dtype: DTypeLike | None = None
    ) -> None:
        self.at: Array = np.atleast_1d(np.asarray(thresholds, float))
        self.clips = _even(self.at)
        super().__init__(name, dtype)

    def reset_state(self) -> None:
        """Begin again."""
        for name in self.state:
            setattr(self, name, np.zeros(len(self.at)))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in."""
        y, p = alike(self.name, y_true, y_pred)
        given = np.ones(()) if sample_weight is None else np.asarray(sample_weight, float)
        weight = aligned(given, p.shape)
        self.add(*self.chosen(y.astype(bool), p, np.broadcast_to(weight, p.shape)))

    def chosen(self, truth: Array, p: Array, weight: Array) -> tuple[Array, Array, Array]:
        """Return what is counted of a batch: the best k of a row, or one class, or all."""
        if self.top_k is not None:
            best = np.argsort(-p, axis=-1, kind="stable")[..., : self.top_k]
            kept = np.full(p.shape, LOWEST, p.dtype)
            np.put_along_axis(kept, best, np.take_along_axis(p, best, -1), -1)
            p = kept
        if self.class_id is not None:
            if p.ndim < 2 or not self.class_id < p.shape[-1]:
                raise ShapeError(
                    f"{self.name}: class_id is {self.class_id}, and the predictions have shape "
                    f"{p.shape}"
                )
            truth, p, weight = (each[..., self.class_id] for each in (truth, p, weight))
        return truth, p, weight

    def add(self, truth: Array, p: Array, weight: Array) -> None:
        """Count."""
        if self.clips:
            p = np.clip(p, 0, 1)
        found = counts(truth.ravel(), p.ravel(), weight.ravel(), self.at.astype(p.dtype))
        for name, values in zip(ALL, found, strict=True):
            if name in self.state:
                getattr(self, name)[...] += values


def counts(truth: Array, p: Array, weight: Array, at: Array) -> tuple[Array, ...]:
    """Return how many are true and false positives and negatives at each threshold.

    One sort, however many thresholds there are.
    """
    found = []
    for those in (truth, ~truth):
        order = np.argsort(p[those])
        sums = np.concatenate([[0.0], np.cumsum(weight[those][order])])
        under = sums[np.searchsorted(p[those][order], at, side="right")]
        found += [sums[-1] - under, under]
    true_positives, false_negatives, false_positives, true_negatives = found
    return true_positives, false_positives, true_negatives, false_negatives


class AtThresholds(Confusion):
    """What thresholds between 0 and 1 are given for: a number for each of them.

    Args:
        thresholds: one or several; above each a prediction means 1. By default 1/2.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    options: ClassVar[tuple[str, ...]] = ("thresholds",)
    default_threshold = 0.5

    def __init__(
        self, thresholds: Any = None, name: str | None = None, dtype: DTypeLike | None = None
    ) -> None:
        self.thresholds = expect_thresholds(type(self).__name__, thresholds)
        super().__init__(
            self.default_threshold if thresholds is None else self.thresholds, name, dtype
        )

    def each(self, values: Array) -> Any:
        """Return the number of the one threshold, or all."""
        return float(values[0]) if len(self.at) == 1 else values.copy()


class _Count(AtThresholds):
    """How many answers are of a kind."""

    def result(self) -> Any:
        """Return the count, of several thresholds all counts."""
        return self.each(getattr(self, self.state[0]))


class TruePositives(_Count):
    """How many that are 1 are called so."""

    default_name, state = "true_positives", ("true_positives",)


class FalsePositives(_Count):
    """How many that are 0 are called 1."""

    default_name, state = "false_positives", ("false_positives",)


class TrueNegatives(_Count):
    """How many that are 0 are called so."""

    default_name, state = "true_negatives", ("true_negatives",)


class FalseNegatives(_Count):
    """How many that are 1 are called 0."""

    default_name, state = "false_negatives", ("false_negatives",)


class _Share(AtThresholds):
    """A share of the answers.

    Args:
        thresholds: one or several; above each a prediction means 1. By default 1/2.
        top_k: only so many of a row, the likeliest, mean 1.
        class_id: the only class that counts.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    options = ("thresholds", "top_k", "class_id")
    direction = "up"

    def __init__(
        self,
        thresholds: Any = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        kind = type(self).__name__
        self.top_k = None if top_k is None else positive(top_k, f"{kind}: top_k")
        self.class_id = None if class_id is None else whole(class_id, f"{kind}: class_id")
        self.default_threshold = 0.5 if top_k is None else LOWEST
        super().__init__(thresholds, name, dtype)

    def result(self) -> Any:
        """Return the share, 0 of nothing; of several thresholds all shares."""
        part, rest = (getattr(self, name) for name in self.state)
        return self.each(share(part, rest))


class Precision(_Share):
    """Of those called 1, the share that are."""

    default_name, state = "precision", ("true_positives", "false_positives")


class Recall(_Share):
    """Of those that are 1, the share called so."""

    default_name, state = "recall", ("true_positives", "false_negatives")


def share(part: Array, rest: Array) -> Array:
    """Return part / (part + rest), 0 where there is nothing."""
    return ratio(part, part + rest)


def ratio(part: Array, whole: Array) -> Array:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole != 0)


def expect_thresholds(kind: str, given: Any) -> Any:
    """Return thresholds as JSON can hold them.

    Raises:
        UsageError: if one is not between 0 and 1.
    """
    if given is None:
        return None
    try:
        at = np.asarray(given, float)
    except (TypeError, ValueError):
        at = np.full(1, np.nan)
    if at.ndim > 1 or not at.size or not ((at >= 0) & (at <= 1)).all():
        raise UsageError(
            f"{kind}: thresholds is {given!r:.60}: expected a number from 0 to 1, or several"
        )
    return at.tolist()


def _even(at: Array) -> bool:
    """Say whether thresholds go from 0 to 1 in equal steps: Keras then cuts predictions there."""
    return len(at) > 2 and np.allclose(at, np.linspace(0, 1, len(at)), atol=1e-7)
