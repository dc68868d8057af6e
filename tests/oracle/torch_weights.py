"""Weights of a recurrent layer in PyTorch's order, and back: gates, biases, sides."""

import numpy as np

ORDER = {"SimpleRNN": [0], "LSTM": [0, 1, 2, 3], "GRU": [1, 0, 2]}
"""PyTorch's place for each of Keras' gates: its GRU has the reset gate in front."""


def reordered(kind, array):
    """Return the gates, which lie along the last axis, in the other order."""
    parts = np.split(array, len(ORDER[kind]), axis=-1)
    return np.concatenate([parts[k] for k in ORDER[kind]], axis=-1)


def to_torch(kind, weights):
    """Return kernel, recurrent_kernel and bias as PyTorch keeps them, with two biases."""
    kernel, recurrent, bias = (reordered(kind, weight) for weight in weights)
    biases = bias if bias.ndim == 2 else np.stack([bias, np.zeros_like(bias)])
    return [kernel.T, recurrent.T, *biases]


def from_torch(kind, gradients):
    """Return gradients of PyTorch's weights as those of Keras' weights."""
    kernel, recurrent, b_x, b_h = gradients
    bias = np.stack([b_x, b_h]) if kind == "GRU" else b_x
    return [reordered(kind, array) for array in (kernel.T, recurrent.T, bias)]
