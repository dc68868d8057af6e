"""How a loop over steps passes by those that a mask leaves out, on the way there and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.layer import Mask

Array = NDArray[Any]


class Skipping:
    """What a recurrent layer does at a step that is left out in some samples.

    There h_t = h_(t−1): the state stands still, and on the way back its gradient goes by.

    Attributes:
        held: of each step, the samples in which it is left out; None if no step is.
    """

    held: list[Array] | None

    def leave_out(self, mask: Mask | None) -> None:
        """Note which steps count."""
        self.held = None if mask is None else [np.flatnonzero(row) for row in ~mask.T]

    def stand_still(self, t: int, states: Sequence[Array]) -> None:
        """Carry the states over a step that is left out, in the samples where it is."""
        if self.held is not None:
            rows = self.held[t]
            for state in states:
                state[t + 1, rows] = state[t, rows]

    def passing(self, t: int, d_states: Sequence[Array]) -> list[Array]:
        """Undo `stand_still`, first part: what passes a step by in the samples it is left out."""
        return [] if self.held is None else [d_state[self.held[t]] for d_state in d_states]

    def take_up(self, t: int, da: Array, d_states: Sequence[Array], passed: list[Array]) -> None:
        """Second part: it reaches the step before as it was, and no weight."""
        if self.held is not None:
            da[self.held[t]] = 0
            for d_state, own in zip(d_states, passed, strict=True):
                d_state[self.held[t]] = own
