"""What the layers share that make one row of a whole sequence."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core.layer import Layer, Mask, Shape, expect_channels_last, expect_sequences

Array = NDArray[Any]


class GlobalPooling1D(Layer):
    """A layer that returns one row of features for all steps together.

    Args:
        data_format: where the features are; only `channels_last` is there.
        keepdims: whether the output has one step instead of none.
        **common: as of every `Layer`.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **common: Any
    ) -> None:
        super().__init__(**common)
        expect_channels_last(data_format, self.name)
        self.keepdims = keepdims

    def build(self, input_shape: Shape) -> None:
        """Check that there are steps."""
        expect_sequences(input_shape, self.name)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, features), or (batch, 1, features)."""
        batch, _, features = input_shape
        return (batch, 1, features) if self.keepdims else (batch, features)

    def compute_mask(self, x: Any, mask: Mask | None) -> None:
        """Return None: there are no steps any more."""

    def expect_steps(self, x: Array) -> None:
        """Refuse sequences of length 0.

        Raises:
            ShapeError: with the shape.
        """
        if x.shape[1] == 0:
            raise ShapeError(f"{self.name}: the input has shape {x.shape}: it has no steps")

    def with_step(self, y: Array) -> Array:
        """Return rows of features as the output wants them."""
        return y[:, None] if self.keepdims else y

    def without_step(self, dy: Array) -> Array:
        """Undo `with_step`."""
        return dy[:, 0] if self.keepdims else dy

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "keepdims": self.keepdims}
