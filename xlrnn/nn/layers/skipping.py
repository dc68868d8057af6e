"""How a loop over steps passes by those that a mask leaves out, on the way there and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.keeping import Steps
from xlrnn.nn.core.layer import Mask

Array = NDArray[Any]
EVERYBODY = np.empty((0, 0), bool)


class Skipping:
    """What a recurrent layer does at a step that is left out in some samples.

    There h_t = h_(t−1): the state stands still, and on the way back its gradient goes by.

    Attributes:
        held: of each step, the samples in which it is left out; None if no step is.
    """

    held: list[Array] | None
    mask: Mask | None

    def leave_out(self, mask: Mask | None, *, training: bool) -> None:
        """Note which steps count."""
        self.held = None if mask is None else [np.flatnonzero(row) for row in ~mask.T]
        self.mask, self.short = mask, training

    def steps_taken(self, steps: int, batch: int) -> tuple[Array, Array]:
        """Return what a loop over all steps is told: who takes a step, and of how many it can be.

        In training it ends with the last sample that takes the step: sorted by their lengths,
        short ones cost little. Outside of it a trace shows what the gates would have said.

        Returns:
            The mask, time first, empty if all take every step; and how many samples, from the
            first on, a step is calculated for.
        """
        counts = np.full(steps, batch)
        if self.mask is None:
            return EVERYBODY, counts
        mask = np.ascontiguousarray(self.mask.T)
        if self.short:
            counts = np.where(mask.any(axis=1), batch - mask[:, ::-1].argmax(axis=1), 0)
        return mask, counts

    def stand_still(self, t: int, states: Sequence[Steps]) -> None:
        """Carry the states over a step that is left out, in the samples where it is."""
        if self.held is not None:
            rows = self.held[t]
            for state in states:
                state[t + 1][rows] = state[t][rows]

    def passing(self, t: int, d_states: Sequence[Array]) -> list[Array]:
        """Undo `stand_still`, first part: what passes a step by in the samples it is left out."""
        return [] if self.held is None else [d_state[self.held[t]] for d_state in d_states]

    def take_up(self, t: int, da: Array, d_states: Sequence[Array], passed: list[Array]) -> None:
        """Second part: it reaches the step before as it was, and no weight."""
        if self.held is not None:
            da[self.held[t]] = 0
            for d_state, own in zip(d_states, passed, strict=True):
                d_state[self.held[t]] = own
