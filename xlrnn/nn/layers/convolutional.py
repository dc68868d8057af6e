"""The convolution layers, where older programs look for them."""

from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.conv2d import Conv2D

__all__ = ["Conv1D", "Conv2D"]
