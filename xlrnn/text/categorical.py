"""One-hot labels, as Keras' `to_categorical` makes them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, UsageError
from xlrnn.text.formats import in_format

Array = NDArray[Any]


def to_categorical(x: Any, num_classes: int | None = None) -> Array:
    """Return a row with a single 1 for each label.

    Args:
        x: whole numbers from 0; a last side of length 1 is dropped.
        num_classes: how many there are; by default the largest label and one.

    Raises:
        InputError: if a label is none of the classes.
        UsageError: if the number of classes is none.

    Example:
        >>> to_categorical([0, 2], num_classes=3).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = _labels(x)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if not labels.size and num_classes is None:
        raise InputError("to_categorical: there are no labels; say num_classes")
    classes = int(labels.max()) + 1 if num_classes is None else _whole(num_classes)
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise InputError(
            f"to_categorical: labels from {labels.min()} to {labels.max()}, expected 0 to "
            f"{classes - 1}"
        )
    try:
        rows = np.zeros((*labels.shape, classes))
    except (MemoryError, ValueError):
        raise InputError(
            f"to_categorical: {labels.size} rows of {classes} classes are more than the memory "
            "holds: sparse_categorical_crossentropy takes the labels as they are"
        ) from None
    np.put_along_axis(rows, labels[..., None], 1.0, axis=-1)
    return rows


def _labels(x: Any) -> Array:
    """Return whole numbers.

    Raises:
        InputError: if there is something else.
    """
    try:
        labels = np.asarray(x)
    except ValueError:
        raise InputError("to_categorical: expected rows of the same length") from None
    if labels.dtype.kind not in "biufO":
        raise InputError(f"to_categorical: expected whole numbers, got {labels.dtype}")
    try:
        return in_format(labels, np.dtype(np.intp), "to_categorical", "expected whole numbers")
    except InputError:
        raise
    except (TypeError, ValueError):
        raise InputError("to_categorical: expected whole numbers, got other things") from None


def _whole(num_classes: Any) -> int:
    given = num_classes
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 1:
        raise UsageError(f"num_classes is {given!r:.60}: expected a whole number from 1")
    return int(given)
