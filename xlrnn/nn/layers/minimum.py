"""The smallest of several arrays, place by place."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.extreme import Extreme


@registered
class Minimum(Extreme):
    """A layer whose output is y = min(x_1, x_2, …).

    Args:
        **common: as of every `Layer`.
    """

    choose, beyond = np.minimum, np.less


def minimum(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what a `Minimum` with these options makes of several inputs.

    Example:
        >>> minimum([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[1.0, 2.0]]
    """
    return Minimum(**options)(inputs)
