"""What stands for an array that is not there yet."""

from typing import NamedTuple

from xlrnn.nn.core.input_shape import Shape


class Symbol(NamedTuple):
    """The input or output of a model, without its numbers.

    Args:
        name: of the layer that it belongs to.
        shape: batch first; None where a side may vary.
        dtype: the number format.
    """

    name: str
    shape: Shape
    dtype: str
