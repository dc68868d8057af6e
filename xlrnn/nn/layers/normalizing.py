"""What layers share that give features the mean β and the spread γ."""

from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn.compute.sequence import from_rows
from xlrnn.nn.core.input_shape import Shape, features_of
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]


class Normalizing(Layer):
    """A layer with γ and β, either of which it may lack.

    Attributes:
        shape: of the last input.
        normalized: what γ was multiplied with, a row for each step of each sample.
        dy: ∂L/∂ of the output, likewise.
    """

    weight_names: ClassVar[tuple[str, ...]] = ("gamma", "beta")
    regularized: ClassVar[tuple[str, ...]] = ("beta", "gamma")

    axis: int
    center: bool
    scale: bool
    beta_initializer: Any
    gamma_initializer: Any
    shape: tuple[int, ...]
    normalized: Array
    dy: Array

    def make_weights(self, input_shape: Shape) -> None:
        """Make γ (gamma) and β (beta).

        Raises:
            ShapeError: if the features are not last.
        """
        shape = (features_of(input_shape, self.name),)
        if self.axis not in (-1, len(input_shape) - 1):
            raise ShapeError(
                f"{self.name}: axis is {self.axis} of an input with {len(input_shape)} "
                "dimensions: expected -1, the last one"
            )
        self.gamma: Any = None
        self.beta: Any = None
        if self.scale:
            self.gamma = self.add_weight("gamma", "gamma", shape, self.gamma_initializer)
        if self.center:
            self.beta = self.add_weight("beta", "beta", shape, self.beta_initializer)

    def room(self, name: str, like: Array) -> Array:
        """Return memory for an array of the same shape as another."""
        return self.work.array(name, like.shape, self.dtype)

    def gradient_trace(self) -> Trace:
        """Return what each step of each sample adds to the gradients of γ and β."""
        named = Trace()
        if self.scale:
            named["dgamma"] = from_rows(self.dy * self.normalized, self.shape)
        if self.center:
            named["dbeta"] = from_rows(self.dy, self.shape)
        return named.copied()
