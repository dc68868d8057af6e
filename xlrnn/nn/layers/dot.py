"""The product of two arrays along a side of each: sample by sample, a matrix product."""

from collections.abc import Sequence
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.merging import Merge

Array = NDArray[Any]
LONGEST_INVERSE = 1e7
"""1 / the least length that counts when an array is normalized."""


@registered
class Dot(Merge):
    """A layer that multiplies two inputs along an axis of each, and adds up.

    1. n_i = x_i / |x_i|                            with `normalize`, along its axis
    2. y_ij = Σ_k n_1,ik · n_2,kj                    sample by sample

    Args:
        axes: which axis of each input, one number for both or a pair; not 0.
        normalize: whether both are normalized first: y is then the cosine of the angle.
        **common: as of every `Layer`.
    """

    least: ClassVar[int] = 2
    most: ClassVar[int | None] = 2

    def __init__(self, axes: int | Sequence[int], normalize: bool = False, **common: Any) -> None:
        super().__init__(**common)
        what = f"{self.name}: axes"
        if isinstance(axes, list | tuple):
            if len(axes) != 2:
                raise UsageError(f"{what} is {axes!r:.60}: expected one number, or two")
            self.axes: Any = [checked.whole(axis, what, least=None) for axis in axes]
        else:
            self.axes = checked.whole(axes, what, least=None)
        if 0 in self._pair():
            raise UsageError(f"{what} is {axes!r:.60}, and 0 is that of the samples: expected 1, …")
        self.normalize = checked.truth(normalize, f"{self.name}: normalize")

    def _pair(self) -> list[int]:
        return list(self.axes) if isinstance(self.axes, list) else [self.axes, self.axes]

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the sides of both that are not multiplied; a 1 if there are none.

        Raises:
            ShapeError: if the two sides differ, or there are no such axes.
        """
        shapes = [tuple(shape) for shape in self.expect_several(input_shape)]
        for shape, axis in zip(shapes, self._pair(), strict=True):
            if not -len(shape) < axis < len(shape):
                raise self.unfit(shapes, f"an axis {axis} behind the samples")
        one, other = (shape[axis] for shape, axis in zip(shapes, self._pair(), strict=True))
        if one != other and None not in (one, other):
            raise self.unfit(
                shapes, f"equal sides along axes {self._pair()[0]} and {self._pair()[1]}"
            )
        sides = [side for shape, axis in zip(shapes, self._pair(), strict=True)
                 for side in _without(shape, axis)]  # fmt: skip
        return (shapes[0][0], *(sides or [1]))

    def compute_mask(self, x: Any, mask: Any = None) -> None:  # noqa: ARG002
        """Return None: the output has other steps than the inputs."""
        return

    def forward(self, x: Sequence[Array], *, training: bool = False, mask: Any = None) -> Array:  # noqa: ARG002
        """Multiply both, sample by sample."""
        self.x_shapes = [each.shape for each in x]
        self.factors = list(x)
        if self.normalize:
            pairs = zip(x, self._pair(), strict=True)
            self.inverses = [_one_over_length(each, axis) for each, axis in pairs]
            self.factors = [a * b for a, b in zip(x, self.inverses, strict=True)]  # 1
        shape: Any = self.compute_output_shape(self.x_shapes)
        left, right = self._matrices()
        size = (len(left), left.shape[1], right.shape[2])
        product = np.matmul(left, right, out=self.work.array("y", size, self.dtype))  # 2
        self.y = product.reshape(shape)
        return self.y

    def _matrices(self) -> tuple[Array, Array]:
        """Return both factors as matrices, with the sides that are added up beside each other."""
        one, other = self._pair()
        left, right = np.moveaxis(self.factors[0], one, -1), np.moveaxis(self.factors[1], other, 1)
        batch, inner = len(left), left.shape[-1]
        rows, columns = prod(left.shape[1:-1]), prod(right.shape[2:])
        return left.reshape(batch, rows, inner), right.reshape(batch, inner, columns)

    def backward(self, dy: Array) -> Any:
        """Undo 2, then 1."""
        if not self.needs_input_gradient:
            return [None, None]
        left, right = self._matrices()
        d = dy.reshape(len(left), left.shape[1], right.shape[2])
        found = []
        for k, matrix in enumerate((d @ right.swapaxes(1, 2), left.swapaxes(1, 2) @ d)):  # 2
            axis, shape, last = self._pair()[k], self.x_shapes[k], k == 0
            rest = _without(shape, axis)
            sides = (len(matrix), *rest, shape[axis]) if last else (len(matrix), shape[axis], *rest)
            found.append(np.moveaxis(matrix.reshape(sides), -1 if last else 1, axis))
        if not self.normalize:
            return list(found)
        return [self._undo_length(k, dn) for k, dn in enumerate(found)]  # 1

    def _undo_length(self, k: int, dn: Array) -> Array:
        """Undo 1: only what is across the array turns it."""
        n, inverse = self.factors[k], self.inverses[k]
        along = (dn * n).sum(axis=self._pair()[k], keepdims=True)
        dx: Array = (dn - n * np.where(inverse < LONGEST_INVERSE, along, 0)) * inverse
        return dx

    def trace(self) -> Trace:
        """Return the output, `y`."""
        return Trace(y=self.y).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "axes": self.axes, "normalize": self.normalize}


def _without(shape: Sequence[Any], axis: int) -> tuple[Any, ...]:
    """Return the sides of a shape behind the samples, without one of them."""
    axis %= len(shape)
    return tuple(side for k, side in enumerate(shape) if k not in (0, axis))


def _one_over_length(x: Array, axis: int) -> Array:
    """Return 1 / √Σ x² along an axis, and not more than what Keras takes."""
    with np.errstate(divide="ignore"):
        inverse = 1 / np.sqrt(np.square(x).sum(axis=axis, keepdims=True))
    return np.minimum(inverse, x.dtype.type(LONGEST_INVERSE))


def dot(inputs: Sequence[Any], axes: int | Sequence[int] = -1, **options: Any) -> Any:
    """Return what a `Dot` with these options makes of two inputs.

    Example:
        >>> dot([[[1.0, 2.0]], [[10.0, 20.0]]]).tolist()
        [[50.0]]
    """
    return Dot(axes=axes, **options)(inputs)
