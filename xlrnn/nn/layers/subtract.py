"""The difference of two arrays."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.elementwise import Array, Elementwise, Masks


@registered
class Subtract(Elementwise):
    """A layer whose output is y = x_1 − x_2.

    Args:
        **common: as of every `Layer`.
    """

    least: ClassVar[int] = 2
    most: ClassVar[int | None] = 2

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:  # noqa: ARG002
        """Take the second input off the first."""
        np.subtract(x[0], x[1], out=out)

    def undo(self, dy: Array) -> list[Array]:
        """The shares are 1 and −1."""
        return [dy, np.subtract(0, dy, out=self.room("dx"))]


def subtract(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what a `Subtract` with these options makes of two inputs.

    Example:
        >>> subtract([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[-9.0, -18.0]]
    """
    return Subtract(**options)(inputs)
