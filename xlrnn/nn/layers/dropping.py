"""How a recurrent layer leaves out inputs by chance: the same at every step."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import Rows, dense
from xlrnn.nn.core import random

Array = NDArray[Any]


class Dropping:
    """What a recurrent layer does with its inputs in training.

    Attributes:
        dropout: the share of the inputs that is left out.
        own_draws: of a seed of its own; by default they come from the shared generator.
        dropped: what each input was multiplied by; None if none was left out.
    """

    dropout: float
    dtype: "np.dtype[Any]"
    own_draws: np.random.Generator | None
    dropped: Array | None

    def drop(self, x: "Array | Rows", training: bool) -> "Array | Rows":
        """Leave out the same inputs at every step, and make the others larger to make up."""
        self.dropped = None
        if not training or not self.dropout:
            return x
        batch, _, features = x.shape
        draws = self.own_draws or random.generator()
        kept = draws.random((batch, 1, features)) >= self.dropout
        self.dropped = (kept / (1 - self.dropout)).astype(self.dtype)
        return dense(x) * self.dropped

    def undo_drop(self, dx: "Array | Rows") -> "Array | Rows":
        """What was left out has no part in the loss."""
        return dx if self.dropped is None else dense(dx) * self.dropped
