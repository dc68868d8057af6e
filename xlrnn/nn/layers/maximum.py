"""The largest of several arrays, place by place."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.extreme import Extreme


@registered
class Maximum(Extreme):
    """A layer whose output is y = max(x_1, x_2, …).

    Args:
        **common: as of every `Layer`.
    """

    choose, beyond = np.maximum, np.greater


def maximum(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what a `Maximum` with these options makes of several inputs.

    Example:
        >>> maximum([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[10.0, 20.0]]
    """
    return Maximum(**options)(inputs)
