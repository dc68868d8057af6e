"""Options and arguments, refused where they are given and not where they are used.

Each function returns the argument, or raises a UsageError that says what was expected.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.nn.core.input_shape import Shape

LARGEST: Final = float(np.finfo(float).max)


class Range(NamedTuple):
    """The numbers that an option may be; never one that is not finite.

    Args:
        text: the range in words.
        low: the least number.
        high: the greatest.
        without_low: whether the least is left out.
        without_high: whether the greatest is.

    Example:
        >>> SHARE.number(0.9, "SGD: momentum")
        0.9
    """

    text: str
    low: float = 0.0
    high: float = LARGEST
    without_low: bool = False
    without_high: bool = False

    def number(self, value: Any, what: str) -> float:
        """Return a number of the range.

        Args:
            value: what was given.
            what: what it is, for the error.

        Raises:
            UsageError: if it is something else.
        """
        if not self._holds(_alone(value)):
            raise UsageError(f"{what} is {value!r:.60}: expected a number{self.text}")
        return float(value)

    def _holds(self, value: Any) -> bool:
        real = is_whole(value) or isinstance(value, float | np.floating)
        return bool(real and self.low <= value <= self.high) and not (
            (self.without_low and value == self.low) or (self.without_high and value == self.high)
        )


ANY: Final = Range("", low=-LARGEST)
FROM_ZERO: Final = Range(" from 0")
ABOVE_ZERO: Final = Range(" above 0", without_low=True)
FROM_ONE: Final = Range(" from 1", low=1.0)
SHARE: Final = Range(" from 0 to 1", high=1.0)
BETWEEN: Final = Range(" between 0 and 1", high=1.0, without_low=True, without_high=True)
BELOW_ONE: Final = Range(" from 0 up to but not 1", high=1.0, without_high=True)


def is_whole(value: Any) -> bool:
    """Say whether something is a whole number; True and False are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def whole(value: Any, what: str, *, least: int | None = 0) -> int:
    """Return a whole number, not below the least, if there is one."""
    value = _alone(value)
    if not is_whole(value) or (least is not None and value < least):
        bound = "" if least is None else f" from {least}"
        raise UsageError(f"{what} is {value!r:.60}: expected a whole number{bound}")
    return int(value)


def positive(value: Any, what: str) -> int:
    """Return a whole number from 1."""
    return whole(value, what, least=1)


def truth(value: Any, what: str) -> bool:
    """Return True or False; 1 and 0 mean the same, texts mean nothing."""
    if not isinstance(value, bool | np.bool_) and not (is_whole(value) and value in (0, 1)):
        raise UsageError(f"{what} is {value!r:.60}: expected True or False")
    return bool(value)


def one_of(value: Any, choices: Iterable[Any], what: str) -> Any:
    """Return one of several words; capital letters count as small ones."""
    choices = list(choices)
    word = value.lower() if isinstance(value, str) else value
    if not (word is None or isinstance(word, str)) or word not in choices:
        raise UsageError(f"{what} is {value!r:.60}: expected one of {', '.join(map(str, choices))}")
    return word


def seed(value: Any, what: str) -> int | None:
    """Return a seed of draws of one's own, or None."""
    if value is not None and (not is_whole(value) or value < 0):
        raise UsageError(f"{what} is {value!r:.60}: expected a whole number from 0, or None")
    return None if value is None else int(value)


def name(value: Any, what: str) -> str | None:
    """Return a name; None lets one be found."""
    if value is not None and (not isinstance(value, str) or not value):
        raise UsageError(f"{what} is {value!r:.60}: expected a text")
    return value


def sides(shape: Any, what: str) -> Shape:
    """Return a shape, in which None stands for a side that may vary."""
    if not isinstance(shape, Sequence) or isinstance(shape, str):
        raise UsageError(f"{what} is {shape!r:.60}: expected a tuple, for instance (15, 200)")
    for side in shape:
        if side is not None and (not is_whole(side) or side < 0):
            raise UsageError(
                f"{what} is {tuple(shape)!r:.60}, with the side {side!r:.60}: expected a number"
            )
    return tuple(None if side is None else int(side) for side in shape)


def is_training(given: Any, layer: str) -> bool:
    """Return whether a call is part of a training; None says no, as in Keras."""
    return False if given is None else truth(given, f"{layer}: training")


def _alone(value: Any) -> Any:
    """Return the number of an array that has no sides, and anything else as it is."""
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value
