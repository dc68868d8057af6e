"""What a model's file may ask for, so that a small file cannot fill the memory.

The weights of a model lie in its file as they are, two bytes a number or more. A description of
layers that have more numbers than that is refused before any of them is built.
"""

from typing import Final

from xlrnn.nn.core.layer import Layer, Shape
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.time_distributed import TimeDistributed

MOST_BYTES: Final = 2 * 2**30
"""Of a file, and of what is unpacked from it."""
MOST_CONFIG: Final = 8 * 2**20
"""The bytes of a description."""
MOST_LAYERS: Final = 1000
EXPANSION: Final = 20
"""How many times larger than the file what is unpacked from it may be."""
SMALL: Final = 2**16
"""Files up to this size may be as empty as they like."""
BYTES_OF_A_NUMBER: Final = 2
"""The fewest: those of float16."""


def most_unpacked(size: int) -> int:
    """Return how many bytes may come out of a file of a size.

    Example:
        >>> most_unpacked(1_000_000)
        20000000
    """
    return min(MOST_BYTES, EXPANSION * max(size, SMALL))


def numbers_of(layer: Layer, input_shape: Shape) -> int:
    """Return how many numbers the weights of a layer would have, or a few less.

    Example:
        >>> numbers_of(Dense(3), (None, 4))
        15
    """
    features = (0, *input_shape)[-1] or 0
    if isinstance(layer, TimeDistributed):
        return numbers_of(layer.layer, (*input_shape[:1], *input_shape[2:]))
    if isinstance(layer, Bidirectional):
        return sum(numbers_of(direction, input_shape) for direction in layer.directions)
    if isinstance(layer, RNN):
        return (features + layer.units + layer.use_bias) * layer.gates * layer.units
    if isinstance(layer, Conv1D):
        features = layer.features_side(input_shape) or 0
        return (layer.kernel_size * features + layer.use_bias) * layer.filters
    if isinstance(layer, Dense):
        return (features + layer.use_bias) * layer.units
    return layer.input_dim * layer.output_dim if isinstance(layer, Embedding) else 0
