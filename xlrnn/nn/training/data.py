"""What `fit` is given: checked once, then cut into batches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn.core.checked import SHARE

Array = NDArray[Any]


@dataclass(frozen=True)
class Samples:
    """Samples with what is expected of each and how much each counts.

    Args:
        x: the inputs, batch first; of several a tuple of arrays.
        y: the labels; None for a prediction. Of several outputs a tuple, with None for an output
            of which nothing is expected.
        weight: of each sample, or of each sample and step; a tuple likewise.
    """

    x: Any
    y: Any = None
    weight: Any = None

    def __len__(self) -> int:
        return len(self.x[0] if isinstance(self.x, tuple) else self.x)

    @property
    def labels(self) -> Array:
        """What is expected, where the caller has made sure that there is something."""
        assert isinstance(self.y, np.ndarray)
        return self.y

    def take(self, which: "Array | slice") -> "Samples":
        """Return some of the samples."""
        return type(self)(_some(self.x, which), _some(self.y, which), _some(self.weight, which))

    def of_output(self, k: int) -> "Samples":
        """Return the samples with what is expected of one of several outputs."""
        if not isinstance(self.y, tuple):
            return self
        own = [each[k] if isinstance(each, tuple) else each for each in (self.y, self.weight)]
        return type(self)(self.x, *own)

    def split(self, share: float) -> "tuple[Samples, Samples]":
        """Return the samples without the last ones, and the last ones, as Keras splits them.

        Raises:
            UsageError: if it is no share, or one side would be empty.
        """
        SHARE.number(share, "validation_split")
        cut = int(len(self) * (1 - share))
        if not 0 < cut < len(self):
            raise UsageError(
                f"validation_split is {share}: of {counted(len(self), 'sample')} it leaves "
                f"{cut} to train "
                f"with and {len(self) - cut} to validate with"
            )
        return self.take(slice(cut)), self.take(slice(cut, None))

    def class_weighted(self, weights: Mapping[int, float], rows: int) -> "Samples":
        """Return the samples with each row counting as its class does, one that is not named 1.

        Args:
            weights: by class.
            rows: how many dimensions rows have: 1 of samples, 2 of steps.

        Raises:
            UsageError: if these are no weights of classes.
        """
        classes = _classes(self.labels, rows)
        weight: Array = np.ones(classes.shape)
        for label, counts in _by_class(weights).items():
            weight[classes == label] = counts
        if self.weight is not None:
            weight *= self.weight.reshape(*self.weight.shape, *(1,) * (rows - self.weight.ndim))
        return type(self)(self.x, self.y, weight)

    def batches(self, size: int, order: Array | None = None) -> "Iterator[Samples]":
        """Cut the samples into batches, in an order; the last one may be smaller."""
        for start in range(0, len(self), size):
            part = slice(start, start + size)
            yield self.take(part if order is None else order[part])


def _some(given: Any, which: "Array | slice") -> Any:
    """Return some of the samples of an array, or of each of several."""
    if given is None:
        return None
    if isinstance(given, tuple):
        return tuple(_some(each, which) for each in given)
    return given[which]


def samples(x: Any, y: Any = None, weight: Any = None) -> Samples:
    """Return samples, checked.

    Args:
        x: an array, or a tuple of an array for each of several inputs.
        y: likewise, for the outputs.
        weight: likewise.

    Raises:
        InputError: if there are none, or a number is not finite.
        ShapeError: if there are more inputs than labels or the other way round.
    """
    given = Samples(*map(_checked, (x, y, weight), ("x", "y", "sample_weight")))
    if len(given) == 0:
        raise InputError("x is empty: expected one sample or more")
    for name, arrays in (("x", given.x), ("y", given.y), ("sample_weight", given.weight)):
        for array in arrays if isinstance(arrays, tuple) else (arrays,):
            if array is not None and len(array) != len(given):
                raise ShapeError(
                    f"x has {counted(len(given), 'sample')} and {name} has {len(array)}"
                )
    return given


def _checked(given: Any, name: str) -> Any:
    """Return an array, or a tuple of arrays, of finite numbers; None stays."""
    if isinstance(given, tuple):
        return tuple(_checked(each, f"{name}[{k}]") for k, each in enumerate(given))
    return None if given is None and name != "x" else as_numbers(given, name)


def as_numbers(given: Any, name: str) -> Array:
    """Return an array of finite numbers.

    Raises:
        InputError: if there is something else in it.
    """
    if given is None:
        raise InputError(f"{name} is None: expected an array with a row for each sample")
    expect_made(given, name)
    if isinstance(given, Iterator | Mapping):
        raise InputError(
            f"{name} is a {type(given).__name__}: expected an array with a row for each sample; "
            "batches come from generators in fit, evaluate and predict, each with its labels"
        )
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


def expect_made(given: Any, name: str) -> None:
    """Refuse a function or class in the place of what it makes.

    Raises:
        InputError: if it is one.
    """
    if isinstance(given, type | FunctionType):
        raise InputError(f"{name} is {given.__name__}: expected what it makes, {given.__name__}()")


def validation_parts(given: Any) -> tuple[Any, ...]:
    """Return x, y and, if any, the sample weights that a training is validated with.

    Raises:
        UsageError: if it is something else.
    """
    if not isinstance(given, tuple | list) or len(given) not in (2, 3):
        got = (
            counted(len(given), "part") if isinstance(given, tuple | list) else type(given).__name__
        )
        raise UsageError(f"validation_data: got {got}, expected (x, y) or (x, y, sample_weight)")
    return tuple(given)


def _classes(y: Array, rows: int) -> Array:
    """Return the class of each row: of labels that are one-hot, whole numbers, or 0 and 1."""
    if y.ndim <= rows:
        return y
    classes: Array = y.argmax(axis=-1) if y.shape[-1] > 1 else np.round(y[..., 0])
    return classes


def _by_class(weights: Any) -> dict[int, float]:
    try:
        known = {int(label): float(counts) for label, counts in weights.items()}
    except (AttributeError, TypeError, ValueError):
        known = {0: float("nan")}
    if not all(0 <= counts < float("inf") for counts in known.values()):
        raise UsageError(
            f"class_weight is {weights!r:.60}: expected a weight from 0 for each class, for "
            "instance {0: 1.0, 1: 3.0}"
        )
    return known
