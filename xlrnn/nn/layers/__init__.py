"""One layer a file: the equations numbered, forward and backward side by side."""

from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.layers import (
    advanced_activations,
    catalogue,
    convolutional,
    core,
    embeddings,
    pooling,
    recurrent,
    wrappers,
)
from xlrnn.nn.layers.catalogue import *  # noqa: F403
from xlrnn.nn.layers.rnn import RNN

from_config = deserialize

__all__ = [
    "RNN",
    "Layer",
    "advanced_activations",
    "convolutional",
    "core",
    "deserialize",
    "embeddings",
    "from_config",
    "pooling",
    "recurrent",
    "serialize",
    "wrappers",
]
__all__ += catalogue.__all__
