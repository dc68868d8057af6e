"""The embedding layer, where older programs look for it."""

from xlrnn.nn.layers.embedding import Embedding

__all__ = ["Embedding"]
