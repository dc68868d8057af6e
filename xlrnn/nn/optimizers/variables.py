"""Numbers that an optimizer keeps, to read as numbers and to set as variables of Keras."""

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Set = Callable[[Any], None]


class _Variable:
    """What numbers have that can be assigned."""

    name: ClassVar[str]
    number: ClassVar[Any]
    shape = ()
    assign: Set

    def __new__(cls, value: Any, assign: Set) -> Any:
        """Return the number that `assign` sets."""
        made = cls.number.__new__(cls, value)
        made.assign = assign
        return made

    def __reduce__(self) -> Any:
        """A copy is a number and no more."""
        return self.number, (self.number(self),)

    def numpy(self) -> NDArray[Any]:
        """Return it as an array."""
        return np.array(self.number(self))


class Rate(_Variable, float):
    """A learning rate that can be assigned.

    Example:
        >>> from xlrnn.nn.optimizers import SGD
        >>> optimizer = SGD(0.1)
        >>> optimizer.learning_rate.assign(0.2)
        >>> optimizer.learning_rate
        0.2
    """

    name, number = "learning_rate", float


class Count(_Variable, int):
    """A number of steps that can be assigned."""

    name, number = "iteration", int
