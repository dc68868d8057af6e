"""Activation functions with options of their own, where older programs look for them."""

from xlrnn.nn.layers.leaky_relu import LeakyReLU
from xlrnn.nn.layers.relu import ReLU
from xlrnn.nn.layers.softmax_layer import Softmax

__all__ = ["LeakyReLU", "ReLU", "Softmax"]
