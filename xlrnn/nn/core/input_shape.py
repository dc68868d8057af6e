"""The shape of what a layer is given: what it says, and what is refused in it."""

from xlrnn.counted import counted
from xlrnn.errors import ShapeError

Shape = tuple[int | None, ...]
"""Batch first; None where a side may vary."""


def shown(shape: Shape) -> str:
    """Return a shape as errors show it."""
    return "(" + ", ".join("…" if side is None else str(side) for side in shape) + ")"


def features_of(input_shape: Shape, layer: str) -> int:
    """Return the last side of an input's shape.

    Raises:
        ShapeError: if the input has none.
    """
    if len(input_shape) < 2 or input_shape[-1] is None:
        raise ShapeError(
            f"{layer}: the input has shape {shown(input_shape)}, expected (batch, …, features) "
            "with the number of features known"
        )
    return input_shape[-1]


def last_side(input_shape: Shape) -> int:
    """Return how many features an input has, and 0 if that is not known."""
    return (0, *input_shape)[-1] or 0


def expect_sequences(input_shape: Shape, layer: str) -> None:
    """Refuse an input that has no steps.

    Raises:
        ShapeError: if it has not three dimensions.
    """
    if len(input_shape) != 3:
        raise ShapeError(
            f"{layer}: the input has {counted(len(input_shape), 'dimension')}, expected 3: "
            "(batch, time, features)"
        )
