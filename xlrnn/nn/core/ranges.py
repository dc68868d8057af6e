"""What the options of optimizers, schedules and callbacks may be."""

from typing import Any, Final, NamedTuple

import numpy as np

from xlrnn.errors import UsageError


class Range(NamedTuple):
    """The numbers that an option may be.

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
    high: float = np.finfo(float).max
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
        if not self._holds(value):
            raise UsageError(f"{what} is {value!r:.60}: expected a number {self.text}")
        number: float = value.item() if isinstance(value, np.ndarray | np.generic) else value
        return number

    def _holds(self, value: Any) -> bool:
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            return False
        return bool(self.low <= value <= self.high) and not (
            (self.without_low and value == self.low) or (self.without_high and value == self.high)
        )


FROM_ZERO: Final = Range("from 0")
ABOVE_ZERO: Final = Range("above 0", without_low=True)
FROM_ONE: Final = Range("from 1", low=1.0)
SHARE: Final = Range("from 0 to 1", high=1.0)
BETWEEN: Final = Range("between 0 and 1", high=1.0, without_low=True, without_high=True)
BELOW_ONE: Final = Range("from 0 up to but not 1", high=1.0, without_high=True)


def flag(value: Any, what: str) -> bool:
    """Return True or False.

    Raises:
        UsageError: if it is something else.
    """
    if not isinstance(value, bool | np.bool_):
        raise UsageError(f"{what} is {value!r:.60}: expected True or False")
    return bool(value)


def whole(value: Any, what: str) -> int:
    """Return a whole number from 0.

    Raises:
        UsageError: if it is something else.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise UsageError(f"{what} is {value!r:.60}: expected a whole number from 0")
    return int(value)
