"""What NumPy computes: Keras' recurrent models, one layer a file.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.
"""

from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.one_hot import one_hot
from xlrnn.nn.layers.simple_rnn import SimpleRNN
from xlrnn.nn.layers.softmax import predicted, softmax

__all__ = ["LSTM", "Dense", "Embedding", "SimpleRNN", "Trace", "one_hot", "predicted", "softmax"]
