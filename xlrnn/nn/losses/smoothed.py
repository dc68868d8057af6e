"""What the cross-entropies of labels that are probabilities share."""

from typing import Any

from numpy.typing import DTypeLike, NDArray

from xlrnn.nn.core import checked
from xlrnn.nn.losses.loss import Loss

Array = NDArray[Any]


class SmoothedCrossentropy(Loss):
    """A cross-entropy whose labels may be moved towards indifference.

    Args:
        from_logits: whether predictions are scores before the activation.
        label_smoothing: how far labels are moved towards all choices alike: 0 to 1.
        axis: where the classes, or the outputs that are averaged, lie.
        reduction: how the rows become one number.
        name: what errors call it.
        dtype: for Keras' sake.
    """

    options = ("from_logits", "label_smoothing", "axis")

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        kind = type(self).__name__
        self.from_logits = checked.truth(from_logits, f"{kind}: from_logits")
        self.label_smoothing = checked.SHARE.number(label_smoothing, f"{kind}: label_smoothing")
        self.axis = axis
        super().__init__(reduction, name, dtype)

    def targets(self, labels: Array, rank: int) -> Array:
        """Return the labels, smoothed."""
        y = super().targets(labels, rank)
        if not self.label_smoothing:
            return y
        return y * (1 - self.label_smoothing) + self.label_smoothing / self.choices(y)

    def choices(self, y_true: Array) -> int:
        """Return among how many answers what is taken from the right one is shared."""
        raise NotImplementedError
