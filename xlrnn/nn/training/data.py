"""What `fit` is given: checked once, then cut into batches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError

Array = NDArray[Any]


@dataclass(frozen=True)
class Samples:
    """Samples with what is expected of each and how much each counts.

    Args:
        x: the inputs, batch first.
        y: the labels; None for a prediction.
        weight: of each sample, or of each sample and step.
    """

    x: Array
    y: Array | None = None
    weight: Array | None = None

    def __len__(self) -> int:
        return len(self.x)

    @property
    def labels(self) -> Array:
        """What is expected, where the caller has made sure that there is something."""
        assert self.y is not None
        return self.y

    def take(self, which: "Array | slice") -> "Samples":
        """Return some of the samples."""
        return type(self)(
            self.x[which],
            None if self.y is None else self.y[which],
            None if self.weight is None else self.weight[which],
        )

    def split(self, share: float) -> "tuple[Samples, Samples]":
        """Return the samples without the last ones, and the last ones, as Keras splits them.

        Raises:
            UsageError: if one side would be empty.
        """
        cut = int(len(self) * (1 - share))
        if not 0 < cut < len(self):
            raise UsageError(
                f"validation_split is {share}: of {len(self)} samples it leaves {cut} to train "
                f"with and {len(self) - cut} to validate with"
            )
        return self.take(slice(cut)), self.take(slice(cut, None))

    def batches(self, size: int, order: Array | None = None) -> "Iterator[Samples]":
        """Cut the samples into batches, in an order; the last one may be smaller."""
        for start in range(0, len(self), size):
            part = slice(start, start + size)
            yield self.take(part if order is None else order[part])


def samples(
    x: Any,
    y: Any = None,
    weight: Any = None,
    class_weight: Mapping[int, float] | None = None,
) -> Samples:
    """Return samples, checked.

    Raises:
        InputError: if there are none, or a number is not finite.
        ShapeError: if there are more inputs than labels or the other way round.
    """
    x = as_numbers(x, "x")
    if len(x) == 0:
        raise InputError("x is empty: expected one sample or more")
    y = None if y is None else as_numbers(y, "y")
    weight = None if weight is None else as_numbers(weight, "sample_weight")
    for name, given in (("y", y), ("sample_weight", weight)):
        if given is not None and len(given) != len(x):
            raise ShapeError(f"x has {len(x)} samples and {name} has {len(given)}")
    if class_weight is not None:
        if y is None:
            raise UsageError("class_weight needs labels")
        weight = _class_weights(y, class_weight) * (1 if weight is None else weight)
    return Samples(x, y, weight)


def as_numbers(given: Any, name: str) -> Array:
    """Return an array of finite numbers.

    Raises:
        InputError: if there is something else in it.
    """
    if hasattr(given, "to_numpy"):
        given = given.to_numpy()
    try:
        array = np.asarray(given)
        if array.dtype == object:
            array = array.astype(float)
    except (TypeError, ValueError):
        raise InputError(
            f"{name} is no array of numbers: its samples have different lengths or hold texts; "
            "pad_sequences makes sequences equally long"
        ) from None
    if array.dtype.kind not in "biuf":
        raise InputError(f"{name} holds {array.dtype}: expected numbers")
    if array.ndim == 0:
        raise ShapeError(f"{name} is one number: expected an array with a row for each sample")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise InputError(f"{name} has {array[at]} at {at}: expected finite numbers")
    return array.astype(np.int8) if array.dtype.kind == "b" else array


def _class_weights(y: Array, weights: Mapping[int, float]) -> Array:
    classes = y.argmax(axis=-1) if y.ndim > 1 and y.shape[-1] > 1 else y.reshape(len(y))
    known = {int(label) for label in np.unique(classes)}
    if not known <= set(weights):
        missing = ", ".join(map(str, sorted(known - set(weights))))
        raise UsageError(f"class_weight has no weight for class {missing}")
    table = np.array([weights.get(label, 0.0) for label in range(max(known) + 1)])
    return table[classes.astype(np.intp)]
