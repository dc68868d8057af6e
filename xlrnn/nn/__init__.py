"""What NumPy computes: Keras' recurrent models, one layer a file.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.
"""

from xlrnn.nn import (
    activations,
    callbacks,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
)
from xlrnn.nn.core.floatx import floatx, set_floatx
from xlrnn.nn.core.random import set_random_seed
from xlrnn.nn.core.trace import ModelTrace, Trace
from xlrnn.nn.layers import (
    GRU,
    LSTM,
    Activation,
    Bidirectional,
    Dense,
    Dropout,
    Embedding,
    Input,
    InputLayer,
    Masking,
    SimpleRNN,
    TimeDistributed,
)
from xlrnn.nn.layers.one_hot import one_hot
from xlrnn.nn.layers.softmax import predicted, softmax
from xlrnn.nn.models import Sequential

__all__ = [
    "GRU",
    "LSTM",
    "Activation",
    "Bidirectional",
    "Dense",
    "Dropout",
    "Embedding",
    "Input",
    "InputLayer",
    "Masking",
    "ModelTrace",
    "Sequential",
    "SimpleRNN",
    "TimeDistributed",
    "Trace",
    "activations",
    "callbacks",
    "floatx",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "one_hot",
    "optimizers",
    "predicted",
    "set_floatx",
    "set_random_seed",
    "softmax",
]
