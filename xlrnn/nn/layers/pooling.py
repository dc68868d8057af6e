"""Pooling layers, where older programs look for them."""

from xlrnn.nn.layers.average_pooling1d import AveragePooling1D
from xlrnn.nn.layers.average_pooling2d import AveragePooling2D
from xlrnn.nn.layers.global_average_pooling1d import GlobalAveragePooling1D
from xlrnn.nn.layers.global_average_pooling2d import GlobalAveragePooling2D
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D
from xlrnn.nn.layers.max_pooling1d import MaxPooling1D
from xlrnn.nn.layers.max_pooling2d import MaxPooling2D

__all__ = [
    "AveragePooling1D",
    "AveragePooling2D",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalMaxPooling1D",
    "MaxPooling1D",
    "MaxPooling2D",
]
