"""The mean of several arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.add import add_up
from xlrnn.nn.layers.elementwise import Array, Elementwise, Masks


@registered
class Average(Elementwise):
    """A layer whose output is y = (x_1 + x_2 + …) / how many there are.

    Args:
        **common: as of every `Layer`.
    """

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:  # noqa: ARG002
        """Add up the inputs, and divide by their number."""
        add_up(x, out)
        out /= len(x)

    def undo(self, dy: Array) -> list[Array]:
        """All have the same share."""
        count = len(self.shapes)
        return [np.divide(dy, count, out=self.room("dx"))] * count


def average(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what an `Average` with these options makes of several inputs.

    Example:
        >>> average([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[5.5, 11.0]]
    """
    return Average(**options)(inputs)
