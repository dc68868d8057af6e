"""Adam, and AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019)."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels
from xlrnn.nn.core.checked import BELOW_ONE, FROM_ZERO, truth
from xlrnn.nn.optimizers.optimizer import Optimizer

Array = NDArray[Any]

CHUNK = 1 << 15
"""So many weights at once: with gradients, means and squares they stay in the cache."""


class Adam(Optimizer):
    """Follow the mean of the gradients, divided by the root of the mean of their squares.

    1. m = beta_1 · m + g                        the mean, without its factor 1 − beta_1
    2. v = beta_2 · v + g²                       the mean square, without its factor 1 − beta_2
    3. alpha = rate · √(1 − beta_2^n) / (1 − beta_1^n)       n: how many steps there have been
    4. w = w − alpha · (1 − beta_1) m / (√((1 − beta_2) v) + epsilon)

    With amsgrad the largest v so far stands for v in 4. The factors are multiplied into alpha and
    epsilon, which are numbers, and not into m and v, which are long vectors.

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
        kind = type(self).__name__
        self.beta_1 = BELOW_ONE.number(beta_1, f"{kind}: beta_1")
        self.beta_2 = BELOW_ONE.number(beta_2, f"{kind}: beta_2")
        self.epsilon = FROM_ZERO.number(epsilon, f"{kind}: epsilon")
        self.amsgrad = truth(amsgrad, f"{kind}: amsgrad")
        self.slot_names = ("mean", "square", "largest") if amsgrad else ("mean", "square")

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Take a step."""
        n, number = self.steps + 1, w.dtype.type
        root = sqrt(1 - self.beta_2)
        alpha = rate * sqrt(1 - self.beta_2**n) / (1 - self.beta_1**n)  # 3
        alpha *= (1 - self.beta_1) / root
        factors = [number(x) for x in (self.beta_1, self.beta_2, alpha, self.epsilon / root)]
        m, v, scratch = slots["mean"], slots["square"], slots["scratch"]
        if self.amsgrad:
            self._amsgrad(w, g, slots, *factors)
        else:
            step: Callable[..., None] = kernels.of("adam_step", adam_step)
            step(w, g, m, v, *factors, scratch)

    def _amsgrad(self, w: Array, g: Array, slots: dict[str, Array], *factors: Any) -> None:
        beta_1, beta_2, alpha, epsilon = factors
        m, v, largest = (slots[name] for name in self.slot_names)
        m[...] = beta_1 * m + g  # 1
        v[...] = beta_2 * v + g * g  # 2
        np.maximum(largest, v, out=largest)
        w -= alpha * m / (np.sqrt(largest) + epsilon)  # 4


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
        FROM_ZERO.number(weight_decay, "AdamW: weight_decay")
        super().__init__(learning_rate, weight_decay=weight_decay, **options)


def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    beta_1: Any,
    beta_2: Any,
    alpha: Any,
    epsilon: Any,
    scratch: Array,
) -> None:
    """Equations 1, 2 and 4 in ten passes, a chunk of the vectors after the other; g becomes g²."""
    for start in range(0, len(w), CHUNK):
        part = slice(start, start + CHUNK)
        w_k, g_k, m_k, v_k = w[part], g[part], m[part], v[part]
        room = scratch[: len(w_k)]
        m_k *= beta_1  # 1
        m_k += g_k
        v_k *= beta_2  # 2
        g_k *= g_k
        v_k += g_k
        np.sqrt(v_k, out=room)  # 4
        room += epsilon
        np.divide(m_k, room, out=room)
        room *= alpha
        w_k -= room
