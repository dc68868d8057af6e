"""Basic layers, where older programs look for them."""

from xlrnn.nn.layers.activation import Activation
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.dropout import Dropout
from xlrnn.nn.layers.flatten import Flatten
from xlrnn.nn.layers.masking import Masking
from xlrnn.nn.layers.repeat_vector import RepeatVector

__all__ = ["Activation", "Dense", "Dropout", "Flatten", "Masking", "RepeatVector"]
