"""How a recurrent layer leaves out inputs and states by chance: the same at every step."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import Rows, dense
from xlrnn.nn.core import random
from xlrnn.shapes import Float

Array = NDArray[Any]


class Dropping:
    """What a recurrent layer does with its inputs and its states in training.

    Attributes:
        dropout: the share of the inputs that is left out.
        recurrent_dropout: the share of the last state that each gate does not see; what a state
            keeps of itself is not touched (Gal and Ghahramani 2016).
        own_draws: of a seed of its own; by default they come from the shared generator.
        dropped: what each input was multiplied by; None if none was left out.
        seen: what each gate multiplied the last state by; None if it saw all of it.
    """

    dropout: float
    recurrent_dropout: float
    gates: ClassVar[int]
    units: int
    dtype: "np.dtype[Any]"
    own_draws: np.random.Generator | None
    dropped: Array | None
    seen: Float[np.ndarray, "gates batch units"] | None

    def drop(self, x: "Array | Rows", training: bool) -> "Array | Rows":
        """Leave out the same inputs at every step, and make the others larger to make up."""
        self.dropped = None
        if not training or not self.dropout:
            return x
        batch, _, features = x.shape
        self.dropped = self._kept((batch, 1, features), self.dropout)
        return dense(x) * self.dropped

    def undo_drop(self, dx: "Array | Rows") -> "Array | Rows":
        """What was left out has no part in the loss."""
        return dx if self.dropped is None else dense(dx) * self.dropped

    def drop_states(self, batch: int, training: bool) -> None:
        """Draw what each gate sees of the last state."""
        self.seen = None
        if training and self.recurrent_dropout:
            self.seen = self._kept((self.gates, batch, self.units), self.recurrent_dropout)

    def seen_by(self, gate: int, h: Float[np.ndarray, "*time batch units"]) -> Array:
        """Return what a gate sees of states."""
        return h if self.seen is None else h * self.seen[gate]

    def seen_of_each(self, h: Float[np.ndarray, "batch time units"]) -> Array:
        """Return what each gate of each unit sees of states, along a last axis; 1 if all do."""
        if self.seen is None:
            return h[..., None]
        for_units = self.seen.transpose(1, 2, 0).repeat(self.units, axis=2)
        return h[..., None] * for_units[:, None]

    def _kept(self, shape: tuple[int, ...], rate: float) -> Array:
        """Return 0 for what is left out, and more than 1 for what makes up for it."""
        draws = self.own_draws or random.generator()
        return ((draws.random(shape) >= rate) / (1 - rate)).astype(self.dtype)
