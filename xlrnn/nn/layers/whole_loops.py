"""Loops over all steps that are compiled as a whole, where the steps are the usual ones."""

from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.step_product import StepProduct
from xlrnn.nn.core.arriving import Arriving
from xlrnn.nn.layers.skipping import Skipping

Array = NDArray[Any]


class WholeLoops(Skipping):
    """Finds the compiled twin of a recurrent layer's loop, and says what each is told."""

    recurrent: StepProduct
    dtype: "np.dtype[Any]"
    all_states: list[Any]

    def whole_loop(self, name: str, dy: Arriving | None = None) -> Any:
        """Return a compiled twin of all steps in one, None where there is none for these.

        Steps that are recorded, or see part of the state, are for the loop in Python.

        Args:
            name: of the twin.
            dy: on the way back, what arrives.
        """
        usual = type(self.recurrent) is StepProduct and self.recurrent.copies
        usual = usual and type(dy) in (Arriving, NoneType)
        if not usual or self.dtype not in (np.float32, np.float64):
            return None
        return kernels.compiled(name)

    def of_the_loop(self, W: Array) -> tuple[Any, ...]:
        """Return what every whole loop is told: W_hh, where it is needed, and who goes along."""
        h = self.all_states[0]
        return W, self.recurrent.first, *self.steps_taken(len(h) - 1, len(h[0]))
