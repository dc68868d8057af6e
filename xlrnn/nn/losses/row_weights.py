"""How rows become one number: averaged, weighted, left out; the same for all losses."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError

Array = NDArray[Any]

MEANS = ("sum_over_batch_size", "mean")
REDUCTIONS = (*MEANS, "sum", "mean_with_sample_weight", "none", None)
"""What Keras calls the ways to reduce rows; the last two leave a number for each row."""


def row_weights(
    shape: tuple[int, ...],
    sample_weight: Array | None = None,
    mask: Array | None = None,
    dtype: Any = np.float32,
    reduction: str | None = MEANS[0],
) -> Array:
    """Return how much each row counts, so that the loss is the sum of weight · value.

    Keras' mean: over all rows, or over those that a mask leaves; sample weights multiply.

    Args:
        shape: of the rows.
        sample_weight: of each sample, or of each row.
        mask: which rows count; without any, the loss is 0.
        dtype: the number format.
        reduction: one of `REDUCTIONS`.

    Example:
        >>> row_weights((2, 2), mask=np.array([[True, True], [True, False]])).tolist()[1][1]
        0.0
    """
    mean = reduction in MEANS
    weights = np.full(shape, 1 / max(1, math.prod(shape)) if mean else 1, dtype)
    if mask is not None and mask.shape == shape:
        weights *= mask * (mask.size / max(1, int(mask.sum()))) if mean else mask
    if sample_weight is not None:
        weights *= aligned(sample_weight, shape)
    if reduction == "mean_with_sample_weight":
        total = weights.sum()
        weights = weights / total if total else np.zeros_like(weights)
    return weights


def aligned(sample_weight: Array, shape: tuple[int, ...]) -> Array:
    """Return weights of samples, or of each row, so that they multiply rows of a shape.

    Raises:
        ShapeError: if they are of other rows.

    Example:
        >>> aligned(np.ones(3), (3, 5)).shape, aligned(np.ones((3, 1)), (3,)).shape
        ((3, 1), (3,))
    """
    weight = sample_weight
    if weight.ndim == len(shape) + 1 and weight.shape[-1] == 1:
        weight = weight[..., 0]
    weight = weight.reshape((*weight.shape, *(1,) * (len(shape) - weight.ndim)))
    if weight.ndim != len(shape) or any(
        own not in (1, side) for own, side in zip(weight.shape, shape, strict=True)
    ):
        expected = " or ".join(dict.fromkeys(map(str, (shape[:1], shape))))
        raise ShapeError(f"sample_weight has shape {sample_weight.shape}, expected {expected}")
    return weight
