"""One-hot labels, as Keras' `to_categorical` makes them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError

Array = NDArray[Any]


def to_categorical(x: Any, num_classes: int | None = None) -> Array:
    """Return a row with a single 1 for each label.

    Args:
        x: whole numbers from 0; a last side of length 1 is dropped.
        num_classes: how many there are; by default the largest label and one.

    Raises:
        InputError: if a label is none of the classes.

    Example:
        >>> to_categorical([0, 2], num_classes=3).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = np.asarray(x)
    if labels.dtype.kind not in "biuf" or (labels != np.floor(labels)).any():
        raise InputError(f"to_categorical: expected whole numbers, got {labels.dtype}")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if not labels.size and num_classes is None:
        raise InputError("to_categorical: there are no labels; say num_classes")
    classes = int(labels.max()) + 1 if num_classes is None else num_classes
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise InputError(
            f"to_categorical: labels from {labels.min()} to {labels.max()}, expected 0 to "
            f"{classes - 1}"
        )
    return np.eye(classes)[labels.astype(np.intp)]
