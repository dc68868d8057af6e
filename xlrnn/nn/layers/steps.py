"""What goes into the loop over the steps, and what comes out: first states, order, gradients."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core.sequence import Rows, time_first

Array = NDArray[Any]


def first_states(
    given: Any, names: Sequence[str], shape: tuple[int, int], layer: str
) -> list["Array | int"]:
    """Return the states that a sequence begins with: those given, or 0.

    Args:
        given: an array for each state; a layer with one state takes it alone, too.
        names: of the states.
        shape: of each: (batch, units).
        layer: as an error calls it.

    Raises:
        ShapeError: if their number or a shape is another.
    """
    if given is None:
        return [0] * len(names)
    firsts = [given] if isinstance(given, np.ndarray) else list(given)
    if len(firsts) != len(names):
        raise ShapeError(
            f"{layer}: initial_state has {len(firsts)} arrays, expected {len(names)}: "
            f"{', '.join(names)}"
        )
    for name, first in zip(names, firsts, strict=True):
        if np.shape(first) != shape:
            raise ShapeError(
                f"{layer}: the state {name} that it begins with has shape {np.shape(first)}, "
                f"expected {shape}; reset_states() forgets the one of a stateful layer"
            )
    return [np.asarray(first) for first in firsts]


class Arriving:
    """∂L/∂h_t that arrives from the layers above: at every step, or at the last one alone."""

    def __init__(self, dy: Array, steps: int, *, every_step: bool) -> None:
        self.dy = time_first(dy) if every_step else dy
        self.every_step, self.last = every_step, steps - 1

    def add(self, t: int, dh: Array) -> None:
        """Add what arrives at step t to what comes from the step after."""
        if self.every_step:
            dh += self.dy[t]
        elif t == self.last:
            dh += self.dy


def backwards(x: "Array | Rows") -> "Array | Rows":
    """Return the sequence from its end to its beginning."""
    return Rows(x.table, x.index[::-1]) if isinstance(x, Rows) else x[:, ::-1]
