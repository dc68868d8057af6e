"""Pooling layers, where older programs look for them."""

from xlrnn.nn.layers.global_average_pooling1d import GlobalAveragePooling1D
from xlrnn.nn.layers.global_max_pooling1d import GlobalMaxPooling1D

__all__ = ["GlobalAveragePooling1D", "GlobalMaxPooling1D"]
