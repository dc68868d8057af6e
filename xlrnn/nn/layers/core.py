"""Basic layers, where older programs look for them."""

from xlrnn.nn.layers.activation import Activation
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.dropout import Dropout
from xlrnn.nn.layers.flatten import Flatten
from xlrnn.nn.layers.masking import Masking
from xlrnn.nn.layers.permute import Permute
from xlrnn.nn.layers.repeat_vector import RepeatVector
from xlrnn.nn.layers.reshape import Reshape
from xlrnn.nn.layers.spatial_dropout1d import SpatialDropout1D

__all__ = [
    "Activation",
    "Dense",
    "Dropout",
    "Flatten",
    "Masking",
    "Permute",
    "RepeatVector",
    "Reshape",
    "SpatialDropout1D",
]
