"""One layer a file: the equations numbered, forward and backward side by side."""

from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.layers import (
    advanced_activations,
    catalogue,
    convolutional,
    core,
    embeddings,
    merge,
    pooling,
    recurrent,
    wrappers,
)
from xlrnn.nn.layers.catalogue import *  # noqa: F403
from xlrnn.nn.layers.merge import (
    add,
    average,
    concatenate,
    dot,
    maximum,
    minimum,
    multiply,
    subtract,
)
from xlrnn.nn.layers.rnn import RNN

from_config = deserialize

__all__ = [
    "RNN",
    "Layer",
    "add",
    "advanced_activations",
    "average",
    "concatenate",
    "convolutional",
    "core",
    "deserialize",
    "dot",
    "embeddings",
    "from_config",
    "maximum",
    "merge",
    "minimum",
    "multiply",
    "pooling",
    "recurrent",
    "serialize",
    "subtract",
    "wrappers",
]
__all__ += catalogue.__all__
