"""A loss as a metric."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn import losses
from xlrnn.nn.metrics.metric import Mean

Array = NDArray[Any]


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
