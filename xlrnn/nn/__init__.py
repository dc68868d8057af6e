"""What NumPy computes: Keras' recurrent models, one layer a file.

Nothing here knows about spreadsheets; `xlrnn.sheet` writes the same equations as formulas, and
the two never import each other, so that a mistake in one is found by the other.
"""

from xlrnn import __version__
from xlrnn.nn import (
    activations,
    callbacks,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    preprocessing,
    utils,
)
from xlrnn.nn.core.floatx import floatx, set_floatx
from xlrnn.nn.core.random import set_random_seed
from xlrnn.nn.core.trace import ModelTrace, Trace
from xlrnn.nn.gradcheck import gradcheck
from xlrnn.nn.interop import from_keras, from_torch, to_keras, to_torch
from xlrnn.nn.layers import (
    GRU,
    LSTM,
    Activation,
    Bidirectional,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Input,
    InputLayer,
    Masking,
    RepeatVector,
    SimpleRNN,
    TimeDistributed,
)
from xlrnn.nn.layers.one_hot import one_hot
from xlrnn.nn.layers.softmax import predicted, softmax
from xlrnn.nn.models import Sequential, clone_model, load_model
from xlrnn.text.categorical import to_categorical
from xlrnn.text.padding import pad_sequences
from xlrnn.text.tokenizer import Tokenizer

__all__ = [
    "GRU",
    "LSTM",
    "Activation",
    "Bidirectional",
    "Conv1D",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "Input",
    "InputLayer",
    "Masking",
    "ModelTrace",
    "RepeatVector",
    "Sequential",
    "SimpleRNN",
    "TimeDistributed",
    "Tokenizer",
    "Trace",
    "__version__",
    "activations",
    "callbacks",
    "clone_model",
    "floatx",
    "from_keras",
    "from_torch",
    "gradcheck",
    "initializers",
    "layers",
    "load_model",
    "losses",
    "metrics",
    "models",
    "one_hot",
    "optimizers",
    "pad_sequences",
    "predicted",
    "preprocessing",
    "set_floatx",
    "set_random_seed",
    "softmax",
    "to_categorical",
    "to_keras",
    "to_torch",
    "utils",
]
