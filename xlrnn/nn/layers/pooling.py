"""Pooling layers, where older programs look for them."""

from xlrnn.nn.layers.average_pooling1d import AveragePooling1D
from xlrnn.nn.layers.global_average_pooling1d import GlobalAveragePooling1D
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D
from xlrnn.nn.layers.max_pooling1d import MaxPooling1D

__all__ = [
    "AveragePooling1D",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "MaxPooling1D",
]
