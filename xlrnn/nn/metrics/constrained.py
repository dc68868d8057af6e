"""The best of one share where another is good enough: points on a curve over all thresholds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.core.checked import SHARE, positive, whole
from xlrnn.nn.metrics.confusion import Confusion, share

Array = NDArray[np.float64]


class Constrained(Confusion):
    """The best of one share where another reaches a value.

    Args:
        wanted: the name of what has to reach a value, and the value.
        num_thresholds: how many points the curve has.
        class_id: the only class that counts.
        name: under which it is reported.
        dtype: for Keras' sake.
    """

    direction = "up"
    of: tuple[Callable[[Confusion], Array], Callable[[Confusion], Array]]
    """What has to reach the value, and what is reported."""

    def __init__(
        self,
        wanted: tuple[str, float],
        num_thresholds: int,
        class_id: int | None,
        name: str | None,
        dtype: DTypeLike | None,
    ) -> None:
        kind = type(self).__name__
        self.value = SHARE.number(wanted[1], f"{kind}: {wanted[0]}")
        self.num_thresholds = positive(num_thresholds, f"{kind}: num_thresholds")
        self.class_id = None if class_id is None else whole(class_id, f"{kind}: class_id")
        super().__init__(
            np.linspace(0, 1, num_thresholds) if num_thresholds > 1 else 0.5, name, dtype
        )
        self.clips = num_thresholds > 1

    def result(self) -> float:
        """Return the best share, 0 if the value is reached nowhere."""
        reached, reported = (share_of(self) for share_of in self.of)
        return float(np.max(np.where(reached >= self.value, reported, 0), initial=0))


def _recall(of: Confusion) -> Array:
    return share(of.true_positives, of.false_negatives)


def _precision(of: Confusion) -> Array:
    return share(of.true_positives, of.false_positives)


def _specificity(of: Confusion) -> Array:
    return share(of.true_negatives, of.false_positives)


class SensitivityAtSpecificity(Constrained):
    """The best sensitivity, which is the recall, where the specificity reaches a value."""

    default_name = "sensitivity_at_specificity"
    options = ("specificity", "num_thresholds", "class_id")
    of = (_specificity, _recall)

    def __init__(
        self,
        specificity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        super().__init__(("specificity", specificity), num_thresholds, class_id, name, dtype)
        self.specificity = self.value


class SpecificityAtSensitivity(Constrained):
    """The best specificity where the sensitivity, which is the recall, reaches a value."""

    default_name = "specificity_at_sensitivity"
    options = ("sensitivity", "num_thresholds", "class_id")
    of = (_recall, _specificity)

    def __init__(
        self,
        sensitivity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        super().__init__(("sensitivity", sensitivity), num_thresholds, class_id, name, dtype)
        self.sensitivity = self.value


class PrecisionAtRecall(Constrained):
    """The best precision where the recall reaches a value."""

    default_name = "precision_at_recall"
    options = ("recall", "num_thresholds", "class_id")
    of = (_recall, _precision)

    def __init__(
        self,
        recall: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        super().__init__(("recall", recall), num_thresholds, class_id, name, dtype)
        self.recall = self.value


class RecallAtPrecision(Constrained):
    """The best recall where the precision reaches a value."""

    default_name = "recall_at_precision"
    options = ("precision", "num_thresholds", "class_id")
    of = (_precision, _recall)

    def __init__(
        self,
        precision: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        super().__init__(("precision", precision), num_thresholds, class_id, name, dtype)
        self.precision = self.value
