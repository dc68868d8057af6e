"""What NumPy computes: one layer a file, with Keras' names and weight layouts.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.
"""

from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.one_hot import one_hot
from xlrnn.nn.layers.simple_rnn import SimpleRNN
from xlrnn.nn.layers.softmax import predicted, softmax

__all__ = ["Dense", "SimpleRNN", "Trace", "one_hot", "predicted", "softmax"]
