"""What a network is, however its layers are connected: what training and saving rest on."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.compute.sequence import Rows
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.parameter import ParameterVector
from xlrnn.nn.core.weighted import Weighted

Array = NDArray[Any]


class Network(Weighted):
    """Layers that calculate a prediction, and go back from its gradient.

    Attributes:
        layers: the layers, in the order of calculation, without an `Input`.
        input_shape: the shape that inputs must have, once the weights are made.
        output_shape: the shape of the prediction, likewise.
        output_mask: which steps of the last prediction count; None for all of them.
        vectors: the weights that learn, in one vector for each number format.
    """

    layers: list[Layer]
    input_shape: Shape
    output_shape: Shape
    output_mask: Mask | None
    vectors: list[ParameterVector]

    def ensure_built(self, input_shape: Shape) -> None:
        """Make the weights unless they are there, and have those that learn where they belong."""
        raise NotImplementedError

    def check_input(self, shape: Shape) -> None:
        """Refuse an input of another shape than the network was made for.

        Raises:
            ShapeError: with the shape that is expected.
        """
        raise NotImplementedError

    def in_rank(self, x: Array) -> Array:
        """Return an input with a last side of 1 where the network wants one, or without it."""
        raise NotImplementedError

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the prediction for an input shape, batch first."""
        raise NotImplementedError

    def forward(self, x: Any, *, training: bool = False, mask: Mask | None = None) -> Array:
        """Return the prediction; it lies in memory that the next call uses again."""
        raise NotImplementedError

    def backward_below(self, dx: Any) -> "Array | Rows | None":
        """Go on from what the last layer returned, as far down as something learns."""
        raise NotImplementedError
