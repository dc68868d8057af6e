"""RMSprop: steps of like size, however large the gradients (Hinton 2012)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.checked import FROM_ZERO, SHARE, truth
from xlrnn.nn.optimizers.optimizer import Optimizer

Array = NDArray[Any]


class RMSprop(Optimizer):
    """Divide the gradient by the root of the mean of its squares.

    1. s = rho · s + (1 − rho) · g²
    2. m = rho · m + (1 − rho) · g               if centered; then s − m² stands for s in 3
    3. d = rate · g / √(s + epsilon)
    4. w = w − d, with momentum: v = momentum · v + d, w = w − v

    Args:
        learning_rate: a number or a schedule.
        rho: how long squares are remembered.
        momentum: what share of the last step is taken again.
        epsilon: keeps the division away from 0.
        centered: whether the mean is taken off the squares.
        **limits: as of every `Optimizer`.
    """

    slot_names = ("square", "mean", "velocity")

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        **limits: Any,
    ) -> None:
        super().__init__(learning_rate, **limits)
        self.rho = SHARE.number(rho, "RMSprop: rho")
        self.momentum = SHARE.number(momentum, "RMSprop: momentum")
        self.epsilon = FROM_ZERO.number(epsilon, "RMSprop: epsilon")
        self.centered = truth(centered, "RMSprop: centered")

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Take a step."""
        number = w.dtype.type
        s, m, v, scratch = (slots[name] for name in (*self.slot_names, "scratch"))
        s *= number(self.rho)  # 1
        np.multiply(g, g, out=scratch)
        scratch *= number(1 - self.rho)
        s += scratch
        np.copyto(scratch, s)
        if self.centered:
            m *= number(self.rho)  # 2
            m += number(1 - self.rho) * g
            scratch -= m * m
        scratch += number(self.epsilon)  # 3
        np.sqrt(scratch, out=scratch)
        np.divide(g, scratch, out=scratch)
        scratch *= number(rate)
        if self.momentum:
            v *= number(self.momentum)  # 4
            v += scratch
            w -= v
        else:
            w -= scratch
