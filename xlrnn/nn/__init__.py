"""What NumPy computes: one layer a file, with Keras' names and weight layouts.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.
"""

from xlrnn.nn.dense import Dense
from xlrnn.nn.one_hot import one_hot
from xlrnn.nn.simple_rnn import SimpleRNN
from xlrnn.nn.softmax import predicted, softmax
from xlrnn.nn.trace import Trace

__all__ = ["Dense", "SimpleRNN", "Trace", "one_hot", "predicted", "softmax"]
