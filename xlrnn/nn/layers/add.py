"""The sum of several arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from xlrnn.nn.core.serialization import registered
from xlrnn.nn.layers.elementwise import Array, Elementwise, Masks


@registered
class Add(Elementwise):
    """A layer whose output is y = x_1 + x_2 + … of all inputs.

    Args:
        **common: as of every `Layer`.
    """

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:  # noqa: ARG002
        """Add up the inputs."""
        add_up(x, out)

    def undo(self, dy: Array) -> list[Array]:
        """Each input has a share of 1."""
        return [dy] * len(self.shapes)


def add_up(x: list[Array], out: Array) -> None:
    """Write the sum of arrays."""
    if len(x) == 1:
        out[...] = x[0]
        return
    np.add(x[0], x[1], out=out)
    for each in x[2:]:
        out += each


def add(inputs: Sequence[Any], **options: Any) -> Any:
    """Return what an `Add` with these options makes of several inputs.

    Example:
        >>> add([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[11.0, 22.0]]
    """
    return Add(**options)(inputs)
