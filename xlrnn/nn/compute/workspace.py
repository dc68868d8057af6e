"""Memory that is used again: training allocates nothing after its first step."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

PADDING = 16
"""The numbers in a line of the cache."""


class Workspace:
    """Arrays by name, handed out again whenever the same name is asked for.

    What was in an array before is still there: whoever asks writes every number of it. A smaller
    last batch uses the first part of the same memory.
    """

    def __init__(self) -> None:
        self._memory: dict[str, NDArray[Any]] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> "Workspace":
        """Return room of its own: a copy of a layer writes nothing into the layer's memory."""
        return type(self)()

    def array(
        self, name: str, shape: tuple[int, ...], dtype: "np.dtype[Any] | type"
    ) -> NDArray[Any]:
        """Return an array of a shape, in the order of memory."""
        size = prod(shape)
        memory = self._memory.get(name)
        if memory is None or memory.size < size or memory.dtype != dtype:
            memory = self._memory[name] = np.empty(size, dtype)
        return memory[:size].reshape(shape)

    def matrix(
        self, name: str, shape: tuple[int, ...], dtype: "np.dtype[Any] | type"
    ) -> NDArray[Any]:
        """Return a matrix to multiply with, each row a little longer in memory than it looks.

        Rows of 1,024 numbers would all begin in the same lines of the cache and push each other
        out: a product of 32 rows then takes half as long again.
        """
        rows, columns = shape
        return self.array(name, (rows, columns + PADDING), dtype)[:, :columns]

    def zeros(
        self, name: str, shape: tuple[int, ...], dtype: "np.dtype[Any] | type"
    ) -> NDArray[Any]:
        """Return an array of zeros."""
        array = self.array(name, shape, dtype)
        array.fill(0)
        return array

    def sequence(
        self, name: str, shape: tuple[int, ...], dtype: "np.dtype[Any] | type"
    ) -> NDArray[Any]:
        """Return an array of a shape; of a sequence, (batch, time, features), time first in memory.

        Pictures lie in memory as their shape says.
        """
        if len(shape) != 3:
            return self.array(name, shape, dtype)
        return self.array(name, (shape[1], shape[0], shape[2]), dtype).swapaxes(0, 1)
