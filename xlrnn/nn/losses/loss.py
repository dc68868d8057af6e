"""What every loss is: one value for each row, a row being a sample or a step of one."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError, ShapeError
from xlrnn.nn.core import checked
from xlrnn.nn.core.floatx import number_format
from xlrnn.nn.losses.pairs import pair
from xlrnn.nn.losses.row_weights import REDUCTIONS, row_weights

Array = NDArray[Any]
EPSILON = 1e-7
"""Keras keeps probabilities so far from 0 and 1 before it takes their logarithm."""


class Loss:
    """A loss.

    A kind says what `values` and their `gradient` are where classes lie in the last dimension.

    Args:
        reduction: how the rows become one number: `sum_over_batch_size` or `mean`, `sum`,
            `mean_with_sample_weight`, or None for a number for each row.
        name: what errors call it.
        dtype: for Keras' sake; a loss calculates in the format of the predictions.

    Attributes:
        axis: where the classes, or the outputs that are averaged, lie.
        fuses_with: the activation whose gradient is taken together with the loss's own.
    """

    default_name: ClassVar[str] = "loss"
    options: ClassVar[tuple[str, ...]] = ()
    """The arguments of a kind, beside those of all."""

    axis = -1

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        kind = type(self).__name__
        self.reduction = checked.one_of(reduction, REDUCTIONS, f"{kind}: reduction")
        self.axis = checked.whole(self.axis, f"{kind}: axis", least=None)
        number_format(dtype)
        self.name = checked.name(name, f"{kind}: name") or self.default_name

    @property
    def fuses_with(self) -> str | None:
        """The activation that a kind takes its gradient together with, if any."""
        return None

    # Labels.

    def labels(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels, checked, for predictions of a shape.

        Raises:
            ShapeError: if they have another.
            InputError: if they are no labels.
        """
        if not -len(shape) <= self.axis < len(shape):
            raise ShapeError(
                f"{self.name}: axis is {self.axis}, and the predictions have shape {shape}"
            )
        axis = self.axis % len(shape)
        if axis == len(shape) - 1:
            return self.check(y_true, shape)
        moved = self.check(
            self.classes_last(y_true, len(shape)), (*shape[:axis], *shape[axis + 1 :], shape[axis])
        )
        return np.moveaxis(moved, -1, axis) if moved.ndim == len(shape) else moved

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels as the loss needs them, classes in the last dimension."""
        if y_true.ndim == len(shape) - 1 and shape[-1] == 1:
            y_true = y_true[..., None]
        if y_true.shape != shape:
            raise ShapeError(f"{self.name}: the labels have shape {y_true.shape}, expected {shape}")
        return y_true

    def expect_shares(self, y_true: Array) -> None:
        """Refuse labels that are no probabilities.

        Raises:
            InputError: if one is below 0 or above 1.
        """
        if y_true.size and (y_true.min() < 0 or y_true.max() > 1):
            raise InputError(
                f"{self.name}: labels from {y_true.min()} to {y_true.max()}: expected 0 to 1"
            )

    def targets(self, labels: Array, rank: int) -> Array:
        """Return what `values` compares predictions of a rank with: classes last, smoothed."""
        return self.classes_last(labels, rank)

    def classes_last(self, array: Array, rank: int) -> Array:
        """Return an array of a rank with the classes in its last dimension; others stay."""
        if self.axis == -1 or array.ndim != rank:
            return array
        return np.moveaxis(array, self.axis, -1)

    def counted(self, labels: Array) -> Array | None:  # noqa: ARG002
        """Return which rows count, by their labels; None where all do."""
        return None

    # What it costs.

    def values(self, y_true: Array, y_pred: Array) -> Array:
        """Return the loss of each row."""
        raise NotImplementedError

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return ∂(loss of the row)/∂y_pred."""
        raise NotImplementedError

    def fused_values(self, y_true: Array, logits: Array) -> Array:
        """Return the loss of each row from the logits, exact however sure the network is."""
        raise NotImplementedError

    def fused_gradient(self, y_true: Array, y_pred: Array) -> Array:
        """Return ∂(loss of the row)/∂logits."""
        raise NotImplementedError

    # The same where both the logits and what the activation made of them are at hand.

    def values_of_both(self, y_true: Array, logits: Array, y_pred: Array) -> Array:  # noqa: ARG002
        """Return the loss of each row."""
        return self.fused_values(y_true, logits)

    def weighed_gradient(self, y_true: Array, y_pred: Array, weights: Array) -> Array:
        """Return ∂L/∂logits, where L is the sum of the rows' losses by their weights."""
        gradient = self.fused_gradient(y_true, y_pred)
        gradient *= weights[..., None]
        return gradient

    def rows(self, y_true: Any, y_pred: Any) -> Array:
        """Return the loss of each row, 0 where a row does not count."""
        return self.judged(y_true, y_pred)[0]

    def judged(self, y_true: Any, y_pred: Any) -> tuple[Array, Array | None]:
        """Return the loss of each row, and which rows count; None where all do."""
        y, p = pair(y_true, y_pred)
        if p.ndim == 1 and self.axis == -1:  # the one row, without its sample
            return self.judged(y[None], p[None])[0].reshape(()), None
        labels = self.labels(y, p.shape)
        with np.errstate(all="ignore"):  # as in Keras, what is no number shows in the result
            values = self.values(self.targets(labels, p.ndim), self.classes_last(p, p.ndim))
        counted = self.counted(labels)
        return (values if counted is None else values * counted), counted

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Return the loss of a batch: one number, or as the reduction says.

        Example:
            >>> from xlrnn.nn.losses import MeanSquaredError
            >>> MeanSquaredError()([[0.0, 2.0]], [[1.0, 4.0]])
            2.5
        """
        values, counted = self.judged(y_true, y_pred)
        weight = None if sample_weight is None else np.asarray(sample_weight, values.dtype)
        weights = row_weights(values.shape, weight, counted, values.dtype, self.reduction)
        if self.reduction in ("none", None):
            return weights * values
        return float(np.vdot(weights, values))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        own = {option: getattr(self, option) for option in self.options}
        return {"name": self.name, "reduction": self.reduction, **own}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Loss":
        """Make the same loss again."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
