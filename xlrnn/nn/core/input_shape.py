"""The shape of what a layer is given: what it says, and what is refused in it."""

from typing import Any

from numpy.typing import NDArray

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


def in_rank(x: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return an input with a last side of 1 where a shape has one, or without it."""
    if len(x.shape) == len(shape) - 1 and shape[-1] == 1:
        return x[..., None]
    if len(x.shape) == len(shape) + 1 and x.shape[-1] == 1:
        return x[..., 0]
    return x


def expect_shape(shape: Shape, expected: Shape, model: str, which: str = "input") -> None:
    """Refuse an input of another shape than a model was made for.

    Args:
        shape: of the input.
        expected: of the model; None where a side may vary, and for the batch.
        model: as the error calls it.
        which: the input, likewise.

    Raises:
        ShapeError: with the shape that is expected.
    """
    fits = len(shape) == len(expected) and all(
        own is None or side == own for side, own in zip(shape[1:], expected[1:], strict=True)
    )
    if fits and 0 in shape[1:]:
        raise ShapeError(
            f"{model}: the {which} has shape {shape}: its samples are empty, expected one step or "
            "more"
        )
    if not fits:
        sides = ", ".join(["batch", *(str(side or "…") for side in expected[1:])])
        raise ShapeError(f"{model}: the {which} has shape {shape}, expected ({sides})")
