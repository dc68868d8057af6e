"""How often a prediction is right, for each form of labels."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.metrics.metric import Mean

Array = NDArray[Any]


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
