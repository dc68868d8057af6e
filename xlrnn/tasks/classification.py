"""How well classes are told apart: confusion, precision, recall, F1, and calibration."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.tables import Table, Tabular

Array = NDArray[Any]
BINS = 10


@dataclass(frozen=True)
class ClassScore:
    """How well one class is found.

    1. precision = true positives / all that were called so
    2. recall    = true positives / all that are so
    3. F1        = 2 · precision · recall / (precision + recall)

    A share of nothing counts as 0.

    Args:
        name: the class.
        precision: the share that is right of what was called so.
        recall: the share that was found of what is so.
        f1: the harmonic mean of the two.
        support: how many there are.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Bin:
    """The predictions of about the same confidence.

    Args:
        low: the confidence that the bin begins above.
        high: the confidence that it ends with.
        count: how many predictions there are.
        confidence: their mean confidence.
        accuracy: the share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Classification(Tabular):
    """How well classes are told apart.

    Args:
        scores: of each class.
        confusion: a row for each true class, a column for each predicted one.
        expected_calibration_error: the mean distance of confidence and accuracy, each bin
            counting by its predictions (Guo et al. 2017).
        calibration: the bins that hold anything.
    """

    scores: tuple[ClassScore, ...]
    confusion: tuple[tuple[int, ...], ...]
    expected_calibration_error: float
    calibration: tuple[Bin, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        found = asdict(self)
        return {"classes": found.pop("scores"), **found}

    def tables(self) -> Iterator[Table]:
        """Yield the scores of the classes, then what was called what."""
        names = [one.name for one in self.scores]
        scores = [(one.name, one.precision, one.recall, one.f1, one.support) for one in self.scores]
        yield Table(("class", "precision", "recall", "F1", "texts"), scores)
        rows = [(name, *counts) for name, counts in zip(names, self.confusion, strict=True)]
        yield Table(("true, right: called →", *names), rows)


def classification(p: Array, labels: Array, names: tuple[str, ...]) -> Classification:
    """Return how well classes are told apart.

    Args:
        p: the probability of each class, a row for each prediction.
        labels: the true class of each.
        names: the classes.

    Example:
        >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
        >>> found = classification(p, np.array([0, 1, 1]), ("bad", "good"))
        >>> found.confusion, found.scores[1].recall
        (((1, 0), (1, 1)), 0.5)
    """
    predicted = p.argmax(axis=1)
    confusion = np.zeros((len(names), len(names)), int)
    np.add.at(confusion, (labels, predicted), 1)
    bins = _bins(p.max(axis=1).astype(float), predicted == labels)
    gaps = [each.count * abs(each.confidence - each.accuracy) for each in bins]
    return Classification(
        tuple(_score(name, k, confusion) for k, name in enumerate(names)),
        tuple(tuple(int(count) for count in row) for row in confusion),
        sum(gaps) / len(labels) if len(labels) else 0.0,
        bins,
    )


def _score(name: str, k: int, confusion: Array) -> ClassScore:
    right, called, there = confusion[k, k], confusion[:, k].sum(), confusion[k].sum()
    precision = float(right / called) if called else 0.0
    recall = float(right / there) if there else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return ClassScore(name, precision, recall, f1, int(there))


def _bins(confidence: Array, right: Array) -> tuple[Bin, ...]:
    """Sort predictions into bins of equal width; a confidence on an edge belongs below it."""
    edges = np.arange(BINS + 1) / BINS
    places = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    found = []
    for k in np.unique(places):
        inside = places == k
        found.append(
            Bin(
                float(edges[k]),
                float(edges[k + 1]),
                int(inside.sum()),
                float(confidence[inside].mean()),
                float(right[inside].mean()),
            )
        )
    return tuple(found)
