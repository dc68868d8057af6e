"""Adam, and AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019)."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core import kernels
from xlrnn.nn.optimizers.optimizer import Optimizer

Array = NDArray[Any]


class Adam(Optimizer):
    """Follow the mean of the gradients, divided by the root of the mean of their squares.

    1. m = m + (1 − beta_1) · (g − m)
    2. v = v + (1 − beta_2) · (g² − v)
    3. alpha = rate · √(1 − beta_2^n) / (1 − beta_1^n)       n: how many steps there have been
    4. w = w − alpha · m / (√v + epsilon)                    with amsgrad the largest v so far

    Args:
        learning_rate: a number or a schedule.
        beta_1: how long gradients are remembered.
        beta_2: how long their squares are remembered.
        epsilon: keeps the division away from 0.
        amsgrad: whether the divisor never becomes smaller.
        **limits: as of every `Optimizer`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **limits: Any,
    ) -> None:
        super().__init__(learning_rate, **limits)
        self.beta_1, self.beta_2, self.epsilon, self.amsgrad = beta_1, beta_2, epsilon, amsgrad
        self.slot_names = ("mean", "square", "largest") if amsgrad else ("mean", "square")

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Take a step."""
        n, number = self.iterations + 1, w.dtype.type
        alpha = number(rate * sqrt(1 - self.beta_2**n) / (1 - self.beta_1**n))  # 3
        new_1, new_2 = number(1 - self.beta_1), number(1 - self.beta_2)
        m, v, scratch = slots["mean"], slots["square"], slots["scratch"]
        if self.amsgrad:
            self._amsgrad(w, g, slots, alpha)
        else:
            step = kernels.of("adam_step", adam_step)
            step(w, g, m, v, alpha, new_1, new_2, number(self.epsilon), scratch)

    def _amsgrad(self, w: Array, g: Array, slots: dict[str, Array], alpha: Any) -> None:
        m, v, largest, scratch = (slots[name] for name in (*self.slot_names, "scratch"))
        move(m, g, w.dtype.type(1 - self.beta_1), scratch)  # 1
        move(v, g * g, w.dtype.type(1 - self.beta_2), scratch)  # 2
        np.maximum(largest, v, out=largest)
        w -= alpha * m / (np.sqrt(largest) + w.dtype.type(self.epsilon))  # 4


class AdamW(Adam):
    """Adam with weights that shrink by themselves.

    Args:
        learning_rate: a number or a schedule.
        weight_decay: what share of each weight a step takes away, times the learning rate.
        **options: as of `Adam`.
    """

    def __init__(
        self, learning_rate: Any = 0.001, weight_decay: float = 0.004, **options: Any
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay, **options)


def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    alpha: Any,
    new_1: Any,
    new_2: Any,
    epsilon: Any,
    scratch: Array,
) -> None:
    """Equations 1, 2 and 4 in ten passes; `g` becomes g²."""
    move(m, g, new_1, scratch)  # 1
    g *= g
    move(v, g, new_2, scratch)  # 2
    np.sqrt(v, out=scratch)  # 4
    scratch += epsilon
    np.divide(m, scratch, out=scratch)
    scratch *= alpha
    w -= scratch


def move(mean: Array, to: Array, share: Any, scratch: Array) -> None:
    """Move a mean by a share of the way, in place."""
    np.subtract(to, mean, out=scratch)
    scratch *= share
    mean += scratch
