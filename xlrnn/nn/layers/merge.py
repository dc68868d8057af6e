"""Layers that make one array of several, where older programs look for them."""

from xlrnn.nn.layers.add import Add, add
from xlrnn.nn.layers.average import Average, average
from xlrnn.nn.layers.concatenate import Concatenate, concatenate
from xlrnn.nn.layers.dot import Dot, dot
from xlrnn.nn.layers.maximum import Maximum, maximum
from xlrnn.nn.layers.merging import Merge
from xlrnn.nn.layers.minimum import Minimum, minimum
from xlrnn.nn.layers.multiply import Multiply, multiply
from xlrnn.nn.layers.subtract import Subtract, subtract

__all__ = ["Add", "Average", "Concatenate", "Dot", "Maximum", "Merge", "Minimum", "Multiply",
           "Subtract", "add", "average", "concatenate", "dot", "maximum", "minimum", "multiply",
           "subtract"]  # fmt: skip
