"""Several arrays, one behind the other."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.merging import Merge

Array = NDArray[Any]
Mask = NDArray[np.bool_]


@registered
class Concatenate(Merge):
    """A layer that puts its inputs one behind the other along an axis.

    Args:
        axis: which one, the last by default; not 0, that of the samples.
        **common: as of every `Layer`.
    """

    def __init__(self, axis: int = -1, **common: Any) -> None:
        super().__init__(**common)
        self.axis = checked.whole(axis, f"{self.name}: axis", least=None)
        if self.axis == 0:
            raise UsageError(f"{self.name}: axis is 0, that of the samples: expected another")

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the shape with the sides along the axis added up.

        Raises:
            ShapeError: if another side differs, or there is no such axis.
        """
        shapes = [tuple(shape) for shape in self.expect_several(input_shape)]
        sides = len(shapes[0])
        axis = self.axis % sides if -sides < self.axis < sides else 0
        if not axis:
            raise self.unfit(shapes, f"an axis {self.axis} behind the samples in each")
        if any(len(shape) != sides for shape in shapes):
            raise self.unfit(shapes, "equally many sides")
        total: list[int | None] = []
        for k, each in enumerate(zip(*shapes, strict=True)):
            known = {side for side in each if side is not None}
            if k == axis:
                total.append(None if None in each else sum(each))
            elif len(known) > 1:
                raise self.unfit(shapes, f"sides that differ along axis {self.axis} alone")
            else:
                total.append(known.pop() if known else None)
        return tuple(total)

    def compute_mask(self, x: Any, mask: Any = None) -> Mask | None:
        """Return which steps of the output count: those that count in any input, as in Keras.

        All steps of an input without a mask count, unless no input has one.
        """
        if mask is None or all(each is None for each in self.as_mask(mask, x)):
            return None
        kept = [_kept(each, of.shape) for each, of in zip(mask, x, strict=True)]
        if self.axis % x[0].ndim == x[0].ndim - 1:
            return reduce(np.logical_or, kept)
        return np.concatenate(kept, axis=self.axis + (self.axis < 0))

    def forward(self, x: Sequence[Array], *, training: bool = False, mask: Any = None) -> Array:  # noqa: ARG002
        """Put the inputs one behind the other."""
        self.x_shapes = [each.shape for each in x]
        shape: Any = self.compute_output_shape(self.x_shapes)
        self.y = self.work.sequence("y", shape, self.dtype)
        np.concatenate(x, axis=self.axis, out=self.y)
        return self.y

    def backward(self, dy: Array) -> Any:
        """Return the part of each input."""
        if not self.needs_input_gradient:
            return [None] * len(self.x_shapes)
        ends = np.cumsum([shape[self.axis] for shape in self.x_shapes[:-1]])
        return list(np.split(dy, ends, axis=self.axis))

    def trace(self) -> Trace:
        """Return the output, `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "axis": self.axis}


def _kept(mask: Mask | None, shape: tuple[int, ...]) -> Mask:
    """Return where a mask counts anything along the last side of an input of a shape."""
    if mask is None:
        return np.ones(shape[:-1], bool)
    if mask.ndim == len(shape):
        return np.asarray(mask.any(axis=-1))
    return np.broadcast_to(mask.reshape(*mask.shape, *(1,) * (len(shape) - 1 - mask.ndim)),
                           shape[:-1])  # fmt: skip


def concatenate(inputs: Sequence[Any], axis: int = -1, **options: Any) -> Any:
    """Return what a `Concatenate` with these options makes of several inputs.

    Example:
        >>> concatenate([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[1.0, 2.0, 10.0, 20.0]]
    """
    return Concatenate(axis=axis, **options)(inputs)
