"""The sides of a sample in another order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered

Array = NDArray[Any]


@registered
class Permute(Layer):
    """The sides of a sample in another order: (2, 1) makes steps of features, and back.

    Args:
        dims: the sides of the input in the order of the output, from 1.
        **common: as of every `Layer`.
    """

    def __init__(self, dims: Sequence[int], **common: Any) -> None:
        super().__init__(**common)
        self.dims = _order(dims, self.name)

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there are as many sides."""
        if len(input_shape) != len(self.dims) + 1:
            raise ShapeError(
                f"{self.name}: the input has {counted(len(input_shape), 'dimension')}, expected "
                f"{len(self.dims) + 1}: samples and those that dims={self.dims} puts in order"
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with its sides in the other order."""
        return input_shape[0], *(input_shape[side] for side in self.dims)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: as in Keras, steps are other ones than before."""

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Return the numbers with the sides in the other order, a view of the same."""
        return x.transpose(0, *self.dims)

    def backward(self, dy: Array) -> Array | None:
        """Put them where they were."""
        return dy.transpose(np.argsort((0, *self.dims))) if self.needs_input_gradient else None

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "dims": list(self.dims)}


def _order(given: Any, layer: str) -> tuple[int, ...]:
    """Return the sides from 1 in some order.

    Raises:
        UsageError: if it is something else.
    """
    what = f"{layer}: dims"
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise UsageError(f"{what} is {given!r:.60}: expected a tuple, for instance (2, 1)")
    dims = tuple(checked.positive(side, what) for side in given)
    if sorted(dims) != list(range(1, len(dims) + 1)):
        raise UsageError(f"{what} is {dims!r:.60}: expected each side from 1 to {len(dims)} once")
    return dims
