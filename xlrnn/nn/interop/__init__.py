"""Models of Keras and PyTorch as ours, and the other way round; neither is needed for it."""

from xlrnn.nn.interop.keras import from_keras, to_keras
from xlrnn.nn.interop.torch import from_torch, to_torch

__all__ = ["from_keras", "from_torch", "to_keras", "to_torch"]
