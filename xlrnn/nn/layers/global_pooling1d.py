"""What the layers share that make one row of a whole sequence."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape, expect_sequences
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.channels import Channels

Array = NDArray[Any]


class GlobalPooling1D(Channels):
    """A layer that returns one row of features for all steps together.

    Args:
        data_format: where the features are: `channels_last` or `channels_first`.
        keepdims: whether the output has one step instead of none.
        **common: as of every `Layer`.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **common: Any
    ) -> None:
        super().__init__(data_format, **common)
        self.keepdims = checked.truth(keepdims, f"{self.name}: keepdims")

    def make_weights(self, input_shape: Shape) -> None:
        """Check that there are steps."""
        expect_sequences(input_shape, self.name)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, features), or (batch, 1, features)."""
        batch, _, features = self.turned_shape(input_shape)
        return self.turned_shape((batch, 1, features)) if self.keepdims else (batch, features)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> None:
        """Return None: there are no steps any more."""

    def steps_of(self, x: Array) -> Array:
        """Return a sequence with the features last.

        Raises:
            ShapeError: if there are no steps.
        """
        steps = self.turned(x)
        if steps.shape[1] == 0:
            raise ShapeError(f"{self.name}: the input has shape {x.shape}: it has no steps")
        return steps

    def with_step(self, y: Array) -> Array:
        """Return rows of features as the output wants them."""
        return self.turned(y[:, None]) if self.keepdims else y

    def without_step(self, dy: Array) -> Array:
        """Undo `with_step`."""
        return self.turned(dy)[:, 0] if self.keepdims else dy

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {**super().get_config(), "keepdims": self.keepdims}
