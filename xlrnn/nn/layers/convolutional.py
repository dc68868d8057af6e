"""The convolution layer, where older programs look for it."""

from xlrnn.nn.layers.conv1d import Conv1D

__all__ = ["Conv1D"]
