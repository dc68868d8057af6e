"""What every regularizer is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.configured import Configured

Array = NDArray[Any]


class Regularizer(Configured):
    """A penalty on the numbers of a weight, which is added to the loss.

    A kind of one's own says `penalty` and its `gradient`, and `get_config` if it is to be saved.
    """

    called = "a regularizer"

    def __call__(self, x: Any) -> float:
        """Return the penalty.

        Example:
            >>> from xlrnn.nn.regularizers import L2
            >>> L2(0.5)([[1.0, -2.0]])
            2.5
        """
        return self.penalty(np.asarray(x, None if hasattr(x, "dtype") else float))

    def penalty(self, x: Array) -> float:
        """Return the penalty."""
        raise NotImplementedError

    def gradient(self, x: Array) -> Array:
        """Return ∂penalty/∂x, in the format of x."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.get_config()}>"
