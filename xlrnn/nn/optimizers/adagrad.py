"""Adagrad: weights that have moved much move less (Duchi et al. 2011)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.checked import FROM_ZERO
from xlrnn.nn.optimizers.optimizer import Optimizer

Array = NDArray[Any]


class Adagrad(Optimizer):
    """Divide the gradient by the root of the sum of its squares so far.

    1. s = s + g²
    2. w = w − rate · g / √(s + epsilon)

    Args:
        learning_rate: a number or a schedule.
        initial_accumulator_value: what s begins with.
        epsilon: keeps the division away from 0.
        **limits: as of every `Optimizer`.
    """

    slot_names = ("square",)

    def __init__(
        self,
        learning_rate: Any = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        **limits: Any,
    ) -> None:
        super().__init__(learning_rate, **limits)
        self.initial_accumulator_value = FROM_ZERO.number(
            initial_accumulator_value, "Adagrad: initial_accumulator_value"
        )
        self.epsilon = FROM_ZERO.number(epsilon, "Adagrad: epsilon")

    def new_slot(self, values: Array) -> Array:
        """Return what s begins with."""
        return np.full_like(values, self.initial_accumulator_value)

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Take a step."""
        number = w.dtype.type
        s, scratch = slots["square"], slots["scratch"]
        s += np.multiply(g, g, out=scratch)  # 1
        np.add(s, number(self.epsilon), out=scratch)  # 2
        np.sqrt(scratch, out=scratch)
        np.divide(g, scratch, out=scratch)
        scratch *= number(rate)
        w -= scratch
