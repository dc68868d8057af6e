"""What every loss is: one value for each row, a row being a sample or a step of one."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError
from xlrnn.nn.losses.row_weights import row_weights

Array = NDArray[Any]
EPSILON = 1e-7
"""Keras keeps probabilities so far from 0 and 1 before it takes their logarithm."""


class Loss:
    """A loss.

    Attributes:
        fuses_with: the activation whose gradient is taken together with the loss's own.
    """

    name: ClassVar[str]
    fuses_with: ClassVar[str | None] = None

    def check(self, y_true: Array, shape: tuple[int | None, ...]) -> Array:
        """Return the labels in the form that the loss needs, for predictions of a shape.

        Raises:
            ShapeError: if they have another.
            InputError: if they are no labels.
        """
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

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
        """Return the loss of a batch, as Keras has it: the mean over all rows.

        Example:
            >>> from xlrnn.nn.losses import MeanSquaredError
            >>> MeanSquaredError()([[0.0, 2.0]], [[1.0, 4.0]])
            2.5
        """
        p = np.asarray(y_pred)
        values = self.values(self.check(np.asarray(y_true), p.shape), p)
        weight = None if sample_weight is None else np.asarray(sample_weight)
        return float(np.vdot(row_weights(values.shape, weight, None, values.dtype), values))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))
