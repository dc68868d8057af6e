"""The same numbers in another shape."""

from collections.abc import Sequence
from math import prod
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape, shown
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered

Array = NDArray[Any]


@registered
class Reshape(Layer):
    """The numbers of a sample in another shape, in the order in which they are read.

    Args:
        target_shape: the shape of a sample; one side may be −1, which is what is left for it.
        **common: as of every `Layer`.
    """

    def __init__(self, target_shape: Sequence[int], **common: Any) -> None:
        super().__init__(**common)
        self.target_shape = _target(target_shape, self.name)

    def make_weights(self, input_shape: Shape) -> None:
        """Check that the numbers fit."""
        self.compute_output_shape(input_shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, target shape).

        Raises:
            ShapeError: if the numbers do not fill it.
        """
        batch, *sides = input_shape
        if None in sides:
            return batch, *(None if side == -1 else side for side in self.target_shape)
        size, rest = prod(side or 0 for side in sides), prod(s for s in self.target_shape if s > 0)
        if size % rest or (size != rest and -1 not in self.target_shape):
            raise ShapeError(
                f"{self.name}: a sample has the shape {shown(tuple(sides))}, {size} numbers, and "
                f"they do not fill the shape {self.target_shape}"
            )
        return batch, *(size // rest if side == -1 else side for side in self.target_shape)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: as in Keras, steps are other ones than before."""

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Array:
        """Return the numbers in the other shape."""
        self.shape = x.shape
        return x.reshape(self._sides(x.shape))

    def _sides(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(side or 0 for side in self.compute_output_shape(shape))

    def backward(self, dy: Array) -> Array | None:
        """Put them where they were."""
        return dy.reshape(self.shape) if self.needs_input_gradient else None

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "target_shape": list(self.target_shape)}


def _target(given: Any, layer: str) -> tuple[int, ...]:
    """Return a shape in which one side may be −1.

    Raises:
        UsageError: if it is something else.
    """
    what = f"{layer}: target_shape"
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise UsageError(f"{what} is {given!r:.60}: expected a tuple, for instance (5, 4)")
    if list(given).count(-1) > 1:
        raise UsageError(f"{what} is {tuple(given)!r:.60}: expected -1 for one side at most")
    return tuple(-1 if side == -1 else checked.positive(side, what) for side in given)
