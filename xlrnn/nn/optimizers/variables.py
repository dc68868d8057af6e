"""Numbers that an optimizer keeps, to read as numbers and to set as variables of Keras."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Set = Callable[[Any], None]


class Rate(float):
    """A learning rate that can be assigned.

    Example:
        >>> from xlrnn.nn.optimizers import SGD
        >>> optimizer = SGD(0.1)
        >>> optimizer.learning_rate.assign(0.2)
        >>> optimizer.learning_rate
        0.2
    """

    name = "learning_rate"
    shape = ()
    assign: Set

    def __new__(cls, value: float, assign: Set) -> "Rate":
        """Return the rate that `assign` sets."""
        made = super().__new__(cls, value)
        made.assign = assign
        return made

    def __reduce__(self) -> Any:
        """A copy is a number and no more."""
        return float, (float(self),)

    def numpy(self) -> NDArray[Any]:
        """Return it as an array."""
        return np.array(float(self))


class Count(int):
    """A number of steps that can be assigned."""

    name = "iteration"
    shape = ()
    assign: Set

    def __new__(cls, value: int, assign: Set) -> "Count":
        """Return the count that `assign` sets."""
        made = super().__new__(cls, value)
        made.assign = assign
        return made

    def __reduce__(self) -> Any:
        """A copy is a number and no more."""
        return int, (int(self),)

    def numpy(self) -> NDArray[Any]:
        """Return it as an array."""
        return np.array(int(self))
