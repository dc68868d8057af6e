"""What layers around other layers share."""

from collections.abc import Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer


class Wrapper(Layer):
    """A layer around others: their weights are its weights, and their number format is its own.

    Args:
        inner: the layers inside, in the order of their weights.
        **common: as of every `Layer`; trainable=False holds for the layers inside, too.
    """

    def __init__(self, inner: Sequence[Layer], **common: Any) -> None:
        dtype = common.pop("dtype", None)
        super().__init__(dtype=inner[0].dtype if dtype is None else dtype, **common)
        self.inner = list(inner)
        for layer in self.inner:
            if layer.dtype != self.dtype:
                raise UsageError(
                    f"{self.name} calculates in {self.dtype}, and {layer.name} inside it in "
                    f"{layer.dtype}: give both the same dtype"
                )
            if not self.trainable:
                layer.trainable = False

    @property
    def needs_input_gradient(self) -> bool:
        """Whether somebody wants ∂L/∂x; what is asked of the layer is asked of those inside."""
        return self._needs_input_gradient

    @needs_input_gradient.setter
    def needs_input_gradient(self, value: bool) -> None:
        self._needs_input_gradient = value
        for layer in getattr(self, "inner", ()):
            layer.needs_input_gradient = value

    @property
    def parts(self) -> dict[str, Layer]:
        """The layers inside, by the attributes that hold them, in the order of their weights."""
        raise NotImplementedError

    def count_for(self, input_shape: Shape) -> int:
        """Return how many numbers the layers inside have."""
        return sum(layer.count_for(input_shape) for layer in self.inner)

    def adopt_weights(self) -> None:
        """Take the weights of the layers inside as one's own; they are the same objects."""
        self.parameters = [weight for layer in self.inner for weight in layer.weights]


def expect_layer(given: Any, what: str) -> None:
    """Refuse what is no layer.

    Raises:
        UsageError: with what was given.
    """
    if not isinstance(given, Layer):
        raise UsageError(f"{what}: expected a layer, got {given!r}")
