"""What layers share that calculate one array of several, number by number."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.merging import Merge

Array = NDArray[Any]
Masks = Sequence[NDArray[np.bool_] | None] | None


class Elementwise(Merge):
    """A layer whose output has at each place what the inputs have there.

    An input with fewer sides counts as one with sides of 1 behind the batch, and a side of 1 is
    repeated as often as the others have it: (batch, features) goes with (batch, time, features).

    A layer of this kind is `combine` and `undo`, of arrays with equally many sides.
    """

    def combine(self, x: list[Array], masks: Masks, out: Array) -> None:
        """Calculate the output."""
        raise NotImplementedError

    def undo(self, dy: Array) -> list[Array]:
        """Return ∂L/∂ of each input, as large as the output where it is repeated there."""
        raise NotImplementedError

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the common shape.

        Raises:
            ShapeError: if there is none.
        """
        shapes = [tuple(shape) for shape in self.expect_several(input_shape)]
        batch = {shape[0] for shape in shapes} - {None}
        if len(batch) > 1:
            raise self.unfit(shapes, "the same number of samples")
        most = max(map(len, shapes))
        longer = [(1,) * (most - len(shape)) + shape[1:] for shape in shapes]
        sides = []
        for each in zip(*longer, strict=True):
            known = {side for side in each if side not in (1, None)}
            if len(known) > 1:
                raise self.unfit(shapes, "equal sides, or 1, counted from the last")
            unknown = None if None in each else 1
            sides.append(known.pop() if known and unknown else unknown)
        return (batch.pop() if batch else None, *sides)

    def compute_mask(self, x: Any, mask: Any = None) -> NDArray[np.bool_] | None:
        """Return which steps count in any input; None where one of them has no mask."""
        if mask is None or any(each is None for each in self.as_mask(mask, x)):
            return None
        return reduce(np.logical_or, mask)

    def forward(self, x: Sequence[Array], *, training: bool = False, mask: Any = None) -> Array:  # noqa: ARG002
        """Calculate the output."""
        self.shapes = [each.shape for each in x]
        most = max(each.ndim for each in x)
        aligned = [_aligned(each, most) for each in x]
        first = aligned[0].shape
        alike = all(each.shape == first for each in aligned)
        shape = first if alike else np.broadcast_shapes(*(each.shape for each in aligned))
        self.y = self.work.sequence("y", shape, self.dtype)
        if mask is not None:  # which those lose that get more sides
            mask = [m if each.ndim == most else None for m, each in zip(mask, x, strict=True)]
        self.combine(aligned, mask, self.y)
        return self.y

    def backward(self, dy: Array) -> Any:
        """Undo it; what stood for several places gets what they all say."""
        if not self.needs_input_gradient:
            return [None] * len(self.shapes)
        return [_summed(dx, shape) for dx, shape in zip(self.undo(dy), self.shapes, strict=True)]

    def room(self, name: str) -> Array:
        """Return memory in the shape of the output."""
        return self.work.sequence(name, self.y.shape, self.dtype)

    def trace(self) -> Trace:
        """Return the output, `y`."""
        return Trace(y=self.y).copied()


def _aligned(x: Array, most: int) -> Array:
    """Return an array with sides of 1 behind the batch."""
    return x if x.ndim == most else x[(slice(None), *(None,) * (most - x.ndim))]


def _summed(dx: Array, shape: tuple[int, ...]) -> Array:
    """Return the sum over the sides along which an input of a shape was repeated."""
    if dx.shape == shape:
        return dx
    longer = (*shape[:1], *(1,) * (dx.ndim - len(shape)), *shape[1:])
    repeated = tuple(
        k for k, (side, whole) in enumerate(zip(longer, dx.shape, strict=True)) if side != whole
    )
    total: Array = dx.sum(axis=repeated, keepdims=True) if repeated else dx
    return total.reshape(shape)
