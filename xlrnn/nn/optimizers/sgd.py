"""Stochastic gradient descent, with momentum and Nesterov's look ahead."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.checked import SHARE, truth
from xlrnn.nn.optimizers.optimizer import Optimizer

Array = NDArray[Any]


class SGD(Optimizer):
    """Go against the gradient; with momentum as a ball rolls.

    1. v = momentum · v − rate · g
    2. w = w + v, with Nesterov w + momentum · v − rate · g

    Args:
        learning_rate: a number or a schedule.
        momentum: what share of the last step is taken again.
        nesterov: whether the gradient is looked at where the momentum leads.
        **limits: as of every `Optimizer`.
    """

    slot_names = ("velocity",)

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **limits: Any,
    ) -> None:
        super().__init__(learning_rate, **limits)
        self.momentum = SHARE.number(momentum, "SGD: momentum")
        self.nesterov = truth(nesterov, "SGD: nesterov")

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Take a step."""
        g *= g.dtype.type(rate)
        if not self.momentum:
            w -= g
            return
        v = slots["velocity"]
        v *= v.dtype.type(self.momentum)  # 1
        v -= g
        if not self.nesterov:
            w += v  # 2
            return
        w += np.multiply(v, v.dtype.type(self.momentum), out=slots["scratch"])
        w -= g
