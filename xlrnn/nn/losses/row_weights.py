"""How rows become one number: averaged, weighted, left out; the same for all losses."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError

Array = NDArray[Any]


def row_weights(
    shape: tuple[int, ...],
    sample_weight: Array | None = None,
    mask: Array | None = None,
    dtype: Any = np.float32,
) -> Array:
    """Return how much each row counts, so that the loss is the sum of weight · value.

    Keras' mean: over all rows, or over those that a mask leaves; sample weights multiply.

    Args:
        shape: of the rows.
        sample_weight: of each sample, or of each row.
        mask: which rows count; without any, the loss is 0.
        dtype: the number format.

    Example:
        >>> row_weights((2, 2), mask=np.array([[True, True], [True, False]])).tolist()[1][1]
        0.0
    """
    weights = np.full(shape, 1 / max(1, int(np.prod(shape))), dtype)
    if mask is not None and mask.shape == shape:
        weights *= mask * (mask.size / max(1, int(mask.sum())))
    if sample_weight is not None:
        behind = (1,) * (len(shape) - sample_weight.ndim)
        try:
            weights *= sample_weight.reshape(*sample_weight.shape, *behind)
        except ValueError:
            expected = " or ".join(dict.fromkeys(map(str, (shape[:1], shape))))
            raise ShapeError(
                f"sample_weight has shape {sample_weight.shape}, expected {expected}"
            ) from None
    return weights
