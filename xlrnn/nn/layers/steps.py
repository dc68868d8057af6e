"""What goes into the loop over the steps, and what comes out: first states and order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import Rows

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


def backwards(x: "Array | Rows") -> "Array | Rows":
    """Return the sequence from its end to its beginning."""
    return x.at(x.index[::-1]) if isinstance(x, Rows) else x[:, ::-1]
