"""One step of Adam, compiled; the equations stand in `nn.optimizers.adam`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


@compiled
def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    beta_1: Any,
    beta_2: Any,
    alpha: Any,
    epsilon: Any,
    scratch: Array,  # noqa: ARG001  # the plain function needs it
) -> None:
    """Equations 1, 2 and 4 in one pass."""
    for k in range(len(w)):
        m[k] = beta_1 * m[k] + g[k]  # 1
        v[k] = beta_2 * v[k] + g[k] * g[k]  # 2
        w[k] -= alpha * m[k] / (np.sqrt(v[k]) + epsilon)  # 4
